// Working together on a release: a checklist that follows the typing, text kept on the server, and who else is here.
// Every word comes from the server. Nothing is kept in the browser: the text may be under embargo.
{
  const CHECK_AFTER = 600;
  const KEEP_AFTER = 10_000;
  const PRESENT_EVERY = 30_000;

  const post = (url, body, token, more = {}) =>
    fetch(url, { method: "POST", body, headers: { "X-CSRFToken": token }, redirect: "manual", ...more });

  // The fields that the server named, as they stand.
  const typedIn = (form, fields) => {
    const typed = new URLSearchParams();
    for (const [name, value] of new FormData(form)) {
      const isKnown = fields.some((field) => (field.endsWith("-") ? name.startsWith(field) : name === field));
      if (isKnown && typeof value === "string") typed.append(name, value);
    }
    return typed;
  };

  // --- the checklist ---------------------------------------------------------------------------------
  // Show a new list; what is missing is read aloud only when it changes.
  const showChecklist = (live, html) => {
    const fresh = new DOMParser().parseFromString(html, "text/html");
    const count = live.querySelector("[data-live-count]");
    const points = live.querySelector("[data-live-points]");
    const told = fresh.querySelector("[data-live-count]").textContent;
    if (count.textContent !== told) count.textContent = told;
    const focused = points.contains(document.activeElement) && document.activeElement.getAttribute("href");
    points.replaceChildren(...fresh.querySelector("[data-live-points]").children);
    if (focused) points.querySelector(`a[href="${focused}"]`)?.focus();
  };

  const checker = (live, form, fields, token) => {
    let timer, asked;
    const check = async () => {
      asked?.abort();
      asked = new AbortController();
      try {
        const answer = await post(live.dataset.checklist, typedIn(form, fields), token, { signal: asked.signal });
        if (answer.ok) showChecklist(live, await answer.text());
      } catch {
        // No answer: the list stays as it was until the next change.
      }
    };
    return () => {
      clearTimeout(timer);
      timer = setTimeout(check, CHECK_AFTER);
    };
  };

  // A link of the list leads into the editor, and into what is folded away.
  const goTo = (id) => {
    const field = document.getElementById(id);
    const fold = field?.closest("details");
    if (fold) fold.open = true;
    (field?.closest(".prose-editor")?.querySelector("[contenteditable]") ?? field)?.focus();
  };

  // --- autosave --------------------------------------------------------------------------------------
  class Keeper {
    constructor(live, form, fields, token) {
      Object.assign(this, { live, form, fields, token });
      this.isUnsaved = this.isStopped = this.isBusy = false;
      // As long as an older text is offered it is the one that is kept.
      this.isWaiting = document.getElementById("offer")?.dataset.isOpen === "yes";
    }

    changed() {
      this.isUnsaved = true;
      this.timer ??= setTimeout(() => this.keep(), KEEP_AFTER);
    }

    async keep(more) {
      clearTimeout(this.timer);
      this.timer = undefined;
      if (!this.isUnsaved || this.isStopped || this.isWaiting) return;
      if (this.isBusy && !more) return this.changed();
      this.isUnsaved = false;
      this.isBusy = true;
      try {
        await this.answered(await post(this.live.dataset.autosave, typedIn(this.form, this.fields), this.token, more));
      } catch {
        this.failed();
      }
      this.isBusy = false;
    }

    async answered(answer) {
      if (answer.status === 409) return this.stop();
      if (!answer.ok) return this.failed();
      this.show("failed", false);
      this.live.querySelector("[data-live-kept]").textContent = (await answer.text()).trim();
    }

    failed() {
      if (this.isStopped) return;
      this.show("failed", true);
      this.changed();
    }

    stop() {
      this.isStopped = true;
      this.show("conflict", true);
      this.live.querySelector("[data-live-kept]").textContent = "";
    }

    show(what, isShown) {
      this.live.querySelector(`[data-live-${what}]`).hidden = !isShown;
    }
  }

  // The older text that is offered: asked before it replaces new words, thrown away without leaving the page.
  const decide = (keeper, token) => {
    const offer = document.getElementById("offer");
    const restore = offer?.querySelector("[data-live-restore]");
    restore?.addEventListener("submit", (event) => {
      if (keeper.isUnsaved && !window.confirm(restore.dataset.liveRestore)) event.preventDefault();
    });
    offer?.querySelector("[data-live-drop]").addEventListener("submit", async (event) => {
      if (!keeper.isWaiting) return;
      event.preventDefault();
      await post(event.target.action, new URLSearchParams(), token).catch(() => {});
      keeper.isWaiting = false;
      if (keeper.isUnsaved) keeper.changed();
      offer.remove();
      document.getElementById("id_headline")?.focus();
    });
  };

  // --- presence --------------------------------------------------------------------------------------
  const beHere = (place, token) => {
    let hasWritten = false;
    const tell = async () => {
      if (document.visibilityState !== "visible") return;
      const said = new URLSearchParams({ writing: hasWritten ? "yes" : "no" });
      hasWritten = false;
      try {
        const answer = await post(place.dataset.url, said, token);
        if (answer.ok) place.innerHTML = await answer.text();
      } catch {
        // Nobody is told this time.
      }
    };
    tell();
    setInterval(tell, PRESENT_EVERY);
    document.addEventListener("visibilitychange", tell);
    return () => {
      hasWritten = true;
    };
  };

  // --- together --------------------------------------------------------------------------------------
  const writeTogether = (live, form, token, wrote) => {
    const fields = live.dataset.fields.split(" ");
    const keeper = new Keeper(live, form, fields, token);
    const check = checker(live, form, fields, token);
    const changed = () => {
      wrote();
      check();
      keeper.changed();
    };
    form.addEventListener("input", changed);
    // Boxes that search tell of a choice through jQuery alone (which also tells of changes when a page is opened).
    window.django.jQuery(form).on("select2:select select2:unselect select2:clear", changed);
    for (const name of ["formset:added", "formset:removed"]) document.addEventListener(name, changed);
    live.addEventListener("click", (event) => {
      const link = event.target.closest("a[href^='#']");
      if (link) setTimeout(() => goTo(link.hash.slice(1)));
    });
    decide(keeper, token);
    let isLeaving = false;
    document.addEventListener("submit", (event) => {
      isLeaving = !event.defaultPrevented;
    });
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "hidden" && !isLeaving) keeper.keep({ keepalive: true });
    });
    if (live.dataset.unsaved === "yes") keeper.changed();
  };

  document.addEventListener("prose-editor:ready", (event) => {
    if (location.hash === `#${event.detail.textarea.id}`) goTo(event.detail.textarea.id);
  });

  document.addEventListener("DOMContentLoaded", () => {
    const place = document.getElementById("presence");
    const live = document.getElementById("live");
    const token = document.querySelector("#release_form [name=csrfmiddlewaretoken]")?.value ?? "";
    const wrote = place ? beHere(place, token) : () => {};
    if (live) writeTogether(live, live.closest("form"), token, wrote);
  });
}
