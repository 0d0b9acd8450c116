// By what results can be narrowed and counted; see generator/search/facets.py.

import { fromText } from "./bits.js";
import { rangeOf } from "./manifest.js";

const DAY = 9;
const GAP = 4;

// {days, facets}: days is the month and day of each document as one number; facets by
// name a list of {key, labels, numbers}, the most frequent first.
export function readFacets({ scripts, days, facets }, manifest) {
  const bits = fromText(days);
  const read = (values) =>
    values.map(([labels, text]) => ({
      key: labels[0],
      labels: Object.fromEntries(scripts.map((script, i) => [script, labels[i] ?? labels[0]])),
      numbers: readNumbers(fromText(text)),
    }));
  const found = Object.entries(facets).map(([name, values]) => [name, read(values)]);
  return {
    days: Array.from({ length: manifest.documents }, () => bits.exponential(DAY)),
    facets: Object.fromEntries([["year", readYears(manifest)], ...found]),
  };
}

function readYears(manifest) {
  return manifest.years
    .filter(([year]) => year)
    .map(([year]) => {
      const [first, end] = rangeOf(manifest, year, year);
      const numbers = new Set(Array.from({ length: end - first }, (_, i) => first + i));
      return { key: year, labels: {}, numbers };
    })
    .reverse();
}

function readNumbers(bits) {
  const numbers = new Set();
  let last = -1;
  for (let left = bits.exponential(0); left > 0; left -= 1) {
    last += bits.exponential(GAP) + 1;
    numbers.add(last);
  }
  return numbers;
}

// Compares documents by date, newest first. Numbers rise with the year.
export function dated(days, { years }) {
  const yearOf = (number) => years.findLastIndex(([, start]) => start <= number);
  return (a, b) => yearOf(b) - yearOf(a) || days[b] - days[a] || b - a;
}

// The values of each facet that some of `numbers` have, with how many: a list of
// [name, [{key, labels, count}]]. A facet in `chosen` counts as if it were not chosen.
export function counted(facets, numbers, chosen) {
  return Object.entries(facets).map(([name, values]) => {
    const others = numbers.filter((one) => allows(facets, chosen, one, name));
    const counts = values.map(({ key, labels, numbers: having }) => ({
      key,
      labels,
      count: others.filter((one) => having.has(one)).length,
    }));
    return [name, counts.filter(({ count }) => count)];
  });
}

// Whether a document has all chosen values, a Map of keys by facet name.
export function allows(facets, chosen, number, except) {
  return [...chosen].every(([name, key]) => {
    if (name === except || !facets[name]) return true;
    return facets[name].some((value) => value.key === key && value.numbers.has(number));
  });
}
