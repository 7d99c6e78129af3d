/* Filling one row: Enter and the arrows go down or up the column, a reason appears where one is needed, nothing typed
   is left behind by accident. The page works without this. */
(function () {
  "use strict";
  var form = document.querySelector("form[data-row]");
  if (!form) { return; }
  var unsaved = false;
  form.addEventListener("input", function () { unsaved = true; });
  form.addEventListener("submit", function () { unsaved = false; });
  window.addEventListener("beforeunload", function (event) { if (unsaved) { event.preventDefault(); } });
  form.addEventListener("keydown", function (event) {
    if ((event.ctrlKey || event.metaKey) && event.key === "s") { event.preventDefault(); form.requestSubmit(); return; }
    if (event.target.tagName !== "INPUT") { return; }
    var column = event.target.getAttribute("data-column");
    var step = { Enter: event.shiftKey ? -1 : 1, ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!column) { if (event.key === "Enter") { event.preventDefault(); } return; }
    if (!step) { return; }
    event.preventDefault();
    var all = Array.prototype.slice.call(form.querySelectorAll('[data-column="' + column + '"]'));
    var next = all[all.indexOf(event.target) + step];
    if (next) { next.focus(); next.select(); }
  });
  form.addEventListener("change", function (event) {
    if (!event.target.hasAttribute("data-condition")) { return; }
    var needed = event.target.value !== "value";
    var cell = event.target.parentNode, reason = cell.querySelector(".reason");
    reason.hidden = !needed;
    if (needed) { cell.querySelector("[data-column]").value = ""; reason.focus(); }
  });
})();
