// The manifest: what every search must know; see generator/search/manifest.py.

import { fromText } from "./bits.js";

const VERSION = 4;
// Fragments in a folder.
const FOLDER = 256;

export function readManifest(found) {
  if (found?.version !== VERSION) throw new Error(`search format ${found?.version}`);
  return { ...found, levels: readLevels(found) };
}

// The levels, which are in Huffman's code; see generator/search/huffman.py.
function readLevels({ documents, levels: { code, bits } }) {
  // By a one and the bits of the word.
  const words = new Map();
  let word = 0;
  let last = 0;
  for (const [level, length] of code) {
    word <<= length - last;
    words.set((1 << length) | word, level);
    word += 1;
    last = length;
  }
  const reader = fromText(bits);
  const levels = new Uint8Array(documents);
  for (let number = 0; number < documents; number += 1) {
    let found = 1;
    while (!words.has(found)) found = (found << 1) | reader.bit();
    levels[number] = words.get(found);
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
