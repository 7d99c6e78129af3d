/* Undo and redo: each edit, paste or clearing is one step, however many cells it touched. */

import { say } from "./words.js";

const MOST_STEPS = 200;

export function undoing(grid, tools, line) {
  const done = [], undone = [];
  const buttons = { undo: tools.querySelector("[data-undo]"), redo: tools.querySelector("[data-redo]") };

  function show() {
    buttons.undo.disabled = !done.length;
    buttons.redo.disabled = !undone.length;
  }

  function replay(from, to, side, sentence) {
    const step = from.pop();
    if (!step) { line.tell(say("nothingToUndo")); return; }
    to.push(step);
    grid.change(step.map((one) => ({ cell: one.cell, content: one[side] })), { remember: false });
    line.tell(say(sentence, { count: step.length }));
    show();
  }

  grid.on("remember", (changes) => {
    done.push(changes);
    if (done.length > MOST_STEPS) { done.shift(); }
    undone.length = 0;
    show();
  });
  const undo = () => replay(done, undone, "before", "undone");
  const redo = () => replay(undone, done, "after", "redone");
  buttons.undo.addEventListener("click", undo);
  buttons.redo.addEventListener("click", redo);
  show();
  return { undo, redo };
}
