// Size and type are looked at before anything is sent; the bar shows how far the file has come.
// Without this script the form is an ordinary one and the server says the same.
"use strict";
(() => {
  for (const form of document.querySelectorAll("form[data-upload]")) {
    const chosen = form.querySelector("input[type=file]");
    const trouble = form.querySelector("[role=alert]");
    const bar = form.querySelector("progress");
    const button = form.querySelector("button");

    const wrong = () => {
      const file = chosen.files[0];
      if (!file) return "";
      const ending = "." + file.name.split(".").pop().toLowerCase();
      if (!form.dataset.endings.split(",").includes(ending)) return form.dataset.wrongType;
      return file.size > Number(form.dataset.limit) * 1024 * 1024 ? form.dataset.tooLarge : "";
    };
    const say = (words) => {
      trouble.textContent = words;
      trouble.hidden = !words;
      button.disabled = Boolean(words);
    };
    chosen.addEventListener("change", () => say(wrong()));
    form.addEventListener("submit", (event) => {
      if (!chosen.files.length || !window.XMLHttpRequest) return;
      event.preventDefault();
      const request = new XMLHttpRequest();
      bar.hidden = false;
      button.disabled = true;
      request.upload.addEventListener("progress", (moved) => {
        if (moved.lengthComputable) bar.value = Math.round((100 * moved.loaded) / moved.total);
      });
      // The answer has no content; the page that is loaded again carries what the server has to say.
      request.addEventListener("load", () => window.location.reload());
      request.addEventListener("error", () => { bar.hidden = true; button.disabled = false; form.submit(); });
      request.open("POST", form.action);
      request.setRequestHeader("X-Requested-With", "XMLHttpRequest");
      request.send(new FormData(form));
    });
  }
})();
