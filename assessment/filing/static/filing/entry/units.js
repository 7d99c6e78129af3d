/* 元, 万元, 亿元: what is shown changes, what is stored never does. */

import { say } from "./words.js";

export function choosingUnits(grid, tools, line) {
  const buttons = [...tools.querySelectorAll("[data-show-unit]")];
  function choose(button) {
    if (grid.active) { grid.commit(grid.active); }
    const power = button.dataset.showUnit === "" ? null : Number(button.dataset.showUnit);
    grid.cells.forEach((cell) => { cell.showPower = power; cell.show(); });
    grid.rows.filter((row) => row.power !== null).forEach((row) => {
      row.node.querySelector("[data-unit-shown]").textContent = `（${power === null ? row.unit : button.dataset.unitName}）`;
    });
    buttons.forEach((one) => one.setAttribute("aria-pressed", String(one === button)));
    grid.emit("unit", power);
    const first = grid.rows.find((row) => row.power !== null);
    if (power !== null) { line.tell(say("shownIn", { unit: button.dataset.unitName, stored: first.unit })); }
  }
  buttons.forEach((button) => button.addEventListener("click", () => choose(button)));
}
