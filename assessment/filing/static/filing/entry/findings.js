/* What the panel of findings and the grid tell each other. */

export function listening(grid) {
  document.addEventListener("findings-known", (event) => {
    grid.cells.forEach((cell) => { cell.findings = []; });
    event.detail.findings.forEach((finding) => finding.cells.forEach(([item, basis]) => {
      const cell = grid.byKey.get(`${item}.${basis}`);
      if (cell) { cell.findings.push(finding); }
    }));
    grid.cells.forEach((cell) => cell.mark());
  });
  document.addEventListener("convert-cell", (event) => {
    const { item, basis, value } = event.detail, cell = grid.byKey.get(`${item}.${basis}`);
    if (!cell) { return; }
    grid.change([{ cell, content: { condition: "value", value: String(value), reason: "", source: "" } }]);
    grid.go(cell);
  });
}
