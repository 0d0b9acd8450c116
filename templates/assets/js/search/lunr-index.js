// Scores documents with a real lunr.Index, assembled from the postings of the query's
// terms; see generator/search/lunr_index.py for why that changes no score.

import { UNIT, fieldLength } from "./tokens.js";

const K1 = 1.2;
const B = 0.75;
const BODY = "body";

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

function buildIndex(lunr, terms, among, manifest) {
  const fields = manifest.fields.map(([name]) => name);
  const sorted = [...terms.keys()].sort();
  const invertedIndex = Object.create(null);
  const fieldVectors = {};
  sorted.forEach((term, place) => {
    const posting = Object.assign(Object.create(null), { _index: place });
    for (const name of fields) posting[name] = Object.create(null);
    for (const [name, number, weight] of weights(terms.get(term), among, manifest)) {
      posting[name][number] = {};
      (fieldVectors[`${name}/${number}`] ??= new lunr.Vector()).elements.push(place, weight);
    }
    invertedIndex[term] = posting;
  });
  const tokenSet = lunr.TokenSet.fromArray(sorted);
  const pipeline = new lunr.Pipeline();
  return new lunr.Index({ invertedIndex, fieldVectors, tokenSet, fields, pipeline });
}

// [field, document number, Lunr's weight] of one term in the documents of `among`.
export function weights(postings, among, { documents, fields }) {
  const having = Object.values(postings).reduce((sum, list) => sum + list.length, 0);
  const idf = Math.log(1 + Math.abs((documents - having + 0.5) / (having + 0.5)));
  return fields.flatMap(([name, boost, total]) =>
    (postings[name] ?? [])
      .filter(({ number }) => among.has(number))
      .map(({ number, level, frequency }) => {
        const relative = fieldLength(level, name === BODY ? UNIT : 1) / (total / documents);
        const weight =
          (idf * ((K1 + 1) * frequency)) / (K1 * (1 - B + B * relative) + frequency);
        return [name, number, Math.round(weight * boost * 1000) / 1000];
      }),
  );
}
