/* A chosen block of cells: made with Shift, copied as tab-separated numbers, emptied with Delete. */

import { shift } from "./decimals.js";
import { say } from "./words.js";

export class Selection {
  constructor(grid, line) {
    this.grid = grid;
    this.line = line;
    this.anchor = null;
    this.end = null;
    grid.form.addEventListener("mousedown", (event) => {
      const cell = grid.cellOf(event.target);
      if (!cell || event.target !== cell.input) { return; }
      if (event.shiftKey && grid.active) {
        event.preventDefault();
        this.extendTo(cell);
      } else {
        this.clear();
      }
    });
    grid.form.addEventListener("copy", (event) => this.copy(event));
  }

  get block() {
    const from = this.anchor && this.grid.placeOf(this.anchor), to = this.end && this.grid.placeOf(this.end);
    if (!from || !to) { return []; }
    const [top, bottom] = [Math.min(from.row, to.row), Math.max(from.row, to.row)];
    const [left, right] = [Math.min(from.column, to.column), Math.max(from.column, to.column)];
    return this.grid.table.slice(top, bottom + 1).map((cells) => cells.slice(left, right + 1));
  }

  get cells() { return this.block.reduce((all, row) => all.concat(row.filter(Boolean)), []); }

  clear() {
    this.cells.forEach((cell) => cell.box.classList.remove("is-chosen"));
    this.anchor = null;
    this.end = null;
  }

  extendTo(cell) {
    const anchor = this.anchor || this.grid.active;
    this.clear();
    this.anchor = anchor;
    this.end = cell;
    this.cells.forEach((one) => one.box.classList.add("is-chosen"));
  }

  /* One step further in a direction, as Shift with an arrow does. */
  extend(rows, columns) {
    const place = this.grid.placeOf(this.end || this.grid.active);
    const next = place && this.grid.at(place.row + rows, place.column + columns);
    if (next) { this.extendTo(next); }
  }

  empty() {
    const cells = this.cells.length ? this.cells : [this.grid.active];
    this.grid.change(cells.map((cell) => ({ cell, content: { condition: "empty", value: "", reason: "", source: "" } })));
  }

  /* Numbers without separators, in the unit shown, so that a sheet takes them as numbers. */
  copy(event) {
    const block = this.block;
    if (!block.length || this.cells.length < 2) { return; }
    const lines = block.map((row) => row.map((cell) => {
      if (!cell) { return ""; }
      return cell.value === null ? (cell.needsReason ? say(cell.now.condition) : "") : shift(cell.value, cell.shownShift);
    }).join("\t"));
    event.clipboardData.setData("text/plain", lines.join("\r\n"));
    event.preventDefault();
    this.line.tell(say("copied", { count: this.cells.length }));
  }
}
