/* Filling a return. The page works without this file; with it the cells behave like a sheet and save themselves. */

import { Conflicts } from "./entry/conflicts.js";
import { Drawer } from "./entry/drawer.js";
import { filtering } from "./entry/filters.js";
import { listening } from "./entry/findings.js";
import { Grid } from "./entry/grid.js";
import { hinting } from "./entry/hints.js";
import { Keyboard } from "./entry/keyboard.js";
import { Line } from "./entry/line.js";
import { living } from "./entry/live.js";
import { CellMenu } from "./entry/menu.js";
import { pasting } from "./entry/paste.js";
import { Presence } from "./entry/presence.js";
import { Saving } from "./entry/saving.js";
import { Selection } from "./entry/selection.js";
import { Server } from "./entry/server.js";
import { Session } from "./entry/session.js";
import { undoing } from "./entry/undo.js";
import { choosingUnits } from "./entry/units.js";

function carryingOver(grid) {
  grid.rows.forEach((row) => {
    const button = row.node.querySelector("[data-carry]");
    if (!button) { return; }
    button.hidden = false;
    button.addEventListener("click", () => {
      grid.change([{ cell: row.cells[0], content: { condition: "value", value: row.last, reason: "", source: "carried_over" } }]);
      grid.go(row.cells[0]);
    });
  });
}

function whatTheMenuDoes(grid, server, drawer) {
  return {
    explain: (cell) => drawer.open(cell.row, cell.input),
    history: (cell) => drawer.open(cell.row, cell.input),
    evidence: (cell) => window.open(`${grid.form.dataset.evidenceAddress}?item=${cell.item}`, "_blank", "noopener"),
    clear: (cell) => grid.change([{ cell, content: { condition: "empty", value: "", reason: "", source: "" } }]),
    mark: async (cell) => {
      const answer = await server.ask("PUT", grid.form.dataset.marksAddress, { item: cell.item, basis: cell.basis, marked: !cell.marked });
      if (answer.ok) { cell.marked = answer.content.marked; cell.show(); grid.emit("moved", cell); }
    },
    confirm: (cell) => grid.change([{ cell, content: { ...cell.now, source: "" } }]),
  };
}

/* Saving by the buttons of the page: what is left is saved first; only then the page is left. */
function takeOverTheForm(grid, saving) {
  grid.form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (grid.active) { grid.commit(grid.active); }
    const done = await saving.flush();
    const button = event.submitter;
    if (done && button && button.name === "and_leave") { window.location.assign(grid.form.dataset.leaveAddress); return; }
    if (!done) { grid.go(grid.cells.find((cell) => cell.dirty && cell.problem)); }
  });
}

/* The cursor stands in the first cell that is open, unless the page has something more pressing to show. */
function standReady(grid) {
  if (document.activeElement !== document.body || window.location.hash || document.getElementById("trouble")) { return; }
  grid.go(grid.cells.find((cell) => !cell.locked));
}

function begin(form) {
  const tools = document.querySelector("[data-tools]");
  const grid = new Grid(form), server = new Server(form), line = new Line(grid);
  const conflicts = new Conflicts(grid, line), session = new Session(grid, server);
  const saving = new Saving(grid, server, { conflicts, session, line });
  const selection = new Selection(grid, line), drawer = new Drawer(grid, server);
  const history = undoing(grid, tools, line);
  new Keyboard(grid, tools, {
    save: () => saving.flush(),
    undo: history.undo,
    redo: history.redo,
    explain: (cell) => drawer.open(cell.row, cell.input),
    extend: (rows, columns) => selection.extend(rows, columns),
    unchoose: () => selection.clear(),
    empty: () => selection.empty(),
  });
  hinting(grid);
  living(grid);
  choosingUnits(grid, tools, line);
  filtering(grid, tools);
  pasting(grid, line);
  carryingOver(grid);
  listening(grid);
  new CellMenu(grid, whatTheMenuDoes(grid, server, drawer));
  takeOverTheForm(grid, saving);
  grid.cells.forEach((cell) => { cell.show(); });
  tools.hidden = false;
  standReady(grid);
  form.dataset.ready = "";
  new Presence(grid, server, saving, conflicts);
}

const form = document.querySelector("form[data-entry]");
if (form) { begin(form); }
