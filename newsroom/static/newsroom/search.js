// Suggestions below a search field (input[data-suggestions] holds the address that gives them): an ARIA combobox.
// Without this script, or when the answer does not come, the field is the plain one that it was.

const WAIT = 150;
const SHORTEST = 3;
let fields = 0;

class Suggestions {
  constructor(input) {
    this.input = input;
    this.name = `suggestions-${(fields += 1)}`;
    this.active = -1;
    this.build();
    input.addEventListener("input", () => this.later());
    input.addEventListener("keydown", (event) => this.onKey(event));
    input.addEventListener("blur", () => this.close());
  }

  build() {
    const input = this.input;
    const around = document.createElement("div");
    around.className = "suggests";
    this.list = document.createElement("div");
    this.list.id = this.name;
    this.list.className = "suggestions";
    this.list.setAttribute("role", "listbox");
    this.list.hidden = true;
    this.status = document.createElement("div");
    this.status.className = "visually-hidden";
    this.status.setAttribute("role", "status");
    input.replaceWith(around);
    around.append(input, this.list, this.status);
    input.setAttribute("role", "combobox");
    input.setAttribute("aria-autocomplete", "list");
    input.setAttribute("aria-controls", this.name);
    input.setAttribute("aria-expanded", "false");
    // A press on the list must not take the focus from the field before the click has been seen.
    this.list.addEventListener("mousedown", (event) => event.preventDefault());
    this.list.addEventListener("click", (event) => {
      const option = event.target.closest("[role=option]");
      if (option) this.follow(option);
    });
  }

  later() {
    clearTimeout(this.timer);
    this.request?.abort();
    if (this.input.value.trim().length < SHORTEST) {
      this.close();
      return;
    }
    this.timer = setTimeout(() => this.ask(), WAIT);
  }

  async ask() {
    this.request = new AbortController();
    const address = new URL(this.input.dataset.suggestions, document.baseURI);
    address.searchParams.set("q", this.input.value);
    try {
      const answer = await fetch(address, { signal: this.request.signal, credentials: "omit" });
      if (answer.ok) this.show(await answer.json());
    } catch {
      this.close();
    }
  }

  show({ label, status, suggestions }) {
    if (document.activeElement !== this.input) return;
    this.select(-1);
    this.list.setAttribute("aria-label", label);
    this.list.replaceChildren(...suggestions.map((one, number) => this.option(one, number)));
    this.status.textContent = status;
    this.list.hidden = !suggestions.length;
    this.input.setAttribute("aria-expanded", String(suggestions.length > 0));
  }

  option({ text, kind, url, language }, number) {
    const option = document.createElement("div");
    option.id = `${this.name}-${number}`;
    option.className = "suggestion";
    option.dataset.url = url;
    option.setAttribute("role", "option");
    option.setAttribute("aria-selected", "false");
    const words = document.createElement("span");
    words.textContent = text;
    words.lang = language;
    const what = document.createElement("span");
    what.className = "suggestion-kind";
    what.textContent = kind;
    option.append(words, " ", what);
    return option;
  }

  onKey(event) {
    const options = this.list.hidden ? [] : [...this.list.children];
    if (event.key === "Escape" && options.length) {
      event.preventDefault();
      this.close();
    } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      if (!options.length) {
        if (event.key === "ArrowDown") this.later();
        return;
      }
      event.preventDefault();
      const step = event.key === "ArrowDown" ? 1 : -1;
      // One place more than there are options: the field itself.
      const places = options.length + 1;
      this.select(((this.active + 1 + step + places) % places) - 1);
    } else if (event.key === "Enter" && this.active >= 0) {
      event.preventDefault();
      this.follow(options[this.active]);
    } else if (event.key === "Tab") {
      this.close();
    }
  }

  select(number) {
    const options = [...this.list.children];
    options.forEach((option, place) => option.setAttribute("aria-selected", String(place === number)));
    this.active = number;
    if (number < 0) {
      this.input.removeAttribute("aria-activedescendant");
    } else {
      this.input.setAttribute("aria-activedescendant", options[number].id);
      options[number].scrollIntoView({ block: "nearest" });
    }
  }

  follow(option) {
    window.location.assign(option.dataset.url);
  }

  close() {
    clearTimeout(this.timer);
    this.request?.abort();
    this.select(-1);
    this.list.hidden = true;
    this.status.textContent = "";
    this.input.setAttribute("aria-expanded", "false");
  }
}

for (const input of document.querySelectorAll("input[data-suggestions]")) new Suggestions(input);
