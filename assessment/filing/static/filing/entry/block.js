/* What a sheet puts on the clipboard, as rows of texts. */

/* Tab-separated text; a text in quotation marks may hold tabs and line ends. */
function fromText(text) {
  const rows = [[]];
  let cell = "", quoted = false, started = false;
  const end = () => { rows[rows.length - 1].push(cell); cell = ""; started = false; };
  for (let at = 0; at < text.length; at += 1) {
    const sign = text[at];
    if (quoted) {
      if (sign === '"' && text[at + 1] === '"') { cell += '"'; at += 1; } else if (sign === '"') { quoted = false; } else { cell += sign; }
    } else if (sign === '"' && !started) { quoted = true; started = true; } else if (sign === "\t") { end(); } else if (sign === "\n") { end(); rows.push([]); } else if (sign !== "\r") { cell += sign; started = true; }
  }
  if (cell || started || rows[rows.length - 1].length) { end(); } else { rows.pop(); }
  return rows;
}

function fromTable(html) {
  const table = new DOMParser().parseFromString(html, "text/html").querySelector("table");
  return table ? [...table.rows].map((row) => [...row.cells].map((cell) => cell.textContent.trim())) : [];
}

/* The block on the clipboard; null where it is a single text, which the field takes itself. */
export function blockOf(clipboard) {
  const text = clipboard.getData("text/plain"), html = clipboard.getData("text/html");
  const rows = text ? fromText(text) : fromTable(html);
  return rows.length > 1 || (rows[0] || []).length > 1 ? rows : null;
}
