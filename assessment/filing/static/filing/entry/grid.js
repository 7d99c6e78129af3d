/* The grid as a whole: its rows and cells, and the one way in which cells change. */

import { Cell, sameContent } from "./cell.js";

class Row {
  constructor(node) {
    this.node = node;
    this.item = node.dataset.item;
    this.number = node.dataset.number;
    this.name = node.querySelector(".item-name").dataset.name;
    this.decimals = Number(node.dataset.decimals);
    this.unit = node.dataset.unit;
    this.power = "power" in node.dataset ? Number(node.dataset.power) : null;
    this.last = node.dataset.last || null;
    this.lastYear = node.dataset.lastYear || null;
    this.parts = node.dataset.parts.split(" ").filter(Boolean);
    this.absentIsZero = node.dataset.zero === "zero";
    this.stock = "stock" in node.dataset;
    this.rate = "rate" in node.dataset;
    this.cells = [...node.querySelectorAll("td.fill")].map((field) => {
      const input = field.querySelector("[data-figure]");
      return input ? new Cell(input, this) : null;
    });
  }
}

export class Grid {
  constructor(form) {
    this.form = form;
    this.scroll = form.querySelector("#grid");
    this.rows = [...form.querySelectorAll("tbody tr[data-item]")].map((node) => new Row(node));
    this.cells = this.rows.flatMap((row) => row.cells.filter(Boolean));
    this.byKey = new Map(this.cells.map((cell) => [cell.key, cell]));
    this.sameYear = form.dataset.sameYear === "1";
    this.listeners = {};
    this.active = null;
    form.addEventListener("focusin", (event) => this.focused(event.target));
    form.addEventListener("focusout", (event) => {
      const cell = this.cellOf(event.target);
      if (cell && event.target === cell.input) { this.commit(cell); this.emit("left", cell); }
    });
    form.addEventListener("change", (event) => this.chosen(event.target));
  }

  on(name, listener) { (this.listeners[name] = this.listeners[name] || []).push(listener); }

  emit(name, detail) { (this.listeners[name] || []).forEach((listener) => listener(detail)); }

  cellOf(node) {
    const box = node && node.closest ? node.closest(".cell") : null;
    return box ? this.byKey.get(box.querySelector("[data-figure]").id) || null : null;
  }

  get dirty() { return this.cells.filter((cell) => cell.dirty); }

  /* Cells of visible rows, as a table: rows of two places, null where there is no cell. */
  get table() { return this.rows.filter((row) => !row.node.hidden).map((row) => row.cells); }

  placeOf(cell) {
    const table = this.table, row = table.findIndex((cells) => cells.includes(cell));
    return row < 0 ? null : { row, column: table[row].indexOf(cell) };
  }

  at(row, column) { return (this.table[row] || [])[column] || null; }

  go(cell) {
    if (!cell) { return; }
    cell.input.focus();
    cell.input.select();
    cell.input.scrollIntoView({ block: "nearest", inline: "nearest" });
  }

  focused(node) {
    const cell = this.cellOf(node);
    if (cell && cell !== this.active) {
      this.active = cell;
      this.emit("moved", cell);
    }
  }

  /* Take what stands in the field of a cell. True if it changed the cell. */
  commit(cell) {
    const read = cell.pending();
    if (read === null) { return false; }
    const changed = this.change([{ cell, content: read.content }]);
    if (read.repairs.length) { this.emit("repaired", { cell, repairs: read.repairs }); }
    return changed;
  }

  restore(cell) { cell.input.value = cell.text; }

  /* The one way in which cells change: each with its new content. False if nothing differs. */
  change(wanted, { remember = true } = {}) {
    const changes = wanted
      .filter(({ cell, content }) => !cell.locked && !sameContent(cell.now, content))
      .map(({ cell, content }) => ({ cell, before: cell.now, after: content }));
    wanted.forEach(({ cell }) => this.restoreIfSame(cell));
    if (!changes.length) { return false; }
    changes.forEach(({ cell, after }) => {
      cell.now = after;
      cell.refused = "";
      cell.show();
    });
    if (remember) { this.emit("remember", changes); }
    this.emit("edited", changes.map(({ cell }) => cell));
    return true;
  }

  restoreIfSame(cell) { if (!cell.locked) { cell.show(); } }

  chosen(node) {
    const cell = this.cellOf(node);
    if (!cell || cell.locked) { return; }
    if (node === cell.choice) {
      const condition = node.value === "value" ? "empty" : node.value;
      this.change([{ cell, content: { condition, value: "", reason: "", source: "" } }]);
      (cell.needsReason ? cell.reason : cell.input).focus();
    } else if (node === cell.reason) {
      this.change([{ cell, content: { ...cell.now, reason: node.value.trim() } }]);
    }
  }

  /* Take what the server has. Cells changed here and there are answered, nothing of them is overwritten. */
  take(fresh) {
    const clashes = [], taken = [];
    fresh.forEach((one) => {
      const cell = this.byKey.get(`${one.item}.${one.basis}`);
      if (!cell) { return; }
      /* Of sources the page knows one; what another source says of a cell changes nothing that is shown. */
      const source = one.source === "carried_over" ? one.source : "";
      const content = { condition: one.condition, value: one.value || "", reason: one.reason, source };
      if (sameContent(content, cell.stored)) { return; }
      /* What is being typed counts as changed here: else it would be overwritten, or overwrite unseen. */
      if (cell === this.active) { this.commit(cell); }
      if (!cell.dirty) {
        cell.stored = content;
        cell.now = content;
        taken.push({ cell, by: one.changed_by });
      } else if (sameContent(content, cell.now)) {
        cell.stored = content;
      } else {
        clashes.push({ cell, theirs: content, by: one.changed_by, at: one.changed_at });
      }
      cell.show();
    });
    if (taken.length) { this.emit("taken", taken); }
    return clashes;
  }
}
