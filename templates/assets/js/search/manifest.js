// The manifest: what every search must know; see generator/search/manifest.py.

import { fromText } from "./bits.js";

const VERSION = 4;
// Fragments in a folder.
const FOLDER = 256;

export function readManifest(found) {
  if (found?.version !== VERSION) throw new Error(`search format ${found?.version}`);
  let levels;
  // read when first asked for: not before somebody searches
  const lazy = { get: () => (levels ??= readLevels(found)) };
  return Object.defineProperty({ ...found }, "levels", lazy);
}

// The levels, which are in Huffman's code; see generator/search/huffman.py. The longest
// word has `most` bits: so many tell a level and the length of its word.
function readLevels({ documents, levels: { code, bits } }) {
  const most = code.at(-1)?.[1];
  const table = code.flatMap((one) => Array(2 ** (most - one[1])).fill(one));
  const reader = fromText(bits);
  return Uint8Array.from({ length: documents }, () => {
    const [level, length] = table[reader.window() >>> (32 - most)];
    reader.advance(length);
    return level;
  });
}

// The numbers of the documents of some years: [first, one after the last].
export function rangeOf({ years, documents }, first, last) {
  const inside = years.map(([year], i) => (first <= year && year <= last ? i : -1));
  const found = inside.filter((i) => i >= 0);
  if (!found.length) return [0, 0];
  return [years[found[0]][1], years[found.at(-1) + 1]?.[1] ?? documents];
}

export const fragmentPath = (number) => `t/${Math.floor(number / FOLDER)}/${number}.txt`;
