/* Numbers as people type them. The server reads them once more and decides; both are held to one table by a test. */

import { normal } from "./decimals.js";

const PLAIN = /^[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)$/;
const GROUPED = /^[+-]?[0-9]{1,3}(?:([, ])[0-9]{3})(?:\1[0-9]{3})*(?:\.[0-9]+)?$/;
const SPACES = /[\u00a0\u2002\u2003\u2007\u2009\u202f\u3000\t\r\n]/g;
const INVISIBLE = /[\u200b\u200e\u200f\u2060\ufeff]/g;
const DASHES = /[\u2010\u2011\u2012\u2013\u2212]/g;
const LONGEST = 60;

/* {value, repairs}, or null where the text has no single reading. */
export function readNumber(typed) {
  if (typed.length > LONGEST) { return null; }
  const repairs = [];
  const repair = (name, before, after) => { if (before !== after) { repairs.push(name); } return after; };
  const narrow = repair("full_width", typed, typed
    .replace(/[\uff01-\uff5e]/g, (wide) => String.fromCharCode(wide.charCodeAt(0) - 0xfee0))
    .replace(/。/g, "."));
  const plain = narrow.replace(INVISIBLE, "").replace(SPACES, " ").trim();
  if (plain !== narrow || plain.includes(" ")) { repairs.push("spaces"); }
  let text = repair("minus_sign", plain, plain.replace(DASHES, "-"));
  text = repair("currency_sign", text, text.replace(/^([+-]?) ?[¥￥] ?/, "$1"));
  if (text.endsWith("%")) {
    repairs.push("percent_sign");
    text = text.slice(0, -1).trimEnd();
  }
  if (GROUPED.test(text)) {
    repairs.push("thousands_separators");
    text = text.replace(/[, ]/g, "");
  }
  return PLAIN.test(text) ? { value: normal(text), repairs } : null;
}
