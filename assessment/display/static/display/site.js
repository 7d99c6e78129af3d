/* Small conveniences; every page works without them. */
(function () {
  "use strict";

  function find(list, wanted) { return Array.prototype.find.call(list, wanted); }
  function each(list, step) { Array.prototype.forEach.call(list, step); }
  function isFilledIn(field) { return field.name && !/^(hidden|submit|button)$/.test(field.type) && field.tagName !== "FIELDSET"; }

  /* What is wrong stands in the panel of the form where there is one, else at the top of the page. */
  function place(box, form) {
    var head = document.querySelector("main .head");
    if (form.closest("details.act")) { form.prepend(box); } else if (head) { head.after(box); } else { form.before(box); }
  }
  function linkTo(field, text) {
    var link = document.createElement("a");
    if (!field.id) { field.id = "field-" + field.name; }
    link.href = "#" + field.id;
    link.textContent = text;
    return link;
  }

  /* What was typed into a form that was refused stands in it again, and the sentence leads to it. */
  var trouble = document.getElementById("trouble"), kept = document.getElementById("kept-input");
  function refill(form) {
    var given = {};
    each(kept.content.children, function (one) { (given[one.title] = given[one.title] || []).push(one.getAttribute("value")); });
    each(form.elements, function (field) {
      var values = given[field.name] || [];
      if (!isFilledIn(field) || field.type === "file") { return; }
      if (field.type === "radio" || field.type === "checkbox") { field.checked = values.indexOf(field.value) >= 0; }
      else if (values.length) { field.value = values.shift(); }
    });
    var panel = form.closest("details"), first = find(form.elements, isFilledIn), note = document.querySelector("[data-kept-note]");
    if (panel) { panel.open = true; }
    if (!trouble || !first) { return; }
    var said = trouble.querySelector("p"), text = said.textContent;
    var quoted = find(form.elements, function (field) {
      return isFilledIn(field) && field.type !== "file" && field.value.trim() && text.indexOf("“" + field.value.trim() + "”") >= 0;
    });
    said.textContent = "";
    said.append(linkTo(quoted || first, text));
    if (quoted) { mark(quoted, text); }
    if (note) { note.hidden = false; }
    if (form.closest("details.act")) { place(trouble, form); }
  }
  if (kept) {
    var refused = find(document.forms, function (form) {
      return new URL(form.getAttribute("action") || "", window.location.href).pathname === kept.getAttribute("data-form");
    });
    if (refused) { refill(refused); }
  }
  if (trouble) { trouble.focus(); }

  /* A form with something missing is not sent: each slip is named at the top and beside its field. Files stay chosen. */
  var slips = document.getElementById("slips");
  function nameOf(field) {
    var group = field.type === "radio" && field.closest("fieldset"), label = (group && group.querySelector("legend")) || (field.labels && field.labels[0]);
    return (label ? label.textContent : field.getAttribute("aria-label") || field.name).replace(/\s+/g, " ").trim();
  }
  function kindOf(field) {
    if (!field.validity.valueMissing) { return "misread"; }
    return field.type === "file" ? "noFile" : /^(radio|checkbox|select-one)$/.test(field.type) ? "unchosen" : "missing";
  }
  function clean(form) {
    each(document.querySelectorAll("[data-slip]"), function (node) {
      each(document.querySelectorAll("[aria-describedby='" + (node.id || "none") + "']"), function (field) { field.removeAttribute("aria-describedby"); });
      node.remove();
    });
    each(form.querySelectorAll(".is-wrong"), function (node) { node.classList.remove("is-wrong"); });
    each(form.elements, function (field) { field.removeAttribute("aria-invalid"); });
  }
  function mark(field, text) {
    var around = field.closest(".field"), said = document.createElement("p");
    field.setAttribute("aria-invalid", "true");
    if (!around) { return; }
    around.classList.add("is-wrong");
    said.className = "wrong";
    said.id = "slip-" + field.id;
    said.setAttribute("data-slip", "");
    if (!field.hasAttribute("aria-describedby")) { field.setAttribute("aria-describedby", said.id); }
    said.textContent = text;
    (around.querySelector("label, legend") || around).after(said);
  }
  function sayWhatIsMissing(form, wrong) {
    var box = slips.content.firstElementChild.cloneNode(true), told = {};
    box.setAttribute("data-slip", "");
    wrong.forEach(function (field) {
      var text = slips.dataset[kindOf(field)].replace("0", nameOf(field)), line = document.createElement("li");
      if (told[text]) { return; }
      told[text] = true;
      line.append(linkTo(field, text));
      mark(field, text);
      box.querySelector("ul").append(line);
    });
    if (trouble) { trouble.remove(); }
    place(box, form);
    if (document.title.indexOf(slips.dataset.title) !== 0) { document.title = slips.dataset.title + document.title; }
    box.focus();
  }
  each(document.forms, function (form) {
    if (form.getAttribute("method") === "post" && !form.noValidate) { form.noValidate = true; form.setAttribute("data-checked-here", ""); }
  });
  document.addEventListener("submit", function (event) {
    var form = event.target;
    if (!form.hasAttribute("data-checked-here") || (event.submitter && event.submitter.formNoValidate)) { return; }
    clean(form);
    var wrong = Array.prototype.filter.call(form.elements, function (field) { return isFilledIn(field) && !field.validity.valid; });
    if (!wrong.length) { return; }
    event.preventDefault();
    event.stopImmediatePropagation();
    sayWhatIsMissing(form, wrong);
  }, true);
  document.addEventListener("click", function (event) {
    var link = event.target.closest(".trouble a[href^='#']"), field = link && document.getElementById(link.hash.slice(1));
    if (!field) { return; }
    var panel = field.closest("details");
    event.preventDefault();
    if (panel) { panel.open = true; }
    field.focus();
  });

  /* A countdown by the server's clock: the difference to the local clock is taken once. */
  var clock = document.querySelector("[data-server-time]");
  var shift = clock ? Date.parse(clock.getAttribute("data-server-time")) - Date.now() : 0;
  document.querySelectorAll("[data-until]").forEach(function (node) {
    var until = Date.parse(node.getAttribute("data-until"));
    function show() {
      var left = Math.max(0, until - Date.now() - shift) / 60000;
      var days = Math.floor(left / 1440), hours = Math.floor(left / 60) % 24, minutes = Math.floor(left) % 60;
      var parts = [];
      function say(unit, count) { parts.push(node.getAttribute("data-" + unit).replace("0", count)); }
      if (days) { say("days", days); }
      if (hours) { say("hours", hours); }
      if (!days) { say("minutes", minutes); }
      node.textContent = parts.join(" ");
    }
    window.setInterval(show, 30000);
  });

  /* A part of the page that is still being worked on is fetched again until it says it is done. */
  function again(node) {
    window.setTimeout(function () {
      fetch(node.getAttribute("data-refresh"), { credentials: "same-origin", headers: { "X-Part": "1" } })
        .then(function (answer) { return answer.ok ? answer.text() : Promise.reject(answer.status); })
        .then(function (text) {
          var fresh = new DOMParser().parseFromString(text, "text/html").querySelector("[data-refresh]");
          if (!fresh) { window.location.reload(); return; }
          node.replaceWith(fresh);
          again(fresh);
        })
        .catch(function () { again(node); });
    }, 2000);
  }
  document.querySelectorAll("[data-refresh]").forEach(again);

  /* One press, one request. */
  document.addEventListener("submit", function (event) {
    var form = event.target;
    if (form.hasAttribute("data-sent")) { event.preventDefault(); return; }
    form.setAttribute("data-sent", "");
    window.setTimeout(function () { form.removeAttribute("data-sent"); }, 4000);
  });

  document.querySelectorAll("[data-print]").forEach(function (node) {
    node.hidden = false;
    node.addEventListener("click", function () { window.print(); });
  });

  /* A column of fields: Enter moves down and never sends the form; what it sends is decided by a button. */
  document.querySelectorAll("form[data-cells]").forEach(function (form) {
    form.addEventListener("keydown", function (event) {
      var column = event.target.getAttribute("data-column");
      if (event.key !== "Enter" || !column) { return; }
      event.preventDefault();
      var all = Array.prototype.slice.call(form.querySelectorAll('[data-column="' + column + '"]'));
      var next = all[all.indexOf(event.target) + (event.shiftKey ? -1 : 1)];
      if (next) { next.focus(); next.select(); }
    });
  });

  /* F9 goes to what this page is for: its main button, else the first of its lists; a promise to be made comes before it. */
  function mainButton() {
    function usable(node) { return !node.disabled && node.getClientRects().length && !node.closest("dialog"); }
    var places = ["main .btn.primary", "main .btn.row"].map(function (place) {
      return Array.prototype.find.call(document.querySelectorAll(place), usable);
    });
    return places[0] || places[1];
  }
  var first = mainButton(), hint = document.querySelector("[data-next-step]");
  if (first && hint) { hint.hidden = false; }
  document.addEventListener("keydown", function (event) {
    var button = event.key === "F9" && !document.querySelector("dialog[open]") && mainButton();
    if (!button) { return; }
    event.preventDefault();
    var promise = button.form && button.form.querySelector("input[type=checkbox][required]:not(:checked)");
    (promise || button).focus();
  });

  /* Esc closes an open panel and returns to its button; a click elsewhere closes it. */
  document.addEventListener("keydown", function (event) {
    if (event.key !== "Escape") { return; }
    var open = document.querySelector("details.act[open]");
    if (open) { open.open = false; open.querySelector("summary").focus(); }
  });
  document.addEventListener("click", function (event) {
    document.querySelectorAll("details.act[open]").forEach(function (open) {
      if (!open.contains(event.target) && !event.target.closest(".trouble")) { open.open = false; }
    });
  });
})();
