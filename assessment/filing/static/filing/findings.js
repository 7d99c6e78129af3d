/* 审核结果: jumps to cells, F8 goes to the next finding, explanations and conversions without leaving the page.
   The grid tells `cells-saved`; the panel fetches itself again and tells `findings-known`. Works without script, too. */
(function () {
  "use strict";

  var PART = "findings-panel";
  var current = -1;

  function panel() { return document.getElementById("findings"); }
  function list() { return Array.prototype.slice.call(panel().querySelectorAll("[data-finding]")); }

  /* A blank panel, or one of a page that was kept, knows nothing yet: the grid is told what is on the page. */
  function tell() {
    var known = list().map(function (node) {
      return {
        code: node.getAttribute("data-code"),
        severity: node.getAttribute("data-severity"),
        cells: JSON.parse(node.getAttribute("data-cells")),
        answered: node.classList.contains("answered")
      };
    });
    document.dispatchEvent(new CustomEvent("findings-known", { detail: { findings: known } }));
  }

  function show(text, focusId) {
    var fresh = new DOMParser().parseFromString(text, "text/html").getElementById("findings");
    if (!fresh) { window.location.reload(); return; }
    var was = panel(), scrolled = was.scrollTop, docked = was.classList.contains("docked");
    fresh.classList.toggle("docked", docked);
    was.replaceWith(fresh);
    fresh.scrollTop = scrolled;
    current = -1;
    tell();
    var trouble = fresh.querySelector("[data-trouble]");
    if (trouble) { trouble.focus(); return; }
    if (focusId) { (document.getElementById(focusId) || fresh.querySelector("h2")).focus(); }
  }

  function ask(address, options, focusId) {
    panel().setAttribute("aria-busy", "true");
    options.headers = { "X-Part": PART };
    options.credentials = "same-origin";
    return fetch(address, options)
      .then(function (answer) {
        return answer.status === 400 || answer.ok ? answer.text() : Promise.reject(answer.status);
      })
      .then(function (text) { show(text, focusId); })
      .catch(function () { panel().removeAttribute("aria-busy"); });
  }

  function load() { return ask(panel().getAttribute("data-findings"), {}); }

  function field(place) {
    var node = document.getElementById(place);
    if (!node) { return null; }
    if (!node.matches("input, select, textarea, button, a, [tabindex]")) { node.setAttribute("tabindex", "-1"); }
    return node;
  }

  function jump(node) {
    list().forEach(function (one) { one.classList.toggle("now", one === node); });
    node.scrollIntoView({ block: "nearest" });
    var link = node.querySelector("[data-jump]");
    var cell = link && field(link.getAttribute("data-jump"));
    if (!cell) { (link || node.querySelector("summary, a, button") || panel().querySelector("h2")).focus(); return; }
    cell.scrollIntoView({ block: "center" });
    cell.focus();
    if (cell.select) { cell.select(); }
    panel().querySelector("[data-said]").textContent = node.querySelector(".what").textContent;
  }

  function isInput(place) {
    var node = document.getElementById(place);
    return Boolean(node && node.matches("input"));
  }

  document.addEventListener("click", function (event) {
    var link = event.target.closest && event.target.closest("[data-jump]");
    if (!link || !panel().contains(link) || !field(link.getAttribute("data-jump"))) { return; }
    event.preventDefault();
    current = list().indexOf(link.closest("[data-finding]"));
    jump(list()[current]);
  });

  document.addEventListener("keydown", function (event) {
    if (event.key !== "F8") { return; }
    var all = list();
    if (!all.length) { return; }
    event.preventDefault();
    current = (current + (event.shiftKey ? -1 : 1) + all.length) % all.length;
    jump(all[current]);
  });

  document.addEventListener("submit", function (event) {
    var form = event.target;
    if (!panel().contains(form)) { return; }
    event.preventDefault();
    var place = form.getAttribute("data-item") + "." + form.getAttribute("data-basis");
    if (form.hasAttribute("data-convert") && isInput(place)) {
      document.dispatchEvent(new CustomEvent("convert-cell", {
        detail: {
          item: form.getAttribute("data-item"),
          basis: form.getAttribute("data-basis"),
          value: form.getAttribute("data-value")
        }
      }));
      return;
    }
    var back = form.closest("[data-finding]").id;
    var sent = ask(form.action, { method: "POST", body: new FormData(form) }, back);
    if (form.hasAttribute("data-convert")) { sent.then(function () { window.location.reload(); }); }
  });

  document.addEventListener("cells-saved", load);
  if (panel()) { if (panel().hasAttribute("data-empty")) { load(); } else { tell(); } }
})();
