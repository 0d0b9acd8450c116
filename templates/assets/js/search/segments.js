// Names and decodes segments; their layout is told in generator/search/segments.py.

import { Reader } from "./bits.js";

const BODY = "body";
const CHECKED = 32;
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

// The paths of a segment, given by its number, or of a large term.
export const segmentPath = (name) => `s/${stem(name)}.bin`;
export const positionsPath = (name) => `p/${stem(name)}.bin`;

// Decodes a segment or the file of a large term: lists {term, field, postings} in
// order; postings are {number, level, frequency, positions}, positions null where they
// are in the other file or nowhere.
export function decode(bytes, name, { power, fields, documents, levels }) {
  const bits = new Reader(bytes);
  const terms = typeof name === "string" ? [name] : readTerms(bits, name, power);
  const lists = readFields(bits, terms, fields.map(([field]) => field));
  const counts = bits.exponentials(repeated(lists.length, 0)).map((count) => count + 1);
  const orders = counts.map((count) => Math.max(0, bitLength(documents) - bitLength(count) - 1));
  const gaps = bits.exponentials(counts.flatMap((count, i) => repeated(count, orders[i])));
  let at = 0;
  lists.forEach((list, i) => {
    let number = -1;
    list.postings = gaps.slice(at, (at += counts[i])).map((gap) => {
      number += gap + 1;
      return { number, level: levels[number], frequency: 0, positions: null };
    });
  });
  const others = lists.filter(({ field }) => field !== BODY);
  const steps = bits.exponentials(others.flatMap(({ postings }) => repeated(postings.length, 0)));
  at = 0;
  for (const { postings } of others) {
    let level = 0;
    for (const posting of postings) {
      const step = steps[at++];
      posting.level = level += step % 2 ? -(step + 1) / 2 : step / 2;
    }
  }
  const all = lists.flatMap(({ postings }) => postings);
  bits.exponentials(repeated(all.length, 0)).forEach((more, i) => (all[i].frequency = more + 1));
  readPositions(bits, 2, others.filter(({ term }) => codes(term).length > 1));
  return lists;
}

// Adds the positions in the bodies, from the other file, to decoded lists.
export const addPositions = (bytes, lists) =>
  readPositions(new Reader(bytes), 8, lists.filter(hasPositions));

// Whether the positions of a list are in the other file.
export const hasPositions = ({ term, field, postings }) =>
  field === BODY && postings.length > CHECKED && codes(term).length > 1;

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

function readPositions(bits, order, lists) {
  const postings = lists.flatMap((list) => list.postings);
  const total = postings.reduce((sum, { frequency }) => sum + frequency, 0);
  const gaps = bits.exponentials(repeated(total, order));
  bits.finish();
  let at = 0;
  for (const one of postings) {
    let last = -1;
    one.positions = gaps.slice(at, (at += one.frequency)).map((gap) => (last += gap + 1));
  }
}
