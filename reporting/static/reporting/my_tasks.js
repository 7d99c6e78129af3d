/* The errors of each unfinished return, counted by the checks once the page stands; without this file "--" stays. */
(function () {
  "use strict";
  document.querySelectorAll("[data-errors]").forEach(function (cell) {
    fetch(cell.getAttribute("data-errors"), { headers: { Accept: "application/json" }, credentials: "same-origin" })
      .then(function (answer) { return answer.ok ? answer.json() : null; })
      .then(function (said) {
        if (!said) { return; }
        var errors = said.counts.blocking + said.counts.acceptance;
        cell.textContent = String(errors);
        cell.classList.toggle("bad", errors > 0);
        if (said.to_explain) {
          var more = document.createElement("span");
          more.className = "small warn";
          more.textContent = " " + cell.getAttribute("data-explain").replace("0", said.to_explain);
          cell.appendChild(more);
        }
      })
      .catch(function () { /* the number stays unknown, the return itself shows it */ });
  });
})();
