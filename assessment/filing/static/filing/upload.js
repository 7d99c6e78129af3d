/* The file is looked at before it is sent, and its way is shown; without this script the form sends it all the same. */
(function () {
  "use strict";

  document.querySelectorAll("form[data-upload]").forEach(function (form) {
    var input = form.querySelector("input[type=file]");
    var bar = form.querySelector("[data-progress]");
    var state = form.querySelector("[data-state]");
    var wrong = form.querySelector("[data-wrong]");

    function complain(sentence) {
      wrong.textContent = sentence;
      wrong.hidden = !sentence;
      input.closest(".field").classList.toggle("is-wrong", Boolean(sentence));
      if (sentence) { input.focus(); }
    }

    function slip() {
      var file = input.files[0];
      if (!file) { return ""; }
      if (!/\.xlsx$/i.test(file.name)) { return form.getAttribute("data-wrong-type"); }
      if (file.size > Number(form.getAttribute("data-largest"))) { return form.getAttribute("data-too-large"); }
      return "";
    }

    input.addEventListener("change", function () { complain(slip()); });

    form.addEventListener("submit", function (event) {
      var sentence = slip();
      if (sentence) { event.preventDefault(); event.stopPropagation(); complain(sentence); return; }
      if (!input.files[0]) { return; }
      event.preventDefault();
      var request = new XMLHttpRequest();
      request.open("POST", form.action || window.location.href);
      request.upload.addEventListener("progress", function (step) {
        if (!step.lengthComputable) { return; }
        bar.value = Math.round(step.loaded / step.total * 100);
        state.textContent = form.getAttribute("data-sending") + " " + bar.value + " %";
      });
      request.upload.addEventListener("load", function () { state.textContent = form.getAttribute("data-reading"); });
      request.addEventListener("error", function () { bar.hidden = true; state.textContent = ""; complain(form.getAttribute("data-failed")); });
      request.addEventListener("load", function () {
        var next = request.status === 201 && request.getResponseHeader("Location");
        if (next) { window.location.assign(next); return; }
        if (request.status < 300 && request.responseURL !== window.location.href) { window.location.assign(request.responseURL); return; }
        var answer = new DOMParser().parseFromString(request.responseText, "text/html");
        var said = answer.querySelector("[data-wrong]");
        var general = answer.querySelector("main h1");
        bar.hidden = true;
        state.textContent = "";
        complain((said && said.textContent.trim()) || (general && general.textContent.trim()) || form.getAttribute("data-failed"));
        form.removeAttribute("data-sent");
      });
      request.setRequestHeader("X-Requested-With", "XMLHttpRequest");
      bar.hidden = false;
      request.send(new FormData(form));
    });
  });
})();
