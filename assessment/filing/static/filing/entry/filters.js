/* Which rows are shown: those with a cell in a certain state, those whose name holds the searched text. */

import { part, say } from "./words.js";

const TESTS = {
  "": () => true,
  empty: (cell) => cell.now.condition === "empty",
  wrong: (cell) => cell.state === "wrong",
  "sent-back": (cell) => cell.sentBack,
  marked: (cell) => cell.marked || cell.now.source === "carried_over",
};

export function filtering(grid, tools) {
  const choice = tools.querySelector("[data-filter]"), search = tools.querySelector("[data-search]");
  const none = part("p", { class: "empty" }, say("noneFound"));
  none.hidden = true;
  grid.scroll.append(none);

  function apply() {
    const test = TESTS[choice.value], text = search.value.trim().toLowerCase();
    grid.rows.forEach((row) => {
      const named = `${row.number} ${row.name} ${row.item}`.toLowerCase().includes(text);
      row.node.hidden = !(named && row.cells.filter(Boolean).some(test));
    });
    none.hidden = grid.rows.some((row) => !row.node.hidden);
  }
  choice.addEventListener("change", apply);
  search.addEventListener("input", apply);
  search.addEventListener("keydown", (event) => {
    if (event.key === "Escape") { search.value = ""; apply(); }
    if (event.key === "Enter") { event.preventDefault(); grid.go(grid.table.length ? grid.table[0].find(Boolean) : null); }
  });
  return apply;
}
