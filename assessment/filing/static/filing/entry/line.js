/* The line under the grid: what there is to say of the active cell, and what just happened. */

import { say } from "./words.js";

export class Line {
  constructor(grid) {
    this.node = document.getElementById("cell-line");
    this.told = "";
    grid.on("moved", (cell) => this.describe(cell));
    grid.on("edited", () => this.describe(grid.active));
    grid.on("repaired", ({ repairs }) => this.tell(repairs.map((name) => say(name)).join("、")));
  }

  /* What was just told is still said before the description of the next cell. */
  describe(cell) {
    if (!cell) { return; }
    const sum = cell.box.querySelector("[data-sum]");
    this.node.textContent = [this.told, cell.label, cell.spoken, sum ? sum.title : ""].filter(Boolean).join(" · ");
    this.node.title = this.node.textContent;
    this.told = "";
  }

  tell(sentence) {
    this.told = sentence;
    this.node.textContent = sentence;
  }
}
