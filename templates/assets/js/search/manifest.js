// The manifest: what every search must know; see generator/search/manifest.py.

const VERSION = 2;
const BASE = 40; // the character of level 0
const FOLDER = 256; // fragments in a folder

export function readManifest(found) {
  if (found?.version !== VERSION) throw new Error(`search format ${found?.version}`);
  const levels = Uint8Array.from(found.levels, (one) => one.charCodeAt(0) - BASE);
  return { ...found, levels, documents: levels.length };
}

// The numbers of the documents of some years: [first, one after the last].
export function rangeOf({ years, documents }, first, last) {
  const inside = years.map(([year], i) => (first <= year && year <= last ? i : -1));
  const found = inside.filter((i) => i >= 0);
  if (!found.length) return [0, 0];
  return [years[found[0]][1], years[found.at(-1) + 1]?.[1] ?? documents];
}

export const fragmentPath = (number) => `t/${Math.floor(number / FOLDER)}/${number}.json`;
