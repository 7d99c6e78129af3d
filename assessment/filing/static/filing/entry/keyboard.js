/* One key, one meaning. A cell is moved over until F2 or a second click opens it for editing. */

const REMEMBERED = "entry_direction";
const A_YEAR = 31536000;
const ARROWS = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };

/* Kept in a cookie: signing out clears the other storage of the browser. */
function remembered() { return document.cookie.includes(`${REMEMBERED}=right`) ? "right" : "down"; }

export class Keyboard {
  constructor(grid, tools, actions) {
    this.grid = grid;
    this.actions = actions;
    this.editing = false;
    this.direction = remembered();
    this.button = tools.querySelector("[data-enter]");
    this.button.addEventListener("click", () => this.turn());
    this.showDirection();
    grid.on("moved", () => { this.editing = false; });
    grid.form.addEventListener("mousedown", (event) => {
      const cell = grid.cellOf(event.target);
      if (!cell || event.target !== cell.input || event.shiftKey) { return; }
      if (document.activeElement === cell.input) { this.editing = true; return; }
      event.preventDefault();
      grid.go(cell);
    });
    grid.form.addEventListener("keydown", (event) => this.pressed(event));
    document.addEventListener("keydown", (event) => this.anywhere(event));
  }

  turn() {
    this.direction = this.direction === "down" ? "right" : "down";
    document.cookie = `${REMEMBERED}=${this.direction}; path=/; max-age=${A_YEAR}; samesite=lax`;
    this.showDirection();
  }

  showDirection() { this.button.textContent = this.button.dataset[this.direction]; }

  anywhere(event) {
    if (!(event.ctrlKey || event.metaKey) || document.querySelector("dialog[open]")) { return; }
    const does = { s: "save", z: event.shiftKey ? "redo" : "undo", y: "redo" }[event.key.toLowerCase()];
    const typing = event.target.matches("input:not(.figure),textarea");
    if (!does || (typing && does !== "save")) { return; }
    event.preventDefault();
    const cell = this.grid.cellOf(event.target);
    if (cell && event.target === cell.input && cell.input.value !== cell.text) {
      if (does === "undo") { this.grid.restore(cell); cell.input.select(); return; }
      this.grid.commit(cell);
    }
    this.actions[does]();
  }

  pressed(event) {
    const cell = this.grid.cellOf(event.target);
    if (!cell) { return; }
    if (event.target !== cell.input) { this.beside(event, cell); return; }
    const meaning = this.meaningOf(event, cell);
    if (meaning) { event.preventDefault(); meaning(); }
  }

  /* In the condition or the reason Enter and Esc lead back to the figure. */
  beside(event, cell) {
    if (event.key === "Enter" || event.key === "Escape") {
      event.preventDefault();
      this.grid.go(cell);
    }
  }

  meaningOf(event, cell) {
    const arrow = ARROWS[event.key];
    if (event.key === "Enter") {
      if (event.ctrlKey || event.metaKey) { return () => this.actions.explain(cell); }
      return () => this.step(cell, this.direction === "down" ? [1, 0] : [0, 1], event.shiftKey ? -1 : 1, true);
    }
    if (event.key === "Tab") { return this.tab(cell, event.shiftKey ? -1 : 1); }
    if (arrow && event.altKey && event.key === "ArrowDown") { return () => cell.choice.focus(); }
    if (arrow && event.shiftKey && !this.editing) { return () => this.actions.extend(...arrow); }
    if (arrow && !this.editing) { return () => this.step(cell, arrow, 1, false); }
    if (event.key === "F2") { return () => this.edit(cell); }
    if (event.key === "Escape") { return () => this.leave(cell); }
    if (event.key === "Delete" && !this.editing) { return () => this.actions.empty(); }
    return null;
  }

  edit(cell) {
    this.editing = true;
    cell.input.setSelectionRange(cell.input.value.length, cell.input.value.length);
  }

  leave(cell) {
    this.editing = false;
    this.grid.restore(cell);
    cell.input.select();
    this.actions.unchoose();
  }

  /* To the neighbour; with `wrap` past the end of a column or row to the beginning of the next. */
  step(cell, [rows, columns], times, wrap) {
    this.grid.commit(cell);
    this.actions.unchoose();
    const table = this.grid.table, place = this.grid.placeOf(cell);
    if (!place) { return; }
    let { row, column } = place;
    for (let tries = 0; tries < table.length * 2; tries += 1) {
      row += rows * times;
      column += columns * times;
      if (wrap && columns && (column < 0 || column > 1)) { row += times; column = times > 0 ? 0 : 1; }
      if (wrap && rows && (row < 0 || row >= table.length)) { column += times; row = times > 0 ? 0 : table.length - 1; }
      if (row < 0 || row >= table.length || column < 0 || column > 1) { return; }
      if (table[row][column] && !(wrap && table[row][column].locked)) { this.grid.go(table[row][column]); return; }
    }
  }

  /* Through the row and on to the next; from the last cell, or back from the first, out of the grid. */
  tab(cell, times) {
    const all = this.grid.table.reduce((cells, row) => cells.concat(row.filter(Boolean)), []);
    const ahead = times > 0 ? all.slice(all.indexOf(cell) + 1) : all.slice(0, all.indexOf(cell)).reverse();
    const next = ahead.find((one) => !one.locked);
    if (!next) { return null; }
    return () => {
      this.grid.commit(cell);
      this.actions.unchoose();
      this.grid.go(next);
    };
  }
}
