// Latin words that differ in one letter; see generator/search/similar.py.

// Words between quotation marks, or a Latin word that stands alone.
const PIECE = /["“„「][^"”」]*|(?<=^|\s)[A-Za-z0-9]{4,}(?=\s|$)/g;

export const SPARED = 2;

function alike(one, other) {
  if (one.length > other.length) return alike(other, one);
  if (other.length - one.length > 1) return false;
  let at = 0;
  while (at < one.length && one[at] === other[at]) at += 1;
  return one.slice(at + (one.length === other.length)) === other.slice(at + 1);
}

// A query that asks for its Latin words with one letter changed as well.
export const loosened = (query) =>
  query.replace(PIECE, (piece) => (/^\w/.test(piece) ? `${piece}~` : piece));

// Each word of some normalised texts that is like a word.
export function alikeIn(word, texts) {
  const words = texts.flatMap((text) => text.match(/[a-z0-9]+/g) ?? []);
  return [...new Set(words)].filter((one) => alike(word, one));
}
