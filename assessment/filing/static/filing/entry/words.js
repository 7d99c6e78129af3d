/* The sentences of the page, in the reader's language. */

const words = JSON.parse(document.getElementById("entry-words").textContent);

export function say(name, gaps = {}) {
  return words[name].replace(/\{(\w+)\}/g, (gap, key) => (key in gaps ? String(gaps[key]) : gap));
}

export function growthWord(label) { return words.growth[label] || ""; }

/* A part of the page: part("span", {class: "bad"}, "text", another part). */
export function part(name, attributes = {}, ...inside) {
  const node = document.createElement(name);
  Object.entries(attributes).forEach(([key, value]) => node.setAttribute(key, value));
  node.append(...inside);
  return node;
}

/* Put these parts in the place of whatever a node holds. */
export function fill(node, inside) {
  node.textContent = "";
  node.append(...inside);
}

/* 14:02:31 in Beijing, by the moment the server names. */
export function clock(moment) {
  return new Intl.DateTimeFormat("zh-CN", { timeZone: "Asia/Shanghai", hour12: false, hour: "2-digit", minute: "2-digit", second: "2-digit" })
    .format(new Date(moment));
}

/* 2021-04-10 09:00 in Beijing. */
export function day(moment) {
  const parts = Object.fromEntries(new Intl.DateTimeFormat("en-GB", { timeZone: "Asia/Shanghai", hour12: false, year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit" })
    .formatToParts(new Date(moment)).map((piece) => [piece.type, piece.value]));
  return `${parts.year}-${parts.month}-${parts.day} ${parts.hour}:${parts.minute}`;
}
