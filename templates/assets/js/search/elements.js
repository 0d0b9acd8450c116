// The elements of the search page.

import { pieces } from "./excerpt.js";
import { articleAddress, dateWords } from "./results.js";

export function element(name, className, ...content) {
  const made = document.createElement(name);
  if (className) made.className = className;
  made.append(...content.filter((one) => one !== undefined && one !== null));
  return made;
}

export function hitElement({ slug, date, shown, excerpt }, articles, words) {
  const link = element("a", "", shown.title ?? slug);
  link.href = articleAddress(articles, slug, excerpt);
  const meta = element("p", "hit-meta");
  const facts = [date && dateWords(date, words), shown.source, shown.place].filter(Boolean);
  facts.forEach((fact, i) => meta.append(i ? " · " : "", fact));
  const text = pieces(excerpt).map(([part, marked]) => (marked ? element("mark", "", part) : part));
  return element(
    "li",
    "hit",
    element("h2", "hit-title", link),
    facts.length ? meta : null,
    element("p", "hit-excerpt", ...text),
  );
}
