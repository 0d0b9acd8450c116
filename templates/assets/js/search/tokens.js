// What is compared: normalised text and the tokens that spell a phrase.
// The same rules as generator/search/tokens.py; tests/vectors/tokens.json holds both to them.

const BLANK = /[\u0000-\u0020\u007f-\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]/;
const INVISIBLE = /[\u00ad\u200b-\u200d\u2060\ufeff]/;

export const isBlank = (character) => BLANK.test(character);

// The normalised form of a folded text, as a list of characters, and where each was.
export function offsets(folded) {
  const text = [];
  const places = [];
  let place = -1;
  for (const character of folded) {
    place += 1;
    if (INVISIBLE.test(character)) continue;
    const blank = isBlank(character);
    if (blank && (text.length === 0 || text.at(-1) === " ")) continue;
    text.push(blank ? " " : character === "*" ? "∗" : character);
    places.push(place);
  }
  if (text.at(-1) === " ") {
    text.pop();
    places.pop();
  }
  return [text, places];
}

export const normalise = (folded) => offsets(folded)[0].join("");

// Characters in which the lengths of bodies are counted.
export const UNIT = 256;

// How many tokens a text at a level of rounded lengths has.
export function fieldLength(level, unit) {
  const shift = Math.max(0, Math.floor((level - 5) / 4));
  return Math.max(0, 2 * unit * (level - 4 * shift) * 2 ** shift - 1);
}

// Each two neighbouring characters of a normalised phrase, as [offset, token]; a lone
// one as itself.
export function pairs(phrase) {
  const text = [...phrase];
  if (text.length < 2) return text.map((character) => [0, character]);
  return text.slice(1).map((character, at) => [at, text[at] + character]);
}

// Those of them that a phrase is looked up by: the first and the last of those that are
// not large terms, where there are two of these, and of all otherwise.
export function ends(phrase, large) {
  const every = pairs(phrase);
  const small = every.filter(([, term]) => !large.has(term));
  const some = small.length > 1 ? small : every;
  return some.length > 1 ? [some[0], some.at(-1)] : some;
}

// Those of them that are read before anything is shown: these two and, where they do not
// spell the phrase, the one that is farthest from them.
export function leading(phrase, large) {
  const every = pairs(phrase);
  const found = ends(phrase, large);
  const placed = found.filter(([, term]) => !large.has(term));
  const spelt = new Set(placed.flatMap(([at]) => [at, at + 1]));
  if (spelt.size > every.length) return found;
  const apart = ([at]) => Math.min(...found.map(([place]) => Math.abs(place - at)));
  const others = every.filter((one) => !large.has(one[1]) && apart(one) > 0);
  return [...found, ...others.sort((a, b) => apart(b) - apart(a)).slice(0, 1)];
}

// Those of them that together spell the phrase: every second one, and the last.
export const cover = (phrase) =>
  pairs(phrase).filter(([at], _, all) => at % 2 === 0 || at === all.length - 1);
