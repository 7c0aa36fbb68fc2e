// Words in another language than the text: marked, so that a screen reader pronounces them as they should be.
import { Mark } from "django-prose-editor/editor";

const LANGUAGES = { en: "Mark as English", fi: "Mark as Finnish", sv: "Mark as Swedish" };
// What the server allows a language on, beside the words themselves (newsroom.html).
const BLOCKS = ["paragraph", "heading", "blockquote", "listItem"];

const attribute = {
  lang: {
    default: null,
    parseHTML: (element) => element.getAttribute("lang") || null,
    renderHTML: ({ lang }) => (lang ? { lang } : {}),
  },
};

const buttonFor = (code, title) => {
  const button = document.createElement("button");
  Object.assign(button, { type: "button", className: "prose-menubar__button", textContent: code.toUpperCase(), title });
  button.setAttribute("aria-label", title);
  return button;
};

export const LanguagePart = Mark.create({
  name: "languagePart",
  priority: 101, // bold words within do not split it

  addAttributes: () => attribute,
  addGlobalAttributes: () => [{ types: BLOCKS, attributes: attribute }],
  parseHTML: () => [{ tag: "span[lang]" }],
  renderHTML: ({ HTMLAttributes }) => ["span", HTMLAttributes, 0],

  addMenuItems({ menu }) {
    for (const [code, title] of Object.entries(LANGUAGES)) {
      menu.defineItem({
        name: `languagePart:${code}`,
        groups: "marks",
        button: buttonFor(code, title),
        active: (editor) => editor.isActive({ lang: code }),
        command(editor) {
          const chain = editor.chain().focus();
          if (!editor.isActive({ lang: code })) return chain.setMark("languagePart", { lang: code }).run();
          for (const block of BLOCKS) chain.resetAttributes(block, "lang");
          // Who has just written the last word goes on in the language of the text; elsewhere the whole part is unmarked.
          const { empty, $from } = editor.state.selection;
          const isAtEnd = empty && !$from.nodeAfter?.marks.some((mark) => mark.type.name === "languagePart");
          chain.unsetMark("languagePart", { extendEmptyMarkRange: !isAtEnd });
          return chain.run();
        },
      });
    }
  },
});
