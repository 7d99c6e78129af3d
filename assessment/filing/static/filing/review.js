/* Reviewing by keyboard. Without this script all details stand below one another and every form works. */
(function () {
  "use strict";

  var review = document.querySelector("[data-review]");
  if (!review) { return; }
  var rows = Array.prototype.slice.call(review.querySelectorAll("[data-row]"));
  var details = {};
  review.querySelectorAll("[data-detail]").forEach(function (node) { details[node.getAttribute("data-detail")] = node; });
  var chosen = null;

  function link(row) { return row.querySelector("th[scope=row] a"); }

  function choose(row, focus) {
    if (!row) { return; }
    if (chosen) { chosen.classList.remove("chosen"); details[chosen.getAttribute("data-row")].hidden = true; }
    chosen = row;
    row.classList.add("chosen");
    details[row.getAttribute("data-row")].hidden = false;
    if (focus) { link(row).focus(); row.scrollIntoView({ block: "nearest" }); }
  }

  function step(by, flagged) {
    var at = rows.indexOf(chosen);
    for (var next = at + by; next >= 0 && next < rows.length; next += by) {
      if (!flagged || rows[next].hasAttribute("data-flagged")) { choose(rows[next], true); return; }
    }
    if (flagged && by > 0) { choose(rows.find(function (row) { return row.hasAttribute("data-flagged"); }), true); }
  }

  function write(key) {
    var field = details[chosen.getAttribute("data-row")].querySelector('[data-key="' + key + '"]');
    if (field) { field.focus(); }
  }

  Object.keys(details).forEach(function (code) { details[code].hidden = true; });
  rows.forEach(function (row) {
    link(row).addEventListener("focus", function () { choose(row, false); });
    row.addEventListener("click", function () { choose(row, false); });
    link(row).addEventListener("click", function (event) { event.preventDefault(); choose(row, true); });
  });
  review.querySelectorAll('a[href^="#row-"]').forEach(function (node) {
    node.addEventListener("click", function (event) {
      event.preventDefault();
      choose(document.getElementById(node.getAttribute("href").slice(1)), true);
    });
  });
  var named = window.location.hash.slice("#detail-".length);
  choose(rows.find(function (row) { return row.getAttribute("data-row") === named; }) ||
    rows.find(function (row) { return row.hasAttribute("data-flagged"); }) || rows[0], false);

  document.addEventListener("keydown", function (event) {
    var typing = /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName);
    if (event.key === "Escape" && typing && review.contains(event.target)) { choose(chosen, true); return; }
    if (typing || event.ctrlKey || event.metaKey || event.altKey) { return; }
    var inside = rows.some(function (row) { return row.contains(event.target); });
    if (event.key === "j" || (inside && event.key === "ArrowDown")) { step(1, false); }
    else if (event.key === "k" || (inside && event.key === "ArrowUp")) { step(-1, false); }
    else if (event.key === "n") { step(1, true); }
    else if (event.key === "q" || event.key === "b") { write(event.key); }
    else { return; }
    event.preventDefault();
  });

  /* The buttons say how many items they are about; what was written and not sent is not lost by accident. */
  var sending = false;
  function written(prefix) {
    return Array.prototype.filter.call(document.querySelectorAll("textarea[form]"), function (node) {
      return node.name.indexOf(prefix) === 0 && node.value.trim();
    }).length;
  }
  function count() {
    document.querySelectorAll("[data-count]").forEach(function (button) {
      var number = written(button.getAttribute("data-count"));
      button.textContent = number ? button.getAttribute("data-some").replace("{count}", number) : button.getAttribute("data-none");
      button.disabled = number === 0;
    });
  }
  document.addEventListener("input", count);
  document.addEventListener("submit", function () { sending = true; });
  window.addEventListener("beforeunload", function (event) {
    if (!sending && (written("question.") || written("note."))) { event.preventDefault(); }
  });
  count();
})();
