// Leads from the root to the reader's script: the stored choice, else the first
// of the browser's languages that says one, else the page stays as it is.

import { recall } from "./theme.js";

// Chinese languages whose likely script the browser's data states otherwise.
const WRITTEN = { nan: "Hant", hak: "Hant" };

// hans, hant or undefined for a language tag.
export function scriptOf(tag) {
  try {
    const locale = new Intl.Locale(tag);
    const script = locale.script ?? WRITTEN[locale.language] ?? locale.maximize().script;
    return { Hans: "hans", Hant: "hant" }[script];
  } catch {
    return undefined; // not a language tag
  }
}

// The key to go to, of those the page offers; undefined to stay.
export function preferred(stored, languages, offered) {
  if (offered.includes(stored)) return stored;
  for (const tag of languages) {
    const script = scriptOf(tag);
    const match = offered.find((key) => key === script || key.split("-")[0] === script);
    if (match) return match;
  }
  return undefined;
}

if (typeof document !== "undefined") {
  const links = new Map(
    [...document.querySelectorAll("[data-switch]")].map((a) => [a.dataset.switch, a]),
  );
  let stored;
  try {
    stored = recall(localStorage, "script");
  } catch {
    stored = undefined;
  }
  const key = preferred(stored, navigator.languages ?? [], [...links.keys()]);
  if (key) location.replace(links.get(key).href);
}
