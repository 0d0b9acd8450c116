// Names and decodes segments; their layout is told in generator/search/segments.py.

import { Reader } from "./bits.js";
import { UNIT } from "./tokens.js";

const BODY = "body";
const CHECKED = 2;
const SPREAD = 0x9e3779b1;

const codes = (term) => [...term].map((one) => one.codePointAt(0));
const spread = (first) => Math.imul(first, SPREAD) >>> 16;
const repeated = (count, value) => Array(count).fill(value);
const bitLength = (value) => 32 - Math.clz32(value);

// The number of the segment that holds a term.
export function segmentOf(term, power) {
  const [first, second = 0] = codes(term);
  return (spread(first) + second) & (2 ** power - 1);
}

const stem = (name) =>
  typeof name === "string" ? `${codes(name).map((one) => one.toString(16)).join("-")}.large` : name;

// The paths of a segment, given by its number, or of a large term; of the positions of
// a large term.
export const segmentPath = (name) => `s/${stem(name)}.bin`;
export const positionsPath = (name) => `p/${stem(name)}.bin`;

// Decodes a segment or the file of a large term: lists {term, field, postings} in
// order; postings are {number, level, frequency, positions}, positions null where they
// are in the other file or nowhere.
export function decode(bytes, name, { power, fields, documents, levels }) {
  const bits = new Reader(bytes);
  const large = typeof name === "string";
  const terms = large ? [name] : readTerms(bits, name, power);
  const lists = readFields(bits, terms, fields.map(([field]) => field));
  const counts = bits.exponentials(repeated(lists.length, 0)).map((count) => count + 1);
  const orders = counts.map((count) => Math.max(0, bitLength(documents) - bitLength(count) - 1));
  const gaps = bits.rices(counts.flatMap((count, i) => repeated(count, orders[i])));
  let at = 0;
  lists.forEach((list, i) => {
    let number = -1;
    list.postings = gaps.slice(at, (at += counts[i])).map((gap) => {
      number += gap + 1;
      return { number, level: levels[number], frequency: 0, positions: null };
    });
  });
  const others = lists.filter(({ field }) => field !== BODY);
  readLevels(bits, others);
  const all = lists.flatMap(({ postings }) => postings);
  bits.exponentials(repeated(all.length, 0)).forEach((more, i) => (all[i].frequency = more + 1));
  const near = others.filter(isPair).flatMap(({ postings }) => postings);
  place(near, bits.exponentials(occurrences(near).map(() => 2)));
  if (!large) readPlaces(bits, lists);
  bits.finish();
  return lists;
}

// Adds the positions in bodies, from the other file, to the lists of a large term.
export function addPositions(bytes, lists) {
  const bits = new Reader(bytes);
  readPlaces(bits, lists);
  bits.finish();
}

const isPair = ({ term }) => codes(term).length > 1;
const inBody = (list) => list.field === BODY && isPair(list);

// Whether the index tells the positions of a list.
export const hasPositions = (list) => inBody(list) && list.postings.length > CHECKED;

// About how many bytes the positions of a list take.
export const positionsSize = ({ postings }) =>
  postings.reduce((sum, { frequency }) => sum + 1.3 * frequency, 0);

function readTerms(bits, name, power) {
  const count = bits.exponential(6);
  const firsts = bits.exponentials(repeated(count, 7));
  const highs = bits.exponentials(repeated(count, Math.max(0, 14 - power)));
  let first = 0;
  return firsts.map((step, i) => {
    first += step;
    const second = highs[i] * 2 ** power + ((name - spread(first)) & (2 ** power - 1));
    return String.fromCodePoint(first) + (second ? String.fromCodePoint(second) : "");
  });
}

function readFields(bits, terms, fields) {
  const only = terms.map(() => bits.bit());
  return terms.flatMap((term, i) => {
    const names = fields.filter((field) => (only[i] ? field === BODY : bits.bit()));
    return names.map((field) => ({ term, field }));
  });
}

function readLevels(bits, others) {
  const steps = bits.exponentials(others.flatMap(({ postings }) => repeated(postings.length, 0)));
  let at = 0;
  for (const { postings } of others) {
    let level = 0;
    for (const posting of postings) {
      const step = steps[at++];
      posting.level = level += step % 2 ? -(step + 1) / 2 : step / 2;
    }
  }
}

// The postings, each as often as its term occurs.
const occurrences = (postings) => postings.flatMap((one) => repeated(one.frequency, one));

function readPlaces(bits, lists) {
  const postings = lists.filter(hasPositions).flatMap((list) => list.postings);
  place(postings, bits.rices(occurrences(postings).map(placeOrder)));
}

// See `place_order` in generator/search/lists.py.
function placeOrder({ level, frequency }) {
  const shift = Math.max(0, Math.floor((level - 5) / 4));
  const length = (level - 4 * shift) * 2 ** shift * UNIT;
  return Math.max(0, bitLength((3 * length) / (4 * (frequency + 1))) - 1);
}

function place(postings, gaps) {
  let at = 0;
  for (const one of postings) {
    let last = -1;
    one.positions = gaps.slice(at, (at += one.frequency)).map((gap) => (last += gap + 1));
  }
}
