/* The button that prints. Without a script the menu of the browser does the same, and the page says so. */
"use strict";

(() => {
  const button = document.querySelector(".paper-print");
  button.hidden = false;
  button.addEventListener("click", () => window.print());
})();
