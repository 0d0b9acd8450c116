// Names and decodes segments; their layout is told in generator/search/segments.py.

import { Reader } from "./bits.js";

const BODY = "body";
const CHECKED = 32;
const SPREAD = 0x9e3779b1;

const codes = (term) => [...term].map((one) => one.codePointAt(0));
const spread = (first) => Math.imul(first, SPREAD) >>> 16;
const lowBits = (power) => 2 ** power - 1;

// The order of the code for the gaps of a list.
const bitLength = (value) => 32 - Math.clz32(value);
const gapOrder = (postings, documents) =>
  Math.max(0, bitLength(documents) - bitLength(postings) - 1);

// The number of the segment that holds a term.
export function segmentOf(term, power) {
  const [first, second = 0] = codes(term);
  return (spread(first) + second) & lowBits(power);
}

// The address of a segment by its number, or of a large term.
export function segmentPath(name, { build }) {
  const own = typeof name === "string";
  const file = own ? `${codes(name).map((one) => one.toString(16)).join("-")}.large` : name;
  return `s/${file}.bin?${build}`;
}

// Decodes a segment: [term, postings] of those terms that are in `wanted`; postings by
// field are lists of {number, length, frequency, positions}, positions null where the
// index has none.
export function decode(bytes, name, manifest, wanted) {
  const bits = new Reader(bytes);
  const { power } = manifest;
  const found = [];
  let first = 0;
  for (let count = bits.exponential(6); count > 0; count -= 1) {
    first += bits.exponential(7);
    const high = bits.exponential(Math.max(0, 14 - power));
    const second = high * 2 ** power + ((name - spread(first)) & lowBits(power));
    const term = String.fromCodePoint(first) + (second ? String.fromCodePoint(second) : "");
    const postings = readPostings(bits, manifest, second > 0);
    if (wanted.has(term)) found.push([term, postings]);
  }
  return found;
}

// Decodes the file of a large term.
export const decodeLarge = (bytes, term, manifest) =>
  readPostings(new Reader(bytes), manifest, codes(term).length > 1);

function readPostings(bits, manifest, pair) {
  const bodiesOnly = bits.bit();
  const names = manifest.fields
    .map(([name]) => name)
    .filter((name) => (bodiesOnly ? name === BODY : bits.bit()));
  return Object.fromEntries(names.map((name) => [name, readField(bits, manifest, pair, name)]));
}

function readField(bits, { documents, lengths }, pair, name) {
  const postings = bits.exponential(0) + 1;
  const order = gapOrder(postings, documents);
  const positioned = pair && (name !== BODY || postings > CHECKED);
  const found = [];
  let number = -1;
  for (let i = 0; i < postings; i += 1) {
    number += bits.exponential(order) + 1;
    const length = name === BODY ? lengths[number] : bits.exponential(4);
    const frequency = bits.exponential(0) + 1;
    const positions = positioned
      ? Array.from({ length: frequency }, () => bits.truncated(length - 1))
      : null;
    found.push({ number, length, frequency, positions });
  }
  return found;
}
