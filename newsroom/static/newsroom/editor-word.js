// Text pasted from Word: fake lists become lists, big headings become subheads, and all dress goes.
import { Extension, Plugin } from "django-prose-editor/editor";

const LIST = /mso-list:\s*l\d+\s+level\d+/i;
const BULLET = /^[\s\u00a0]*(?:[·•▪◦§o\u2013\uf0b7-]|\(?(\d{1,3}|[a-z])[.)])[\s\u00a0]+/;

const isListParagraph = (node) =>
  node.nodeName === "P" && (/MsoListParagraph/.test(node.className) || LIST.test(node.getAttribute("style") || ""));

const withoutMarker = (paragraph) => {
  for (const span of paragraph.querySelectorAll("span[style*='mso-list' i]")) span.remove();
  const item = document.createElement("li");
  const inner = document.createElement("p");
  inner.append(...paragraph.childNodes);
  const first = document.createTreeWalker(inner, NodeFilter.SHOW_TEXT).nextNode();
  if (first) first.data = first.data.replace(BULLET, "");
  item.append(inner);
  return item;
};

const gatherLists = (root) => {
  for (const paragraph of [...root.querySelectorAll("p")].filter(isListParagraph)) {
    const marker = BULLET.exec(paragraph.textContent);
    const kind = marker && marker[1] ? "OL" : "UL";
    const before = paragraph.previousElementSibling;
    const list = before && before.dataset.fromWord && before.nodeName === kind ? before : document.createElement(kind);
    if (list !== before) {
      list.dataset.fromWord = "1";
      paragraph.before(list);
    }
    list.append(withoutMarker(paragraph));
    paragraph.remove();
  }
};

const rename = (root, selector, name) => {
  for (const node of root.querySelectorAll(selector)) {
    const other = document.createElement(name);
    other.append(...node.childNodes);
    node.replaceWith(other);
  }
};

export const tidy = (html) => {
  const page = new DOMParser().parseFromString(html, "text/html");
  const root = page.body;
  for (const node of root.querySelectorAll("script, style, meta, link, title, xml, img, svg, object")) node.remove();
  for (const node of [...root.querySelectorAll("*")].filter((node) => node.nodeName.includes(":"))) {
    node.replaceWith(...node.childNodes);
  }
  gatherLists(root);
  rename(root, "h1", "h2");
  rename(root, "h4, h5, h6", "h3");
  // What is moved within the editor keeps its languages; Word says one of every word.
  const languages = root.querySelector("[data-pm-slice]") ? [] : ["lang"];
  for (const node of root.querySelectorAll("*")) {
    for (const name of [...languages, "style", "class", "id", "align", "width", "height", "data-from-word"]) node.removeAttribute(name);
  }
  return root.innerHTML;
};

export const PasteFromWord = Extension.create({
  name: "pasteFromWord",
  addProseMirrorPlugins() {
    return [new Plugin({ props: { transformPastedHTML: tidy } })];
  },
});
