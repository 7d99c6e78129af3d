/* The token stands behind the # of the link, so no log of any server holds it: it is put into the field and taken
   out of the address. */
(function () {
  "use strict";
  var form = document.querySelector("form[data-door]");
  var token = window.location.hash.slice(1);
  if (!form || !token) { return; }
  form.querySelector("[name=token]").value = decodeURIComponent(token);
  window.history.replaceState(null, "", window.location.pathname);
  form.querySelector("button").focus();
})();
