/* Small conveniences; every page works without them. */
(function () {
  "use strict";

  var trouble = document.getElementById("trouble");
  if (trouble) { trouble.focus(); }

  /* A countdown by the server's clock: the difference to the local clock is taken once. */
  var clock = document.querySelector("[data-server-time]");
  var shift = clock ? Date.parse(clock.getAttribute("data-server-time")) - Date.now() : 0;
  document.querySelectorAll("[data-until]").forEach(function (node) {
    var until = Date.parse(node.getAttribute("data-until"));
    function show() {
      var left = Math.max(0, until - Date.now() - shift) / 60000;
      var days = Math.floor(left / 1440), hours = Math.floor(left / 60) % 24, minutes = Math.floor(left) % 60;
      var parts = [];
      function say(unit, count) { parts.push(node.getAttribute("data-" + unit).replace("0", count)); }
      if (days) { say("days", days); }
      if (hours) { say("hours", hours); }
      if (!days) { say("minutes", minutes); }
      node.textContent = parts.join(" ");
    }
    window.setInterval(show, 30000);
  });

  /* A part of the page that is still being worked on is fetched again until it says it is done. */
  function again(node) {
    window.setTimeout(function () {
      fetch(node.getAttribute("data-refresh"), { credentials: "same-origin", headers: { "X-Part": "1" } })
        .then(function (answer) { return answer.ok ? answer.text() : Promise.reject(answer.status); })
        .then(function (text) {
          var fresh = new DOMParser().parseFromString(text, "text/html").querySelector("[data-refresh]");
          if (!fresh) { window.location.reload(); return; }
          node.replaceWith(fresh);
          again(fresh);
        })
        .catch(function () { again(node); });
    }, 2000);
  }
  document.querySelectorAll("[data-refresh]").forEach(again);

  /* One press, one request. */
  document.addEventListener("submit", function (event) {
    var form = event.target;
    if (form.hasAttribute("data-sent")) { event.preventDefault(); return; }
    form.setAttribute("data-sent", "");
    window.setTimeout(function () { form.removeAttribute("data-sent"); }, 4000);
  });

  document.querySelectorAll("[data-print]").forEach(function (node) {
    node.hidden = false;
    node.addEventListener("click", function () { window.print(); });
  });

  /* A column of fields: Enter moves down and never sends the form; what it sends is decided by a button. */
  document.querySelectorAll("form[data-cells]").forEach(function (form) {
    form.addEventListener("keydown", function (event) {
      var column = event.target.getAttribute("data-column");
      if (event.key !== "Enter" || !column) { return; }
      event.preventDefault();
      var all = Array.prototype.slice.call(form.querySelectorAll('[data-column="' + column + '"]'));
      var next = all[all.indexOf(event.target) + (event.shiftKey ? -1 : 1)];
      if (next) { next.focus(); next.select(); }
    });
  });

  /* F9 goes to what this page is for: its main button, else the first of its lists; a promise to be made comes before it. */
  function mainButton() {
    function usable(node) { return !node.disabled && node.getClientRects().length && !node.closest("dialog"); }
    var places = ["main .btn.primary", "main .btn.row"].map(function (place) {
      return Array.prototype.find.call(document.querySelectorAll(place), usable);
    });
    return places[0] || places[1];
  }
  var first = mainButton(), hint = document.querySelector("[data-next-step]");
  if (first && hint) { hint.hidden = false; }
  document.addEventListener("keydown", function (event) {
    var button = event.key === "F9" && !document.querySelector("dialog[open]") && mainButton();
    if (!button) { return; }
    event.preventDefault();
    var promise = button.form && button.form.querySelector("input[type=checkbox][required]:not(:checked)");
    (promise || button).focus();
  });

  /* Esc closes an open panel and returns to its button; a click elsewhere closes it. */
  document.addEventListener("keydown", function (event) {
    if (event.key !== "Escape") { return; }
    var open = document.querySelector("details.act[open]");
    if (open) { open.open = false; open.querySelector("summary").focus(); }
  });
  document.addEventListener("click", function (event) {
    document.querySelectorAll("details.act[open]").forEach(function (open) {
      if (!open.contains(event.target)) { open.open = false; }
    });
  });
})();
