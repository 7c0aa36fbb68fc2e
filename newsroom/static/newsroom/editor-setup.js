// The editor to a screen reader: a text box with the name of its field, and buttons that speak Swedish.
const words = window.gettext || ((word) => word);

const nameTextBox = (editor, textarea) => {
  const label = document.querySelector(`label[for="${textarea.id}"]`);
  const help = document.getElementById(`${textarea.id}_helptext`);
  const attributes = { role: "textbox", "aria-multiline": "true", lang: "sv", spellcheck: "true" };
  if (label) {
    label.id = label.id || `${textarea.id}_label`;
    attributes["aria-labelledby"] = label.id;
    label.addEventListener("click", () => editor.commands.focus());
  }
  if (help) attributes["aria-describedby"] = help.id;
  editor.setOptions({ editorProps: { ...editor.options.editorProps, attributes } });
};

const translateMenu = (root) => {
  for (const button of root.querySelectorAll(".prose-menubar [title]")) {
    button.title = words(button.title);
    button.setAttribute("aria-label", button.title);
  }
  for (const option of root.querySelectorAll(".prose-menubar__option > *")) {
    const text = words(option.textContent);
    if (text !== option.textContent) option.textContent = text;
  }
};

// The editor greys out what cannot be pressed, and says so to the eye alone.
const tellDisabled = (root) => {
  for (const button of root.querySelectorAll(".prose-menubar__button")) {
    button.setAttribute("aria-disabled", String(button.classList.contains("disabled")));
  }
};

document.addEventListener("prose-editor:ready", (event) => {
  const { editor, textarea } = event.detail;
  const root = textarea.closest(".prose-editor");
  nameTextBox(editor, textarea);
  translateMenu(root);
  tellDisabled(root);
  // The editor draws its menu anew when its options change.
  new MutationObserver(() => {
    translateMenu(root);
    tellDisabled(root);
  }).observe(root, { childList: true, subtree: true, attributeFilter: ["class"] });
});
