/* Soft amber hints when a cell is left. They ask, they never suggest a number; errors come from the findings alone. */

import { atLeastTimes, compare, sign } from "./decimals.js";
import { growthOf } from "./growth.js";
import { say } from "./words.js";

const FAR_FROM_TEN_THOUSAND = 1000;
const MOST_GROWTH = "50";

function farApart(value, last) {
  if (sign(value) <= 0 || sign(last) <= 0) { return false; }
  return atLeastTimes(value, last, FAR_FROM_TEN_THOUSAND) || atLeastTimes(last, value, FAR_FROM_TEN_THOUSAND);
}

/* The hint for one cell, or "". */
export function hintFor(cell, sameYear) {
  const { row, value } = cell, current = cell.basis === "current";
  if (value === null) { return ""; }
  const known = [current ? row.last : null, row.lastYear].filter(Boolean);
  if (known.some((last) => farApart(value, last))) { return say("unitHint", { unit: row.unit }); }
  if (sign(value) < 0 && known.length && known.every((last) => sign(last) >= 0)) { return say("negativeHint"); }
  if (!current) { return ""; }
  if (sameYear && !row.stock && !row.rate && row.last && sign(row.last) > 0 && compare(value, row.last) < 0) {
    return say("lessThanLast", { last: cell.textOf(row.last) });
  }
  const { rate } = row.rate ? { rate: null } : growthOf(value, row.cells[1] ? row.cells[1].value : null);
  const beyond = rate !== null && (compare(rate, MOST_GROWTH) > 0 || compare(rate, `-${MOST_GROWTH}`) < 0);
  return beyond ? say("growthHint", { growth: rate.replace("-", "\u2212") }) : "";
}

export function hinting(grid) {
  function look(cells) {
    const rows = new Set(cells.map((cell) => cell.row));
    rows.forEach((row) => row.cells.filter(Boolean).forEach((cell) => {
      const hint = hintFor(cell, grid.sameYear);
      if (hint !== cell.hint) { cell.hint = hint; cell.mark(); }
    }));
  }
  grid.on("edited", look);
  grid.on("taken", (taken) => look(taken.map(({ cell }) => cell)));
  look(grid.cells);
}
