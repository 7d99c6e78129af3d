/* One cell of the grid: what the server has, what the page has, and how it looks. */

import { normal, shift, shown } from "./decimals.js";
import { readNumber } from "./read_number.js";
import { say } from "./words.js";

const MARKS = { blocking: "wrong", acceptance: "wrong", explain: "hint" };
const NOTHING = new Set(["not_applicable", "not_available"]);
const SIGNS = { wrong: "×", offline: "↯", saving: "…", hint: "!", "sent-back": "↩", saved: "✓", locked: "⊘" };
const NAMES = { wrong: "error", offline: "offlineCell", saving: "saving", hint: "hint", "sent-back": "sentBack", saved: "saved", locked: "locked" };

export function sameContent(one, other) {
  return ["condition", "value", "reason", "source", "bad"].every((name) => (one[name] || "") === (other[name] || ""));
}

export class Cell {
  constructor(input, row) {
    this.input = input;
    this.row = row;
    this.box = input.parentNode;
    this.choice = this.box.querySelector("[data-choice]");
    this.reason = this.box.querySelector(".reason");
    this.sign = this.box.querySelector(".state");
    this.key = input.id;
    this.item = input.dataset.item;
    this.basis = input.dataset.basis;
    this.label = `${row.number} ${row.name} · ${say(this.basis)}`;
    this.locked = "locked" in input.dataset;
    this.sentBack = "sentBack" in input.dataset;
    this.marked = "marked" in input.dataset;
    this.showPower = null;
    this.sending = false;
    this.offline = false;
    this.everSaved = false;
    this.refused = "";
    this.hint = "";
    this.findings = [];
    const reason = this.reason.defaultValue;
    this.stored = { condition: input.dataset.condition, value: input.dataset.exact, reason, source: input.dataset.source };
    if (!this.stored.value && !NOTHING.has(this.stored.condition)) { this.stored.condition = "empty"; }
    this.now = this.stored;
  }

  get dirty() { return !sameContent(this.now, this.stored); }

  /* An exact number in the unit of the item, or null. */
  get value() { return this.now.condition === "value" && this.now.value ? this.now.value : null; }

  get needsReason() { return NOTHING.has(this.now.condition); }

  /* Why the cell cannot be saved as it is, or "". */
  get problem() {
    if (this.now.bad) { return say("notANumber", { received: this.now.bad }); }
    if (this.needsReason && !this.now.reason.trim()) { return say("reasonMissing"); }
    return this.refused;
  }

  get sendable() { return this.dirty && !this.locked && !this.problem; }

  /* How far the point moves from the item's own unit to the one shown. */
  get shownShift() {
    return this.row.power === null || this.showPower === null ? 0 : this.row.power - this.showPower;
  }

  textOf(value) {
    if (!value) { return ""; }
    return shown(shift(value, this.shownShift), Math.max(0, this.row.decimals - Math.max(0, this.shownShift)));
  }

  get text() { return this.now.bad || (this.now.condition === "value" ? this.textOf(this.now.value) : ""); }

  /* What the cell holds if `typed` is put into it; `repairs` names what had to be changed to read it. */
  contentOf(typed) {
    const blank = { condition: "empty", value: "", reason: "", source: "" };
    if (!typed.trim()) { return { content: blank, repairs: [] }; }
    const read = readNumber(typed);
    if (read === null) { return { content: { ...blank, condition: "value", bad: typed }, repairs: [] }; }
    const value = normal(shift(read.value, -this.shownShift));
    return { content: { ...blank, condition: "value", value }, repairs: read.repairs };
  }

  /* The change that what stands in the field makes, or null. */
  pending() {
    if (this.locked || this.input.value === this.text) { return null; }
    return this.contentOf(this.input.value);
  }

  get state() {
    if (this.locked) { return "locked"; }
    const found = this.findings.filter((finding) => !finding.answered).map((finding) => MARKS[finding.severity]);
    if (this.problem) { return "wrong"; }
    if (this.offline && this.dirty) { return "offline"; }
    if (this.sending || this.dirty) { return "saving"; }
    if (found.includes("wrong")) { return "wrong"; }
    if (this.hint || found.includes("hint")) { return "hint"; }
    if (this.everSaved) { return "saved"; }
    if (this.sentBack) { return "sent-back"; }
    return this.stored.condition === "empty" ? "" : "saved";
  }

  /* The state in words, with what there is to say of it. */
  get spoken() {
    const codes = this.findings.map((finding) => finding.code).join("、");
    const words = [this.state ? say(NAMES[this.state]) : say("empty"), this.problem || this.hint, codes];
    if (this.needsReason) { words.push(`${say(this.now.condition)}：${this.now.reason}`); }
    if (this.now.source === "carried_over") { words.push(say("carriedOver")); }
    if (this.marked) { words.push(say("marked")); }
    return words.filter(Boolean).join(" · ");
  }

  /* Writes what the page has into the fields: only where somebody has just committed, taken back or taken over. */
  show() {
    if (this.input.value !== this.text) { this.input.value = this.text; }
    const chosen = this.needsReason ? this.now.condition : "value";
    if (this.choice.value !== chosen) { this.choice.value = chosen; }
    if (this.reason.value !== this.now.reason) { this.reason.value = this.now.reason; }
    this.reason.hidden = !this.needsReason;
    this.input.readOnly = this.locked || this.needsReason;
    this.input.placeholder = this.needsReason ? say(this.now.condition) : "";
    this.mark();
  }

  /* State by colour, sign and words. Leaves the fields alone: what checks, hints and saving say comes while one types. */
  mark() {
    const { state } = this;
    Object.keys(SIGNS).forEach((name) => this.box.classList.toggle(`is-${name}`, name === state));
    this.box.classList.toggle("is-nothing", this.needsReason);
    this.box.classList.toggle("is-marked", this.marked);
    this.sign.textContent = this.now.source === "carried_over" && state === "saved" ? "沿" : SIGNS[state] || "";
    this.input.title = this.spoken;
    this.input.setAttribute("aria-invalid", state === "wrong" ? "true" : "false");
  }
}
