// The fields of a method are there while it is chosen. Without this script the page shows those of the present method,
// and after sending those of the chosen one.
"use strict";

for (const part of document.querySelectorAll("[data-method-part]")) {
  for (const list of part.querySelectorAll("select")) {
    if (list.closest("[data-methods]")) continue;
    list.addEventListener("change", () => showFieldsOf(list));
  }
}

function showFieldsOf(list) {
  // The fields that follow a choice belong to it, up to the next choice.
  let field = list.closest(".method-field").nextElementSibling;
  while (field && field.dataset.methods !== undefined) {
    field.hidden = !field.dataset.methods.split(" ").includes(list.value);
    field = field.nextElementSibling;
  }
}
