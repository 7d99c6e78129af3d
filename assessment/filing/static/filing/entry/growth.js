/* 同比 of a reported pair, by the rules of the server: a bad base has words, never a rate. */

import { percentChange, sign, compare } from "./decimals.js";

const RATE_DECIMALS = 1;

/* The name of what a pair without a rate is called, "" where it has no name, null where it has a rate. */
function label(current, base) {
  const now = sign(current), before = sign(base);
  if (before < 0) {
    if (now > 0) { return "loss_to_profit"; }
    const change = compare(current, base);
    if (change === 0) { return "loss_unchanged"; }
    return change > 0 ? "loss_narrowed" : "loss_widened";
  }
  if (now < 0) { return before > 0 ? "profit_to_loss" : "loss_widened"; }
  if (before === 0) { return now > 0 ? "from_zero" : ""; }
  return null;
}

/* {rate, label}: one of the two, or neither. */
export function growthOf(current, base) {
  if (current === null || base === null) { return { rate: null, label: "" }; }
  const name = label(current, base);
  return name === null ? { rate: percentChange(current, base, RATE_DECIMALS), label: "" } : { rate: null, label: name };
}
