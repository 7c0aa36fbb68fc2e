// The editor is a text box to a screen reader: give it the name of its field, a language and spell checking.
document.addEventListener("prose-editor:ready", (event) => {
  const { editor, textarea } = event.detail;
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
});
