/* The line under the grid: what there is to say of the active cell, and what just happened. */

import { say } from "./words.js";

export class Line {
  constructor(grid) {
    this.node = document.getElementById("cell-line");
    grid.on("moved", (cell) => this.describe(cell));
    grid.on("edited", () => this.describe(grid.active));
    grid.on("repaired", ({ repairs }) => this.tell(repairs.map((name) => say(name)).join("、")));
  }

  describe(cell) {
    if (!cell) { return; }
    const sum = cell.box.querySelector("[data-sum]");
    this.node.textContent = [cell.label, cell.spoken, sum ? sum.title : ""].filter(Boolean).join(" · ");
    this.node.title = this.node.textContent;
  }

  tell(sentence) { this.node.textContent = sentence; }
}
