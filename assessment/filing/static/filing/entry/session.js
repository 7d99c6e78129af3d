/* The session has ended: sign in over the page, as the same person, and go on. Nothing typed leaves the page. */

import { NoConnection } from "./server.js";
import { say } from "./words.js";

export class Session {
  constructor(grid, server) {
    this.grid = grid;
    this.server = server;
    this.waiting = false;
    this.asking = null;
    this.dialog = document.getElementById("sign-in-dialog");
    this.name = document.getElementById("again-user");
    this.password = document.getElementById("again-password");
    this.code = document.getElementById("again-code");
    this.trouble = this.dialog.querySelector("[data-trouble]");
    this.step = null;
    this.name.value = grid.form.dataset.user;
    this.dialog.querySelector("form").addEventListener("submit", (event) => { event.preventDefault(); this.enter(); });
    this.dialog.querySelector("[data-later]").addEventListener("click", () => this.dialog.close());
    this.dialog.addEventListener("close", () => this.finish());
  }

  /* Answers true once the same person is signed in again, false if it is left for later. */
  ended() {
    if (this.asking) { return this.asking; }
    this.waiting = true;
    this.asking = new Promise((resolve) => { this.resolve = resolve; });
    this.renew().then((signedIn) => { if (!signedIn) { this.open(); } }, () => this.open());
    return this.asking;
  }

  open() {
    this.back = document.activeElement;
    this.ask(this.password);
    if (!this.dialog.open) { this.dialog.showModal(); }
    this.password.focus();
  }

  finish() {
    const { resolve } = this;
    this.asking = null;
    this.password.value = "";
    this.code.value = "";
    if (this.back && this.back.focus) { this.back.focus(); }
    if (resolve) { resolve(!this.waiting); }
  }

  ask(field) {
    this.step = field;
    this.password.closest(".field").hidden = field !== this.password;
    this.code.closest(".field").hidden = field !== this.code;
    this.trouble.textContent = "";
  }

  /* Signed in elsewhere in the meantime: take the token of the new session. */
  async renew() {
    const { content } = await this.server.page(window.location.pathname);
    return this.takeUp(content);
  }

  /* Whether `content` is this page, open for the same person; then its token is taken. */
  takeUp(content) {
    const form = content.querySelector("[data-entry]");
    if (!form || form.dataset.user !== this.grid.form.dataset.user) { return false; }
    this.server.takeToken(form.querySelector("[name=csrfmiddlewaretoken]").value);
    this.waiting = false;
    if (this.dialog.open) { this.dialog.close(); } else { this.finish(); }
    return true;
  }

  async enter() {
    try {
      await (this.step === this.code ? this.confirm() : this.signIn());
    } catch (problem) {
      if (!(problem instanceof NoConnection)) { throw problem; }
      this.trouble.textContent = say("offlineCell");
    }
  }

  async signIn() {
    const address = this.grid.form.dataset.signInAddress;
    const door = await this.server.page(address);
    if (this.takeUp(door.content)) { return; }
    const here = window.location.pathname;
    const after = await this.server.page(`${address}?next=${encodeURIComponent(here)}`, {
      csrfmiddlewaretoken: this.tokenOf(door.content), username: this.name.value, password: this.password.value, next: here,
    });
    this.password.value = "";
    this.arrived(after, this.password);
  }

  async confirm() {
    const here = window.location.pathname;
    const after = await this.server.page(this.codeAddress, { csrfmiddlewaretoken: this.codeToken, code: this.code.value, next: here });
    this.code.value = "";
    this.arrived(after, this.code);
  }

  arrived(after, field) {
    if (this.takeUp(after.content)) { return; }
    const asksForCode = after.content.querySelector("#id_code");
    if (asksForCode) {
      this.codeAddress = after.address;
      this.codeToken = this.tokenOf(after.content);
      if (this.step !== this.code) { this.ask(this.code); this.code.focus(); return; }
    }
    const sentence = after.content.querySelector("#trouble li, .trouble li, #trouble");
    this.trouble.textContent = sentence ? sentence.textContent.trim() : say("signInAs", { name: this.grid.form.dataset.userName });
    field.focus();
  }

  tokenOf(content) {
    const field = content.querySelector("main [name=csrfmiddlewaretoken]") || content.querySelector("[name=csrfmiddlewaretoken]");
    return field ? field.value : "";
  }
}
