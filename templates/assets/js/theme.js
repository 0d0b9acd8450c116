// The reader's comforts; every page is whole without them.

export const CHOICES = {
  scheme: ["auto", "light", "dark"],
  size: ["1", "2", "3", "4"],
  face: ["serif", "sans"],
  flow: ["horizontal", "vertical"],
  script: ["hans", "hant", "hant-tw", "hant-hk"],
};
export const DEFAULTS = { scheme: "auto", size: "2", face: "serif", flow: "horizontal" };

// The stored choice if it is one of the fixed words, else undefined.
export function recall(storage, name) {
  try {
    const stored = storage.getItem(`wenyuan-${name}`);
    return CHOICES[name].includes(stored) ? stored : undefined;
  } catch {
    return undefined;
  }
}

export function remember(storage, name, value) {
  if (!CHOICES[name].includes(value)) return;
  try {
    if (value === DEFAULTS[name]) storage.removeItem(`wenyuan-${name}`);
    else storage.setItem(`wenyuan-${name}`, value);
  } catch {
    // storage is forbidden or full: the choice lasts for this page
  }
}

// The id of the paragraph at the top of the window, of [{id, top, bottom}].
export function paragraphInView(boxes) {
  const first = boxes.find((box) => box.bottom > 0);
  const readingBegan = boxes.length > 0 && boxes[0].top < 0;
  return first && readingBegan ? first.id : "";
}

// 2026-11-20 in the reader's own time zone.
export function today(now) {
  const two = (number) => String(number).padStart(2, "0");
  return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
}

function settings(root, storage) {
  const box = document.querySelector(".settings");
  if (!box) return;
  for (const input of box.querySelectorAll("input")) {
    const { name, value } = input;
    input.checked = (recall(storage, name) ?? DEFAULTS[name]) === value;
    input.addEventListener("change", () => {
      remember(storage, name, value);
      if (value === DEFAULTS[name]) delete root.dataset[name];
      else root.dataset[name] = value;
      if (name === "flow") vertical();
    });
  }
  box.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    box.open = false;
    box.querySelector("summary").focus();
  });
  for (const leaving of ["click", "focusin"]) {
    addEventListener(leaving, ({ target }) => {
      if (!box.contains(target)) box.open = false;
    });
  }
  box.hidden = false;
}

// Where the reader was before going up to the switch: the last paragraph that
// stayed at the top of the window for a moment. Forgotten after a while above it.
function readingPlace() {
  const paragraphs = [...document.querySelectorAll(".prose p[id]")];
  let place = location.hash.startsWith("#p") ? location.hash.slice(1) : "";
  let timer = 0;
  addEventListener("scroll", () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      const boxes = paragraphs.map((p) => {
        const { top, bottom } = p.getBoundingClientRect();
        return { id: p.id, top, bottom };
      });
      const seen = paragraphInView(boxes);
      if (seen) place = seen;
      else timer = setTimeout(() => { place = ""; }, 8000);
    }, 250);
  }, { passive: true });
  return () => place;
}

function scriptSwitch(storage) {
  const place = readingPlace();
  for (const link of document.querySelectorAll("[data-switch]")) {
    link.addEventListener("click", () => {
      remember(storage, "script", link.dataset.switch);
      link.search = location.search; // what is searched for
      link.hash = place();
    });
  }
}

// Text in columns scrolls sideways: by keyboard, and by the wheel as well.
function vertical() {
  const prose = document.querySelector(".prose");
  if (!prose || getComputedStyle(prose).writingMode !== "vertical-rl") {
    prose?.removeAttribute("tabindex");
    return;
  }
  prose.tabIndex = 0;
  prose.setAttribute("role", "group");
  prose.setAttribute("aria-labelledby", "title");
  prose.onwheel = (event) => {
    const before = prose.scrollLeft;
    if (prose.tabIndex === 0) prose.scrollLeft -= event.deltaY;
    if (prose.scrollLeft !== before) event.preventDefault();
  };
}

// The selected words with where they come from; `form` holds {text} and {address}.
export function quoted(form, text, address) {
  const parts = { text: text.trim().replace(/\s*\n\s*/g, "\n"), address };
  return form.replace(/\{(text|address)\}/g, (_, name) => parts[name]);
}

// Offers, while words of the article are selected, to copy them with their source.
function quoting() {
  const button = document.querySelector("[data-quote]");
  if (!button) return;
  const prose = document.querySelector(".prose");
  document.addEventListener("selectionchange", () => {
    const selection = getSelection();
    button.hidden = selection.isCollapsed || !prose.contains(selection.anchorNode);
  });
  button.addEventListener("click", () => {
    const selection = getSelection();
    const { startContainer } = selection.getRangeAt(0);
    const from = (startContainer.closest ? startContainer : startContainer.parentElement)
      .closest("p[id]");
    const address = location.href.split("#")[0] + (from ? `#${from.id}` : "");
    copy(quoted(button.dataset.quote, selection.toString(), address), button);
  });
}

// Marks the reader's own day in a calendar of days.
function calendar() {
  const day = document.querySelector(`[data-day="${today(new Date()).slice(5)}"]`);
  day?.setAttribute("aria-current", "date");
  day?.scrollIntoView({ block: "center" });
}

// Puts words on the clipboard and says so, on the button and to screen readers.
async function copy(words, button, otherwise = () => {}) {
  const status = document.querySelector("[data-done]");
  let word = status.dataset.done;
  try {
    await navigator.clipboard.writeText(words);
  } catch {
    otherwise();
    word = status.dataset.failed;
  }
  status.textContent = word;
  button.dataset.word = word;
  setTimeout(() => {
    status.textContent = "";
    delete button.dataset.word;
  }, 3000);
}

function citations() {
  for (const mark of document.querySelectorAll(".accessed")) {
    mark.textContent = today(new Date());
  }
  for (const mark of document.querySelectorAll(".address")) {
    mark.textContent = location.href.split("#")[0];
  }
  for (const button of document.querySelectorAll("[data-copy]")) {
    const source = document.getElementById(button.dataset.copy);
    button.hidden = false;
    button.addEventListener("click", () => {
      copy(source.textContent, button, () => getSelection().selectAllChildren(source));
    });
  }
}

if (typeof document !== "undefined") {
  let storage;
  try {
    storage = localStorage;
  } catch {
    storage = undefined;
  }
  settings(document.documentElement, storage);
  scriptSwitch(storage);
  vertical();
  quoting();
  citations();
  calendar();
}
