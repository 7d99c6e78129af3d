/* A block from Excel or WPS lands at the active cell: shown first, taken on confirmation, one step to undo. */

import { blockOf } from "./block.js";
import { sameContent } from "./cell.js";
import { fill, part, say } from "./words.js";

/* What the block would do: changes, cells that stay the same, what is skipped and what cannot be read. */
export function planOf(grid, start, rows) {
  const plan = { changes: [], same: 0, locked: 0, blank: 0, outside: 0, wrong: [] };
  const place = grid.placeOf(start);
  rows.forEach((texts, down) => texts.forEach((text, right) => {
    const cell = grid.at(place.row + down, place.column + right);
    if (!text.trim()) { plan.blank += 1; } else if (!cell) { plan.outside += 1; } else if (cell.locked) { plan.locked += 1; } else { read(plan, cell, text); }
  }));
  return plan;
}

function read(plan, cell, text) {
  const { content, repairs } = cell.contentOf(text);
  if (content.bad) { plan.wrong.push({ cell, text }); } else if (sameContent(content, { ...cell.now, source: "" })) { plan.same += 1; } else { plan.changes.push({ cell, content, repairs }); }
}

function rowOf({ cell, content, repairs }) {
  return part("tr", {},
    part("th", { scope: "row" }, `${cell.row.number} ${cell.row.name}`),
    part("td", {}, say(cell.basis)),
    part("td", { class: "num" }, cell.text || (cell.needsReason ? say(cell.now.condition) : "--")),
    part("td", { class: "num" }, cell.textOf(content.value)),
    part("td", { class: "small muted" }, repairs.map((name) => say(name)).join("、")));
}

function wrongRow({ cell, text }) {
  return part("tr", {},
    part("th", { scope: "row" }, `${cell.row.number} ${cell.row.name}`),
    part("td", {}, say(cell.basis)),
    part("td", { class: "num" }, cell.text || "--"),
    part("td", { class: "num bad" }, text.slice(0, 30)),
    part("td", { class: "small bad wrap" }, say("notANumber", { received: text.slice(0, 30) })));
}

export function pasting(grid, line) {
  const dialog = document.getElementById("paste-dialog");
  const body = dialog.querySelector("tbody"), confirm = dialog.querySelector("[data-confirm]");
  let plan = null, start = null;

  function show() {
    dialog.querySelector("[data-counts]").textContent = say("pasteCounts", { changed: plan.changes.length, same: plan.same });
    const skipped = dialog.querySelector("[data-skipped]"), wrong = dialog.querySelector("[data-wrong]");
    skipped.textContent = say("pasteSkipped", plan);
    skipped.hidden = !(plan.locked + plan.blank + plan.outside);
    wrong.textContent = say("pasteWrong", { count: plan.wrong.length });
    wrong.hidden = !plan.wrong.length;
    fill(body, [...plan.wrong.map(wrongRow), ...plan.changes.map(rowOf)]);
    confirm.disabled = !plan.changes.length;
    dialog.showModal();
    (confirm.disabled ? dialog.querySelector("[data-cancel]") : confirm).focus();
  }

  grid.form.addEventListener("paste", (event) => {
    const cell = grid.cellOf(event.target);
    if (!cell || event.target !== cell.input) { return; }
    const rows = blockOf(event.clipboardData);
    if (!rows) { return; }
    event.preventDefault();
    grid.commit(cell);
    start = cell;
    plan = planOf(grid, cell, rows);
    show();
  });
  confirm.addEventListener("click", () => {
    dialog.close();
    grid.change(plan.changes);
    line.tell(say("pasted", { count: plan.changes.length }));
    grid.emit("pasted", plan);
  });
  dialog.querySelector("[data-cancel]").addEventListener("click", () => dialog.close());
  dialog.addEventListener("close", () => grid.go(start));
}
