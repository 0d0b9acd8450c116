// What narrows the results; loaded when the first of them are there.

import { element } from "./elements.js";
import { allows, counted, dated, readFacets } from "./facets.js";
import { filled } from "./results.js";

// Values of a facet shown at once.
const SHOWN = 8;

// The order of the results and the facets, as links that combine.
function facetElements({ counts, chosen, order, words, script, addressWith }) {
  const groups = counts
    .filter(([name, values]) => values.length > 1 || chosen.has(name))
    .map(([name, values]) => facet(name, values));
  return [sorting(), ...groups];

  function sorting() {
    const ways = [["", words.by_relevance], ["date", words.by_date]];
    const links = ways.map(([way, word]) =>
      choice(word, addressWith({ sort: way }), (order ?? "") === way),
    );
    return element("ul", "terms", ...links);
  }

  function facet(name, values) {
    const shown = values.filter(({ key }, i) => i < SHOWN || key === chosen.get(name));
    const links = shown.map(({ key, labels, count }) => {
      const on = chosen.get(name) === key;
      const label = name === "year" ? filled(words.year_name, { year: key }) : labels[script];
      const item = choice(label ?? key, addressWith({ [name]: on ? null : key }), on, count);
      if (name !== "year") item.firstChild.lang = document.documentElement.lang;
      return item;
    });
    return element("section", "", element("h2", "", words[name]), element("ul", "terms", ...links));
  }
}

// Names of sources, authors and places that what is typed could become.
function nameElements(facets, typed, script, fold) {
  const wanted = fold(typed);
  const labels = ["source", "authors", "places"].flatMap((name) =>
    (facets[name] ?? []).map((value) => value.labels[script] ?? value.key),
  );
  const fitting = labels.filter((label) => label !== typed && fold(label).includes(wanted));
  return [...new Set(fitting)].slice(0, SHOWN).map((label) => new Option("", label));
}

function choice(label, address, on, count) {
  const link = element("a", "", label);
  link.href = address;
  if (on) link.setAttribute("aria-current", "true");
  return element("li", "", link, count && " ", count && element("span", "count", count));
}

export const narrowing = { allows, counted, dated, facetElements, nameElements, readFacets };
