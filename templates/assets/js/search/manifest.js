// The manifest: what every search must know; see generator/search/manifest.py.

import { fromText } from "./bits.js";

const VERSION = 4;
// Fragments in a folder.
const FOLDER = 256;

export function readManifest(found) {
  if (found?.version !== VERSION) throw new Error(`search format ${found?.version}`);
  return { ...found, levels: readLevels(found) };
}

// The levels, which are in Huffman's code; see generator/search/huffman.py. Words of one
// length are numbers in a row, and so the next 32 bits tell by their size which they are.
function readLevels({ documents, levels: { code, bits } }) {
  const rows = [];
  let word = 0;
  let last = 0;
  code.forEach(([, length], at) => {
    word *= 2 ** (length - last);
    if (length !== last) rows.push({ length, first: word - at });
    word += 1;
    last = length;
    rows.at(-1).end = word * 2 ** (32 - length);
  });
  const reader = fromText(bits);
  const levels = new Uint8Array(documents);
  for (let number = 0; number < documents; number += 1) {
    const window = reader.window() >>> 0;
    let i = 0;
    while (i < rows.length - 1 && window >= rows[i].end) i += 1;
    const { length, first } = rows[i];
    levels[number] = code[(window >>> (32 - length)) - first][0];
    reader.advance(length);
  }
  return levels;
}

// The numbers of the documents of some years: [first, one after the last].
export function rangeOf({ years, documents }, first, last) {
  const inside = years.map(([year], i) => (first <= year && year <= last ? i : -1));
  const found = inside.filter((i) => i >= 0);
  if (!found.length) return [0, 0];
  return [years[found[0]][1], years[found.at(-1) + 1]?.[1] ?? documents];
}

export const fragmentPath = (number) => `t/${Math.floor(number / FOLDER)}/${number}.txt`;
