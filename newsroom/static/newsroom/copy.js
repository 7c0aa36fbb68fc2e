/* Copies the address, the text, or a quote with its speaker and source. Everything it says stands in the page. */
"use strict";

(() => {
  const section = document.querySelector(".quoting");
  if (!section) return;
  const status = section.querySelector("[role=status]");
  const TOLD = 4000;
  const timers = new WeakMap();

  /* The old way, for browsers that refuse the new one: through a field that nobody sees. */
  function copyByField(text) {
    const field = document.createElement("textarea");
    const before = document.activeElement;
    field.value = text;
    field.readOnly = true;
    field.className = "visually-hidden";
    field.setAttribute("aria-hidden", "true");
    document.body.append(field);
    field.select();
    const done = document.execCommand("copy");
    field.remove();
    if (before instanceof HTMLElement) before.focus({ preventScroll: true });
    if (!done) throw new Error("refused");
  }

  /* Safari lets a text that is still on its way be copied only as a promise, given at once. */
  async function write(text) {
    const blob = text.then((words) => new Blob([words], { type: "text/plain" }));
    blob.catch(() => {}); /* a text that does not come is told of below, also where the clipboard never asked for it */
    try {
      await navigator.clipboard.write([new ClipboardItem({ "text/plain": blob })]);
    } catch {
      copyByField(await text);
    }
  }

  async function wordsOf(button) {
    const from = button.dataset.copyFrom;
    if (!from) return button.dataset.copy;
    const answer = await fetch(from);
    if (!answer.ok) throw new Error(String(answer.status));
    return answer.text();
  }

  /* Said anew each time, also when the words are the same as last time. */
  function tell(button, words, isDone) {
    status.textContent = "";
    window.setTimeout(() => { status.textContent = words; }, 50);
    section.toggleAttribute("data-has-failed", !isDone);
    button.toggleAttribute("data-done", isDone);
    window.clearTimeout(timers.get(button));
    timers.set(button, window.setTimeout(() => button.removeAttribute("data-done"), TOLD));
  }

  async function copy(button) {
    try {
      await write(wordsOf(button));
      tell(button, section.dataset.done, true);
    } catch {
      tell(button, section.dataset.failed, false);
    }
  }

  function addQuoteButtons() {
    const model = document.getElementById("copy-quote").content.firstElementChild;
    for (const quote of document.querySelectorAll(".quote[data-copy]")) {
      const button = model.cloneNode(true);
      button.dataset.copy = quote.dataset.copy;
      quote.append(button);
    }
  }

  addQuoteButtons();
  for (const hidden of section.querySelectorAll("[hidden]")) hidden.hidden = false;
  document.addEventListener("click", (event) => {
    const button = event.target.closest(".copy-button");
    if (button) copy(button);
  });
})();
