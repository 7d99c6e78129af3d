/* What is computed beside the cells while one types: growth, sums, effect of scope, more than last period. */

import { add, shift, shown, sign, signed, subtract } from "./decimals.js";
import { growthOf } from "./growth.js";
import { growthWord, say } from "./words.js";

const NONE = "--";

export function growthText(row) {
  const [current, base] = row.cells.map((cell) => (cell ? cell.value : null));
  const { rate, label } = row.rate ? { rate: null, label: "" } : growthOf(current, base);
  return rate === null ? growthWord(label) || NONE : shown(rate, 1);
}

/* The sum of the parts on one basis: {value} or null while a part is missing. */
function sumOf(grid, row, basis) {
  const numbers = row.parts.map((code) => {
    const cell = grid.byKey.get(`${code}.${basis}`);
    if (cell && cell.now.condition === "not_applicable" && cell.row.absentIsZero) { return "0"; }
    return cell ? cell.value : null;
  });
  return numbers.some((number) => number === null) ? null : numbers.reduce(add, "0");
}

function showSum(grid, cell) {
  const node = cell.box.querySelector("[data-sum]");
  if (!node) { return; }
  const sum = sumOf(grid, cell.row, cell.basis), total = cell.value;
  const difference = sum === null || total === null ? null : subtract(total, sum);
  const differs = difference !== null && sign(difference) !== 0;
  cell.box.classList.toggle("sum-differs", differs || (sum !== null && total === null));
  const told = differs ? say("sumOf", { sum: cell.textOf(sum), difference: signedText(cell, difference) }) : say(sum === null ? "sumOpen" : "sumAgrees");
  if (sum === null) { node.textContent = ""; } else if (difference === null) { node.textContent = `Σ ${cell.textOf(sum)}`; } else {
    node.textContent = differs ? `Σ ${cell.textOf(sum)}，${signedText(cell, difference)}` : "Σ=";
  }
  node.title = `${node.dataset.sum}　${difference === null && sum !== null ? "" : told}`;
}

function signedText(cell, number) {
  return signed(shift(number, cell.shownShift), Math.max(0, cell.row.decimals - Math.max(0, cell.shownShift)));
}

function showDifference(field, cell, one, other) {
  field.textContent = one === null || other === null ? NONE : signedText(cell, subtract(one, other));
}

function showReference(row, cell) {
  row.node.querySelectorAll("[data-reference]").forEach((field) => {
    const exact = row[field.dataset.reference];
    field.textContent = exact === null ? NONE : cell.textOf(exact);
  });
}

export function living(grid) {
  const node = (row, name) => row.node.querySelector(`[data-${name}]`);

  function showRow(row) {
    const [current, base] = row.cells, any = current || base;
    node(row, "growth").textContent = growthText(row);
    if (!any) { return; }
    showReference(row, any);
    showDifference(node(row, "scope-effect"), any, base ? base.value : null, row.lastYear);
    const last = grid.sameYear || row.stock ? row.last : null;
    showDifference(node(row, "increment"), any, current ? current.value : null, last);
    row.cells.filter(Boolean).forEach((cell) => showSum(grid, cell));
  }

  function showAll() { grid.rows.forEach(showRow); }

  function showAround(cells) {
    const codes = new Set(cells.map((cell) => cell.item));
    grid.rows.filter((row) => codes.has(row.item) || row.parts.some((code) => codes.has(code))).forEach(showRow);
  }

  grid.on("edited", showAround);
  grid.on("taken", (taken) => showAround(taken.map(({ cell }) => cell)));
  grid.on("unit", showAll);
  showAll();
}
