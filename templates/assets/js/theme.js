// The reader's comforts; every page is whole without them.

export const CHOICES = {
  scheme: ["auto", "light", "dark"],
  size: ["1", "2", "3", "4"],
  face: ["serif", "sans"],
  script: ["hans", "hant", "hant-tw", "hant-hk"],
};
export const DEFAULTS = { scheme: "auto", size: "2", face: "serif" };

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
    });
  }
  box.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    box.open = false;
    box.querySelector("summary").focus();
  });
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
      link.hash = place();
    });
  }
}

function citations() {
  for (const mark of document.querySelectorAll(".accessed")) {
    mark.textContent = today(new Date());
  }
  for (const mark of document.querySelectorAll(".address")) {
    mark.textContent = location.href.split("#")[0];
  }
  const status = document.querySelector("[data-done]");
  for (const button of document.querySelectorAll("[data-copy]")) {
    const source = document.getElementById(button.dataset.copy);
    button.hidden = false;
    button.addEventListener("click", async () => {
      let word = status.dataset.done;
      try {
        await navigator.clipboard.writeText(source.textContent);
        button.dataset.state = "done";
      } catch {
        getSelection().selectAllChildren(source);
        word = status.dataset.failed;
      }
      status.textContent = word;
      button.dataset.word = word;
      setTimeout(() => {
        status.textContent = "";
        delete button.dataset.word;
      }, 3000);
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
  citations();
}
