// Scores documents with a real lunr.Index, assembled from the postings of the query's
// terms; see generator/search/lunr_index.py for why that changes no score.

import { UNIT, fieldLength } from "./tokens.js";

const K1 = 1.2;
const B = 0.75;
const BODY = "body";
// Documents that are surely scored at first: some pages of results.
const FIRST = 100;
// Sums in another order differ by less.
const ROUNDING = 1e-6;

// `wanted` is a list of {term, field, required}; returns a Map of scores by number.
export function scores(lunr, terms, wanted, among, manifest) {
  if (!wanted.length) return new Map();
  const index = buildIndex(lunr, terms, among, manifest);
  const { REQUIRED, OPTIONAL } = lunr.Query.presence;
  const found = index.query((query) => {
    for (const { term, field, required } of wanted) {
      const clause = { term, usePipeline: false, presence: required ? REQUIRED : OPTIONAL };
      query.clause(field ? { ...clause, fields: [field] } : clause);
    }
  });
  return new Map(found.map(({ ref, score }) => [Number(ref), score]));
}

// Those of some documents among which the best are sure to be. Lunr takes ten times as
// long for all documents of a common word, and only the best are looked at.
export function strongest(terms, wanted, among, manifest) {
  if (among.size <= FIRST || !wanted.length) return among;
  const sums = new Float64Array(manifest.documents);
  for (const [name] of manifest.fields) {
    const times = new Map();
    for (const { term, field } of wanted) {
      if (!field || field === name) times.set(term, (times.get(term) ?? 0) + 1);
    }
    const length = Math.hypot(...times.values());
    for (const [term, count] of times) {
      const postings = terms.get(term) ?? {};
      const weight = weigher(postings, manifest);
      for (const one of postings[name] ?? []) sums[one.number] += (count / length) * weight(name, one);
    }
  }
  const sorted = Float64Array.from(among, (number) => sums[number]).sort();
  const least = sorted[sorted.length - FIRST] - ROUNDING;
  return new Set([...among].filter((number) => sums[number] >= least));
}

function buildIndex(lunr, terms, among, manifest) {
  const fields = manifest.fields.map(([name]) => name);
  const sorted = [...terms.keys()].sort();
  const invertedIndex = Object.create(null);
  const fieldVectors = {};
  sorted.forEach((term, place) => {
    const postings = terms.get(term);
    const weight = weigher(postings, manifest);
    const entry = Object.assign(Object.create(null), { _index: place });
    for (const name of fields) {
      entry[name] = Object.create(null);
      for (const one of postings[name] ?? []) {
        if (!among.has(one.number)) continue;
        entry[name][one.number] = {};
        const vector = (fieldVectors[`${name}/${one.number}`] ??= new lunr.Vector());
        vector.elements.push(place, weight(name, one));
      }
    }
    invertedIndex[term] = entry;
  });
  const tokenSet = lunr.TokenSet.fromArray(sorted);
  const pipeline = new lunr.Pipeline();
  return new lunr.Index({ invertedIndex, fieldVectors, tokenSet, fields, pipeline });
}

// Lunr's weight of one term in a field of a document, by the field's name and the posting.
function weigher(postings, { documents, fields }) {
  const having = Object.values(postings).reduce((sum, list) => sum + list.length, 0);
  const idf = Math.log(1 + Math.abs((documents - having + 0.5) / (having + 0.5)));
  const facts = new Map(fields.map(([name, ...others]) => [name, others]));
  return (name, { level, frequency }) => {
    const [boost, total] = facts.get(name);
    const relative = fieldLength(level, name === BODY ? UNIT : 1) / (total / documents);
    const weight = (idf * ((K1 + 1) * frequency)) / (K1 * (1 - B + B * relative) + frequency);
    return Math.round(weight * boost * 1000) / 1000;
  };
}
