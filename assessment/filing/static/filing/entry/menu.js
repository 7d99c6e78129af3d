/* The menu of a cell: right button, Shift+F10 or the menu key. */

import { say } from "./words.js";

export class CellMenu {
  constructor(grid, does) {
    this.grid = grid;
    this.does = does;
    this.node = document.getElementById("cell-menu");
    this.items = [...this.node.querySelectorAll("[data-do]")];
    grid.form.addEventListener("contextmenu", (event) => {
      const cell = grid.cellOf(event.target);
      if (!cell) { return; }
      event.preventDefault();
      this.open(cell, event);
    });
    this.node.addEventListener("click", (event) => {
      const item = event.target.closest("[data-do]");
      if (item) { this.choose(item.dataset.do); }
    });
    this.node.addEventListener("keydown", (event) => this.pressed(event));
    document.addEventListener("mousedown", (event) => { if (!this.node.contains(event.target)) { this.node.hidden = true; } });
  }

  open(cell, { clientX, clientY }) {
    this.cell = cell;
    this.grid.go(cell);
    const by = (name) => this.items.find((item) => item.dataset.do === name);
    by("mark").textContent = say(cell.marked ? "unmark" : "mark");
    by("confirm").hidden = cell.now.source !== "carried_over";
    by("clear").disabled = cell.locked;
    this.node.hidden = false;
    const box = cell.box.getBoundingClientRect();
    const left = clientX || box.left, top = clientY || box.bottom;
    this.node.style.left = `${Math.min(left, window.innerWidth - this.node.offsetWidth - 8)}px`;
    this.node.style.top = `${Math.min(top, window.innerHeight - this.node.offsetHeight - 8)}px`;
    this.items[0].focus();
  }

  close() {
    this.node.hidden = true;
    this.grid.go(this.cell);
  }

  choose(name) {
    this.close();
    this.does[name](this.cell);
  }

  pressed(event) {
    const open = this.items.filter((item) => !item.hidden && !item.disabled);
    const at = open.indexOf(document.activeElement);
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: open.length - 1 }[event.key];
    if (to !== undefined) {
      event.preventDefault();
      open[(to + open.length) % open.length].focus();
    } else if (event.key === "Escape" || event.key === "Tab") {
      event.preventDefault();
      event.stopPropagation();
      this.close();
    }
  }
}
