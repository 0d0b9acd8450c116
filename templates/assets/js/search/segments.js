// Decodes segments; their layout is told in generator/search/segments.py.

import { Reader, width } from "./bits.js";

const BODY = "body";
const CHECKED = 32;

// The order of the code for the gaps of a list.
const bitLength = (value) => 32 - Math.clz32(value);
const gapOrder = (postings, documents) =>
  Math.max(0, bitLength(documents) - bitLength(postings) - 1);

// Returns [term, postings] of the terms in `wanted`; postings by field are lists of
// {number, length, frequency, positions}, positions null where the index has none.
export function decode(bytes, manifest, wanted) {
  const bits = new Reader(bytes);
  const found = [];
  let first = 0;
  let second = -1;
  for (let count = bits.exponential(6); count > 0; count -= 1) {
    if (!bits.bit()) {
      first += bits.exponential(8);
      second = -1;
    }
    second += bits.exponential(8) + 1;
    const term = String.fromCodePoint(first) + (second ? String.fromCodePoint(second) : "");
    const postings = readPostings(bits, manifest, second > 0);
    if (wanted.has(term)) found.push([term, postings]);
  }
  return found;
}

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
    const size = width(length - 1);
    const positions = positioned
      ? Array.from({ length: frequency }, () => bits.fixed(size))
      : null;
    found.push({ number, length, frequency, positions });
  }
  return found;
}
