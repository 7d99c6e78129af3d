/* Exact decimals as text: "-1234.5". Nothing here is ever a float. */

const PLAIN = /^([+-]?)([0-9]*)(?:\.([0-9]*))?$/;

/* {whole: BigInt of all digits, scale: digits after the point} */
function parts(text) {
  const match = PLAIN.exec(text);
  const fraction = match[3] || "";
  const whole = BigInt((match[2] + fraction) || "0");
  return { whole: match[1] === "-" ? -whole : whole, scale: fraction.length };
}

function text(whole, scale) {
  const negative = whole < 0n;
  let digits = (negative ? -whole : whole).toString();
  if (scale > 0) {
    digits = digits.padStart(scale + 1, "0");
    digits = `${digits.slice(0, -scale)}.${digits.slice(-scale)}`;
  }
  return (negative ? "-" : "") + digits;
}

/* The shortest way to write the same number: no sign of zero, no zeros at either end. */
export function normal(number) {
  const { whole, scale } = parts(number);
  let rest = whole, left = scale;
  while (left > 0 && rest % 10n === 0n) { rest /= 10n; left -= 1; }
  return text(rest, left);
}

/* The number times 10 to the power: only the point moves. */
export function shift(number, power) {
  const { whole, scale } = parts(number);
  const moved = scale - power;
  return moved >= 0 ? normal(text(whole, moved)) : (whole * 10n ** BigInt(-moved)).toString();
}

function together(one, other) {
  const a = parts(one), b = parts(other), scale = Math.max(a.scale, b.scale);
  return {
    a: a.whole * 10n ** BigInt(scale - a.scale),
    b: b.whole * 10n ** BigInt(scale - b.scale),
    scale,
  };
}

export function add(one, other) {
  const { a, b, scale } = together(one, other);
  return normal(text(a + b, scale));
}

export function subtract(one, other) {
  const { a, b, scale } = together(one, other);
  return normal(text(a - b, scale));
}

/* -1, 0 or 1 */
export function compare(one, other) {
  const { a, b } = together(one, other);
  return a < b ? -1 : Number(a > b);
}

export function sign(number) { return compare(number, "0"); }

export function decimalsOf(number) { return (number.split(".")[1] || "").length; }

function divided(above, below) {
  /* Half up, away from zero, as the server rounds. */
  const negative = (above < 0n) !== (below < 0n);
  const a = above < 0n ? -above : above, b = below < 0n ? -below : below;
  const quotient = (2n * a + b) / (2n * b);
  return negative ? -quotient : quotient;
}

export function rounded(number, decimals) {
  const { whole, scale } = parts(number);
  if (scale <= decimals) { return text(whole * 10n ** BigInt(decimals - scale), decimals); }
  const result = text(divided(whole, 10n ** BigInt(scale - decimals)), decimals);
  return /^-[0.]*$/.test(result) ? result.slice(1) : result;
}

/* (current - base) / base in percent, rounded half up; base is not zero. */
export function percentChange(current, base, decimals) {
  const { a, b } = together(current, base);
  const result = text(divided((a - b) * 10n ** BigInt(decimals + 2), b), decimals);
  return /^-[0.]*$/.test(result) ? result.slice(1) : result;
}

/* Whether one is at least `times` (a whole number) the other, both above zero. */
export function atLeastTimes(one, other, times) {
  const { a, b } = together(one, other);
  return a >= b * BigInt(times);
}

/* 1234.5 -> "1,234.50" as the rest of the site writes numbers; never fewer decimals than the number has. */
export function shown(number, decimals) {
  const plain = rounded(number, Math.max(decimals, decimalsOf(number)));
  const [whole, fraction] = plain.replace("-", "").split(".");
  const grouped = whole.replace(/\B(?=([0-9]{3})+$)/g, ",");
  return (plain.startsWith("-") ? "\u2212" : "") + grouped + (fraction ? `.${fraction}` : "");
}

/* The same with its sign: "+1,234.00". */
export function signed(number, decimals) {
  return (sign(number) > 0 ? "+" : "") + shown(number, decimals);
}
