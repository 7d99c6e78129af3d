/* Autosave: changed cells only, when a row is left or after a few seconds, one request at a time. */

import { NoConnection, SignedOut } from "./server.js";
import { clock, part, say } from "./words.js";

const WAIT_MILLISECONDS = 4000;
const RETRY_MILLISECONDS = [2000, 4000, 8000];

export class Saving {
  constructor(grid, server, { conflicts, session, line }) {
    Object.assign(this, { grid, server, conflicts, session, line });
    this.node = document.getElementById("save-state");
    this.revision = Number(grid.form.querySelector("[name=revision]").value);
    this.address = grid.form.dataset.cellsAddress;
    this.timer = null;
    this.busy = null;
    this.failures = 0;
    this.closed = false;
    grid.on("edited", () => { this.show(); this.soon(WAIT_MILLISECONDS); });
    grid.on("moved", (cell) => this.rowLeft(cell));
    window.addEventListener("online", () => this.flush());
    window.addEventListener("beforeunload", (event) => {
      if (grid.active) { grid.commit(grid.active); }
      if (grid.dirty.length) { event.preventDefault(); event.returnValue = say("leave"); }
    });
  }

  rowLeft(cell) {
    const left = this.row && this.row !== cell.row;
    this.row = cell.row;
    if (left && this.grid.dirty.some((one) => one.sendable)) { this.flush(); }
  }

  /* An edit does not push the moment further away, so that no cell waits longer than the first. */
  soon(milliseconds) {
    if (this.timer === null) { this.timer = window.setTimeout(() => this.flush(), milliseconds); }
  }

  /* Save what can be saved now. Answers whether nothing is left. */
  async flush() {
    window.clearTimeout(this.timer);
    this.timer = null;
    if (this.busy) { await this.busy; }
    if (this.busy || this.closed || this.session.waiting || this.conflicts.open) { return false; }
    const cells = this.grid.cells.filter((cell) => cell.sendable);
    if (!cells.length) { this.show(); return !this.grid.dirty.length; }
    this.busy = this.send(cells);
    const went = await this.busy;
    this.busy = null;
    this.show();
    if (went && this.grid.cells.some((cell) => cell.sendable)) { return this.flush(); }
    return !this.grid.dirty.length;
  }

  async send(cells) {
    const sent = cells.map((cell) => ({ cell, content: cell.now }));
    cells.forEach((cell) => { cell.sending = true; cell.mark(); });
    this.tell("", say("saving"));
    try {
      const answer = await this.server.ask("PATCH", this.address, {
        revision: this.revision,
        cells: sent.map(({ cell, content }) => ({ item: cell.item, basis: cell.basis, condition: content.condition, value: content.value || null, reason: content.reason, source: content.source })),
      });
      return answer.ok ? this.saved(sent, answer.content) : await this.refused(sent, answer);
    } catch (problem) {
      return this.failed(cells, problem);
    } finally {
      cells.forEach((cell) => { cell.sending = false; cell.mark(); });
    }
  }

  saved(sent, content) {
    this.failures = 0;
    this.grid.cells.forEach((cell) => { cell.offline = false; });
    sent.forEach(({ cell, content: went }) => { cell.stored = went; cell.everSaved = true; });
    this.savedAt = clock(content.saved_at);
    this.takeFrom(content.cells, content.revision);
    document.dispatchEvent(new CustomEvent("cells-saved", { detail: { revision: content.revision } }));
    return true;
  }

  /* The cells as they stand at a revision; whatever was changed here and there is asked about. */
  takeFrom(cells, revision) {
    const clashes = this.grid.take(cells);
    this.revision = revision;
    this.grid.form.querySelector("[name=revision]").value = String(revision);
    if (clashes.length) { this.conflicts.ask(clashes).then(() => this.flush()); }
  }

  async refused(sent, { status, error }) {
    if (status === 409 && error.code === "cells_changed_meanwhile") {
      const names = Object.fromEntries(error.where.cells.map((one) => [one.changed_by, one.changed_by_name]));
      const now = await this.server.ask("GET", this.address);
      this.conflicts.know(names);
      this.takeFrom(now.content, Number(error.where.revision));
      return false;
    }
    if (status === 409 || status === 404 || status === 403) {
      this.closed = true;
      this.tell("bad", say("refused", { message: error.message }));
      this.line.tell(`${error.message} ${say("closedDraft")}`);
      return false;
    }
    const named = sent.filter(({ cell }) => error.where && error.where.item === cell.item);
    (named.length ? named : sent).forEach(({ cell }) => { cell.refused = error.message; });
    this.line.tell(say("refused", { message: error.message }));
    return named.length > 0;
  }

  failed(cells, problem) {
    if (problem instanceof SignedOut) {
      this.session.ended().then((again) => { if (again) { this.flush(); } });
      return false;
    }
    if (!(problem instanceof NoConnection)) { throw problem; }
    cells.forEach((cell) => { cell.offline = true; });
    this.soon(RETRY_MILLISECONDS[Math.min(this.failures, RETRY_MILLISECONDS.length - 1)]);
    this.failures += 1;
    return false;
  }

  show() {
    if (this.closed) { return; }
    const count = this.grid.dirty.length;
    if (!count) { this.tell(this.savedAt ? "good" : "", this.savedAt ? `● ${say("savedAt", { time: this.savedAt })}` : ""); return; }
    if (this.session.waiting) {
      const again = part("button", { type: "button" }, document.getElementById("sign-in-again").textContent);
      again.addEventListener("click", () => this.session.ended().then((done) => { if (done) { this.flush(); } }));
      this.tell("bad", say("signedOut", { count }), again);
    } else if (this.failures) { this.tell("warn", `↯ ${say("offline", { count })}`); } else { this.tell("", `○ ${say("unsaved", { count })}`); }
  }

  tell(tone, sentence, ...more) {
    this.node.className = `save-state small ${tone}`;
    this.node.textContent = sentence;
    this.node.append(...more);
  }
}
