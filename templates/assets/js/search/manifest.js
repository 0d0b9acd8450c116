// The manifest: what every search must know.

import { fromText } from "./bits.js";

const VERSION = 1;
const FOLDERS = 128;

export function readManifest(found) {
  if (found?.version !== VERSION) throw new Error(`search format ${found?.version}`);
  return { ...found, lengths: readLengths(found) };
}

function readLengths({ documents, years, lengths: { order, bits } }) {
  const reader = fromText(bits);
  const starts = new Set(years.map(([, start]) => start));
  const lengths = [];
  for (let number = 0; number < documents; number += 1) {
    const before = starts.has(number) ? 0 : lengths[number - 1];
    lengths.push(before + reader.exponential(order));
  }
  return lengths;
}

// The numbers of the documents of some years: [first, one after the last].
export function rangeOf({ years, documents }, first, last) {
  const inside = years.map(([year], i) => (first <= year && year <= last ? i : -1));
  const found = inside.filter((i) => i >= 0);
  if (!found.length) return [0, 0];
  return [years[found[0]][1], years[found.at(-1) + 1]?.[1] ?? documents];
}

export function fragmentPath({ documents, fragments }, number) {
  let size = 1;
  while (size * FOLDERS < documents) size *= 2;
  return `t/${fragments[Math.floor(number / size)]}/${number}.json`;
}
