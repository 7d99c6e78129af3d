/* The drawer of an item: what it means, the last twelve values, who changed what. */

import { shown } from "./decimals.js";
import { day, fill, part, say } from "./words.js";

const WIDTH = 380, HEIGHT = 60, EDGE = 6;

function word(text, decimals) {
  return ["value", "empty", "not_applicable", "not_available"].includes(text) ? say(text) : shown(text, decimals);
}

/* A line through the values: only a picture, the table below it says the same. */
function picture(past) {
  const space = "http://www.w3.org/2000/svg";
  const numbers = past.map((one) => (one.value === null ? null : Number(one.value)));
  const known = numbers.filter((number) => number !== null);
  if (known.length < 2) { return null; }
  const low = Math.min(...known), high = Math.max(...known);
  const place = (number, at) => [
    EDGE + (at * (WIDTH - 2 * EDGE)) / (numbers.length - 1),
    HEIGHT - EDGE - ((number - low) * (HEIGHT - 2 * EDGE)) / (high - low || 1),
  ];
  const points = numbers.map((number, at) => (number === null ? null : place(number, at))).filter(Boolean);
  const node = document.createElementNS(space, "svg");
  node.setAttribute("viewBox", `0 0 ${WIDTH} ${HEIGHT}`);
  node.setAttribute("aria-hidden", "true");
  const way = document.createElementNS(space, "polyline");
  way.setAttribute("points", points.map((point) => point.join(",")).join(" "));
  node.append(way);
  points.forEach(([x, y]) => {
    const dot = document.createElementNS(space, "circle");
    Object.entries({ cx: x, cy: y, r: 3 }).forEach(([name, value]) => dot.setAttribute(name, value));
    node.append(dot);
  });
  return node;
}

export class Drawer {
  constructor(grid, server) {
    this.grid = grid;
    this.server = server;
    this.node = document.getElementById("drawer");
    this.node.querySelector("[data-close]").addEventListener("click", () => this.close());
    this.node.addEventListener("keydown", (event) => { if (event.key === "Escape") { this.close(); } });
    grid.rows.forEach((row) => this.nameButton(row));
  }

  nameButton(row) {
    const place = row.node.querySelector(".item-name");
    const button = part("button", { type: "button" }, place.textContent);
    button.addEventListener("click", () => this.open(row, button));
    fill(place, [button]);
  }

  async open(row, back) {
    this.back = back;
    const answer = await this.server.ask("GET", `${this.grid.form.dataset.cellsAddress.replace(/cells\/$/, "items/")}${row.item}/`);
    if (!answer.ok) { return; }
    this.show(row, answer.content);
    this.node.hidden = false;
    this.node.focus();
  }

  show(row, detail) {
    this.node.querySelector("h2").textContent = `${detail.number} ${detail.label}（${detail.unit}）`;
    this.node.querySelectorAll("[data-fact]").forEach((field) => { field.textContent = detail[field.dataset.fact] || "--"; });
    const notes = detail.notes.length ? detail.notes : [say("nothingYet")];
    fill(this.node.querySelector("[data-notes]"), notes.map((note) => part("li", {}, note)));
    this.past(row, detail.past);
    this.edits(row, detail.edits);
  }

  past(row, past) {
    const place = this.node.querySelector("[data-past]");
    if (!past.length) { fill(place, [say("nothingYet")]); return; }
    const rows = [...past].reverse().map((one) => part("tr", {},
      part("th", { scope: "row" }, one.period_name),
      part("td", { class: "num" }, one.value === null ? say(one.condition) : shown(one.value, row.decimals))));
    const image = picture(past);
    fill(place, [...(image ? [image] : []), part("table", {}, part("tbody", {}, ...rows))]);
  }

  edits(row, edits) {
    const place = this.node.querySelector("[data-edits]");
    if (!edits.length) { fill(place, [say("nothingYet")]); return; }
    const rows = edits.map((edit) => part("tr", {},
      part("td", {}, day(edit.at)),
      part("td", {}, edit.by),
      part("td", {}, `${say(edit.basis)} ${word(edit.old, row.decimals)} → ${word(edit.new, row.decimals)}`, edit.reason ? `（${edit.reason}）` : "", edit.source === "carried_over" ? `（${say("carriedOver")}）` : "")));
    fill(place, [part("table", {}, part("tbody", {}, ...rows))]);
  }

  close() {
    this.node.hidden = true;
    if (this.back) { this.back.focus(); }
  }
}
