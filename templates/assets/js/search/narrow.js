// How to ask for less, or for more; loaded when the first results are there.

import { element } from "./elements.js";
import { allows, counted, dated, readFacets } from "./facets.js";
import { filled } from "./results.js";
import { loosened } from "./similar.js";

// Values of a facet shown at once.
const SHOWN = 8;
// Where the style sheet puts them beside the results.
const wide = matchMedia("(min-width: 75rem)");

// What can be done with the facets of an index; `addressWith` returns the address that
// asks for the same with some parameters changed.
export async function narrowing(search, { script, words, addressWith }) {
  const { days, facets } = await search.facets(readFacets);
  return { narrowed, show, names, looser };

  // The documents of an answer that have what is chosen, in an order.
  function narrowed(answer, chosen, order) {
    const some = chosen.size ? answer.narrowed((one) => allows(facets, chosen, one)) : answer;
    return order === "date" ? some.narrowed(() => true, dated(days, search.manifest)) : some;
  }

  // Shows the order of some documents and their facets, as links that combine.
  function show(side, numbers, chosen, order) {
    const groups = counted(facets, numbers, chosen)
      .filter(([name, values]) => values.length > 1 || chosen.has(name))
      .map(([name, values]) => facet(name, values, chosen));
    side.querySelector(".narrow-by").replaceChildren(sorting(order), ...groups);
    side.open = wide.matches;
    side.hidden = false;
  }

  function sorting(order) {
    const ways = [["", words.by_relevance], ["date", words.by_date]];
    const links = ways.map(([way, word]) =>
      choice(word, addressWith({ sort: way }), (order ?? "") === way),
    );
    return element("ul", "terms", ...links);
  }

  function facet(name, values, chosen) {
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

  // Names of sources, authors and places that what is typed could become.
  function names(typed) {
    if (!typed) return [];
    const wanted = search.fold(typed);
    const labels = ["source", "authors", "places"].flatMap((name) =>
      (facets[name] ?? []).map((value) => value.labels[script] ?? value.key),
    );
    const fitting = labels.filter((label) => label !== typed && search.fold(label).includes(wanted));
    return [...new Set(fitting)].slice(0, SHOWN).map((label) => new Option("", label));
  }

  // A link to words that differ in one letter, when a Latin word is not found.
  function looser(query) {
    const other = loosened(query);
    if (other === query) return [];
    const link = element("a", "", filled(words.similar, { query: other }));
    link.href = addressWith({ q: other });
    return [" ", link];
  }
}

function choice(label, address, on, count) {
  const link = element("a", "", label);
  link.href = address;
  if (on) link.setAttribute("aria-current", "true");
  return element("li", "", link, count && " ", count && element("span", "count", count));
}
