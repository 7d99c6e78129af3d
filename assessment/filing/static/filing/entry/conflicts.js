/* Two editors on one cell: both values with who and when; the user chooses for each cell. */

import { day, fill, part, say } from "./words.js";

function shownContent(cell, content) {
  return content.condition === "value" ? cell.textOf(content.value) || content.bad : [say(content.condition === "empty" ? "empty" : content.condition), content.reason].filter(Boolean).join("：");
}

export class Conflicts {
  constructor(grid, line) {
    this.grid = grid;
    this.open = false;
    this.names = {};
    this.dialog = document.getElementById("conflict-dialog");
    this.list = this.dialog.querySelector("[data-list]");
    this.confirm = this.dialog.querySelector("[data-confirm]");
    this.dialog.addEventListener("cancel", (event) => event.preventDefault());
    this.dialog.addEventListener("change", () => {
      this.confirm.disabled = this.clashes.some((clash, number) => !this.chosen(number));
    });
    this.confirm.addEventListener("click", () => this.decide());
    grid.on("taken", (taken) => line.tell(say("changedBy", { name: this.name(taken[0].by), count: taken.length })));
  }

  know(names) { Object.assign(this.names, names); }

  name(username) { return this.names[username] || username; }

  /* Resolves once every clash is decided. More clashes join the ones that are open. */
  ask(clashes) {
    const known = new Map((this.open ? this.clashes : []).map((clash) => [clash.cell, clash]));
    clashes.forEach((clash) => known.set(clash.cell, clash));
    this.clashes = [...known.values()];
    fill(this.list, this.clashes.map((clash, number) => this.question(clash, number)));
    this.confirm.disabled = true;
    if (!this.open) {
      this.open = true;
      this.decided = new Promise((resolve) => { this.resolve = resolve; });
      this.dialog.showModal();
    }
    this.list.querySelector("input").focus();
    return this.decided;
  }

  question({ cell, theirs, by, at }, number) {
    const choice = (value, sentence) => part("label", {}, part("input", { type: "radio", name: `clash-${number}`, value }), ` ${sentence}`);
    return part("fieldset", {}, part("legend", {}, cell.label),
      choice("theirs", say("conflictStored", { value: shownContent(cell, theirs), name: this.name(by), time: day(at) })),
      choice("mine", say("conflictMine", { value: shownContent(cell, cell.now) })));
  }

  chosen(number) { return this.list.querySelector(`[name=clash-${number}]:checked`); }

  decide() {
    const theirs = this.clashes.filter((clash, number) => this.chosen(number).value === "theirs");
    this.clashes.forEach(({ cell, theirs: content }) => { cell.stored = content; cell.show(); });
    this.open = false;
    this.dialog.close();
    this.grid.change(theirs.map(({ cell, theirs: content }) => ({ cell, content })));
    this.resolve();
  }
}
