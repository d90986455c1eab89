// The page in the program's window, used as a person uses it: things are found by role and name, clicked,
// typed into, read. Waits for what it looks for; knows nothing of Hecht's pages.
import { writeFileSync } from "node:fs";
import { DriverError, ELEMENT } from "./wire.mjs";
import { until } from "./until.mjs";

export const KEYS = {
  Control: "\uE009",
  Shift: "\uE008",
  Alt: "\uE00A",
  Escape: "\uE00C",
  Enter: "\uE007",
  Tab: "\uE004",
  Space: " ",
  Backspace: "\uE003",
  Left: "\uE012",
  Up: "\uE013",
  Right: "\uE014",
  Down: "\uE015",
  F1: "\uE031",
};

/** What the page may do to us between finding a thing and using it: then it is looked for again. */
const PASSING = new Set([
  "stale element reference",
  "no such element",
  "element not interactable",
  "element click intercepted",
]);

/** Runs in the page. Gives the visible things of that role and name, in the topmost dialog when there is one. */
function seek(role, wanted, isStart) {
  const places = {
    button: "button, summary",
    link: "a[href]",
    heading: "h1, h2, h3",
    textbox: "textarea, input:not([type]), input[type=text], input[type=password], input[type=search]",
    date: "input[type=date]",
    radio: "input[type=radio]",
    checkbox: "input[type=checkbox]",
    list: "select",
    alert: "[role=alert]",
    status: "[role=status]",
  };
  const squeeze = (text) => (text ?? "").replace(/\s+/g, " ").trim();
  const spoken = (one) => {
    const copy = one.cloneNode(true);
    copy.querySelectorAll("[aria-hidden=true]").forEach((hidden) => hidden.remove());
    return copy.textContent;
  };
  const nameOf = (one) => {
    const by = (one.getAttribute("aria-labelledby") ?? "")
      .split(" ")
      .map((id) => document.getElementById(id));
    return squeeze(
      one.getAttribute("aria-label") ||
        by
          .map((label) => label?.textContent ?? "")
          .join(" ")
          .trim() ||
        [...(one.labels ?? [])].map(spoken).join(" ") ||
        spoken(one),
    );
  };
  const fits = (name) => wanted === null || name === wanted || (isStart && name.startsWith(wanted));
  const root = [...document.querySelectorAll("dialog[open]")].at(-1) ?? document;
  return [...root.querySelectorAll(places[role])].filter(
    (one) => one.checkVisibility({ checkVisibilityCSS: true }) && fits(nameOf(one)),
  );
}

/** Runs in the page. Brings a thing into sight and gives what a person would click: the label of a hidden input. */
function reach(one) {
  const target = one.matches("input.visually-hidden") ? one.closest("label") : one;
  target.scrollIntoView({ block: "center", behavior: "instant" });
  return target;
}

export class Page {
  #wire;

  constructor(wire) {
    this.#wire = wire;
  }

  /** Runs a function in the page; its arguments and answer go as JSON, things of the page as references. */
  run(what, ...args) {
    const script = `return (${what})(...arguments);`;
    return this.#wire.ask("POST", "/execute/sync", { script, args });
  }

  /** Whether a page has been painted; while it is still being opened, the driver may not know what to say. */
  isThere() {
    return this.run(() => document.querySelector("h1") !== null).catch(passing(false, "unknown error"));
  }

  /** The things there are now, without waiting. */
  all(role, name = null, { isStart = false } = {}) {
    return this.run(seek, role, name, isStart);
  }

  /** The one thing of that role and name; waits for it. With `nth`, one of several. */
  find(role, name, { nth, ...how } = {}) {
    return until(`a ${role} “${name}” is there`, async () => {
      const found = await this.all(role, name, how).catch(passing([]));
      if (nth === undefined && found.length > 1)
        throw new Error(`There are ${found.length} of ${role} “${name}”`);
      return found.at(nth ?? 0);
    });
  }

  async is(role, name, how) {
    return (await this.all(role, name, how)).length > 0;
  }

  async click(role, name, how) {
    await this.#with(role, name, how, async (one) => {
      const target = await this.run(reach, one);
      await this.#wire.ask("POST", `/element/${target[ELEMENT]}/click`);
    });
  }

  /** Types into a field, key by key. */
  async type(label, text, { role = "textbox", ...how } = {}) {
    await this.#with(role, label, how, async (one) => {
      await this.run(reach, one);
      await this.#wire.ask("POST", `/element/${one[ELEMENT]}/value`, { text });
    });
  }

  /** Empties a field and types. */
  async retype(label, text, how) {
    await this.#with("textbox", label, how, (one) =>
      this.#wire.ask("POST", `/element/${one[ELEMENT]}/clear`),
    );
    await this.type(label, text, how);
  }

  /** Picks from a list by its value. */
  async pick(label, value, how) {
    await this.#with("list", label, how, (one) =>
      this.run(
        (list, wanted) => {
          list.value = wanted;
          list.dispatchEvent(new Event("change", { bubbles: true }));
        },
        one,
        value,
      ),
    );
  }

  /** Presses keys together: `press("Control", "l")`. They reach whatever has the focus. */
  async press(...names) {
    const keys = names.map((name) => KEYS[name] ?? name);
    await this.#wire.ask("POST", "/actions", {
      actions: [
        {
          type: "key",
          id: "keyboard",
          actions: [
            ...keys.map((value) => ({ type: "keyDown", value })),
            ...keys.toReversed().map((value) => ({ type: "keyUp", value })),
          ],
        },
      ],
    });
  }

  /** What a field holds now. */
  async value(label, { role = "textbox", ...how } = {}) {
    return this.run((one) => one.value, await this.find(role, label, how));
  }

  /** All words on the page as they are shown. */
  text() {
    return this.run(() => document.body.innerText);
  }

  /** Waits until these words are on the page. */
  async sees(words, limitMs) {
    await until(
      `the page shows “${words}”`,
      async () => (await this.text().catch(passing(""))).includes(words),
      limitMs,
    );
  }

  /** Waits for the page with this heading. */
  async at(heading) {
    await this.find("heading", heading, { nth: 0 });
  }

  /** Does something that ends with a new window in the place of this one, and goes on in the new one. */
  async toNewWindow(act, limitMs) {
    const before = await this.#wire.ask("GET", "/window/handles");
    await act().catch(passing(undefined, "no such window"));
    const after = await until(
      "there is a new window, and only that",
      async () => {
        const now = await this.#wire.ask("GET", "/window/handles");
        return now.length === 1 && !before.includes(now[0]) && now[0];
      },
      limitMs,
    );
    await this.#wire.ask("POST", "/window", { handle: after });
    // The old window may have been gone before the keys were up again, and the driver would hold them for ever.
    await this.#wire.ask("DELETE", "/actions");
    await this.press("Control");
  }

  title() {
    return this.#wire.ask("GET", "/title");
  }

  async resize(width, height) {
    await this.#wire.ask("POST", "/window/rect", { width, height });
    await until(`the page is ${width} wide`, async () => (await this.run(() => window.innerWidth)) === width);
  }

  /** Saves a picture of what is shown, with the mouse out of the way, once fonts and movements have settled. */
  async picture(file) {
    // Two moves: one to where the mouse is believed to be would be left out.
    const moves = [1, 0].map((at) => ({ type: "pointerMove", x: at, y: at, duration: 0 }));
    await this.#wire.ask("POST", "/actions", { actions: [{ type: "pointer", id: "mouse", actions: moves }] });
    await this.#painted();
    await until("the page has settled", () =>
      this.run(
        () =>
          document.fonts.status === "loaded" &&
          document.getAnimations().every((one) => one.playState !== "running"),
      ),
    );
    await this.#painted();
    writeFileSync(file, Buffer.from(await this.#wire.ask("GET", "/screenshot"), "base64"));
  }

  /** Waits until what is on the page now has also been drawn: the frame after the next. */
  async #painted() {
    const script =
      "const done = arguments[0]; requestAnimationFrame(() => requestAnimationFrame(() => done()));";
    await this.#wire.ask("POST", "/execute/async", { script, args: [] });
  }

  /** Finds and uses a thing; when the page has changed in between, once more. */
  #with(role, name, how, use) {
    return until(`${role} “${name}” can be used`, async () => {
      const one = await this.find(role, name, how);
      return use(one).then(() => true, passing(false));
    });
  }
}

function passing(instead, also) {
  return (problem) => {
    if (problem instanceof DriverError && (PASSING.has(problem.code) || problem.code === also))
      return instead;
    throw problem;
  };
}
