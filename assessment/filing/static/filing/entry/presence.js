/* Who else has the return open. Asked only while somebody is working here: a page left alone lets its session end. */

import { NoConnection, SignedOut } from "./server.js";
import { say } from "./words.js";

const EVERY_MILLISECONDS = 15000;
const IDLE_MILLISECONDS = 120000;

export class Presence {
  constructor(grid, server, saving, conflicts) {
    Object.assign(this, { grid, server, saving, conflicts });
    this.node = document.querySelector("[data-present]");
    this.lastUse = Date.now();
    ["keydown", "mousedown"].forEach((name) => document.addEventListener(name, () => { this.lastUse = Date.now(); }));
    window.setInterval(() => this.tick(), EVERY_MILLISECONDS);
    this.announce();
  }

  tick() {
    const idle = Date.now() - this.lastUse > IDLE_MILLISECONDS;
    if (!idle && !document.hidden && !this.saving.session.waiting) { this.announce(); }
  }

  async announce() {
    try {
      const cell = this.grid.active ? this.grid.active.key : "";
      const answer = await this.server.ask("PUT", this.grid.form.dataset.presenceAddress, { cell });
      if (answer.ok) { await this.show(answer.content); }
    } catch (problem) {
      /* Saving finds out by itself, and says so, when something is to be saved. */
      if (!(problem instanceof NoConnection || problem instanceof SignedOut)) { throw problem; }
    }
  }

  async show({ others, revision }) {
    const places = new Set(others.map((other) => other.cell));
    this.grid.cells.forEach((cell) => cell.box.classList.toggle("is-visited", places.has(cell.key)));
    const people = others.map((other) => {
      const cell = this.grid.byKey.get(other.cell);
      return cell ? `${other.name}（${cell.label}）` : other.name;
    });
    this.node.textContent = people.length ? say("here", { people: people.join("、") }) : "";
    if (revision > this.saving.revision && !this.saving.busy) {
      const now = await this.server.ask("GET", this.saving.address);
      if (now.ok && revision > this.saving.revision) { this.saving.takeFrom(now.content, revision); }
    }
  }
}
