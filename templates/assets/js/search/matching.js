// Which documents match; see generator/search/matching.py. An answer is {sure,
// possible}: two sets of document numbers, the first inside the second.

import { rangeOf } from "./manifest.js";
import { SPARED, alikeIn } from "./similar.js";
import { pairs } from "./tokens.js";

const [TITLE, BODY] = ["title", "body"];
const EMPTY = new Set();

const union = (sets) => {
  const [largest, ...others] = sets.filter((set) => set.size).sort((a, b) => b.size - a.size);
  if (!others.length) return largest ?? EMPTY;
  const found = new Set(largest);
  for (const set of others) for (const one of set) found.add(one);
  return found;
};
const intersection = (sets) => {
  const [smallest, ...others] = [...sets].sort((a, b) => a.size - b.size);
  if (!others.length) return smallest;
  return new Set([...smallest].filter((one) => others.every((set) => set.has(one))));
};
const range = (first, end) =>
  new Set(Array.from({ length: end - first }, (_, i) => first + i));

// `asked`: the terms that were looked up, `terms`: a Map of the postings that were found;
// `normal` folds and normalises a phrase.
export class Matcher {
  constructor(asked, terms, manifest, normal) {
    Object.assign(this, { asked, terms, manifest, normal });
    this.learn();
  }

  get everything() {
    return range(0, this.manifest.documents);
  }

  // Takes in what was found of more terms that were asked for; forgets the answers
  // that were given before these, or more positions, were known.
  learn(asked = [], terms = []) {
    for (const one of asked) this.asked.add(one);
    for (const [term, postings] of terms) this.terms.set(term, postings);
    this.known = new Map();
  }

  clauses(clauses) {
    return this.remembered(clauses, () => this.all(clauses));
  }

  remembered(key, answer) {
    if (!this.known.has(key)) this.known.set(key, answer());
    return this.known.get(key);
  }

  all(clauses) {
    if (!clauses.length) return { sure: EMPTY, possible: EMPTY };
    const answers = clauses.map((clause) => this.clause(clause));
    return {
      sure: intersection(answers.map((one) => one.sure)),
      possible: intersection(answers.map((one) => one.possible)),
    };
  }

  // Whether a document matches, given its normalised body and titles: 1, 0, or a half
  // where neither they nor the index tell (as in Kleene's logic).
  holds(clauses, number, body, titles) {
    const values = clauses.map(({ alternatives, excluded }) => {
      const value = Math.max(...alternatives.map((one) => this.stands(one, number, body, titles)));
      return excluded ? 1 - value : value;
    });
    return Math.min(...values);
  }

  stands(one, number, body, titles) {
    const { sure, possible } = this.alternative(one);
    if (sure.has(number) || !possible.has(number)) return Number(sure.has(number));
    if (one.word) return Number(alikeIn(this.normal(one.word), [body, ...titles]).length > 0);
    const phrase = this.normal(one.text);
    const texts = one.field ? [] : [body];
    if (!one.field || one.field === TITLE) texts.push(...titles);
    if (texts.some((text) => text.includes(phrase))) return 1;
    const others = this.fieldsOf(one).filter((field) => field !== BODY);
    return others.some((field) => this.inField(phrase, field).possible.has(number)) ? 0.5 : 0;
  }

  clause({ alternatives, excluded }) {
    const answers = alternatives.map((one) => this.alternative(one));
    const sure = union(answers.map((one) => one.sure));
    const possible = union(answers.map((one) => one.possible));
    if (!excluded) return { sure, possible };
    const without = (set) => new Set([...this.everything].filter((one) => !set.has(one)));
    return { sure: without(possible), possible: without(sure) };
  }

  alternative(one) {
    return this.remembered(one, () => this.matches(one));
  }

  matches(one) {
    if (one.word) return { sure: EMPTY, possible: this.nearly(this.normal(one.word)) };
    if (one.text === undefined) {
      const numbers = range(...rangeOf(this.manifest, one.first, one.last));
      return { sure: numbers, possible: numbers };
    }
    const phrase = this.normal(one.text);
    if (!phrase) return { sure: this.everything, possible: this.everything };
    const answers = this.fieldsOf(one).map((field) => this.inField(phrase, field));
    return {
      sure: union(answers.map((answer) => answer.sure)),
      possible: union(answers.map((answer) => answer.possible)),
    };
  }

  fieldsOf({ field }) {
    return field ? [field] : this.manifest.fields.map(([name]) => name);
  }

  inField(phrase, field) {
    return this.remembered(`${field}:${phrase}`, () => this.found(phrase, field));
  }

  found(phrase, field) {
    const characters = [...phrase];
    const lists = pairs(phrase)
      .filter(([, term]) => this.asked.has(term))
      .map(([at, term]) => [this.terms.get(term)?.[field] ?? [], at]);
    const numbers = intersection(
      lists.map(([list]) => new Set(list.map((posting) => posting.number))),
    );
    if (characters.length < 3) return { sure: numbers, possible: numbers };
    const told = lists.filter(([list]) => list[0]?.positions);
    const found = told.length > 1 ? aligned(told, numbers) : numbers;
    const covered = new Set(told.flatMap(([, at]) => [at, at + 1]));
    return { sure: covered.size === characters.length ? found : EMPTY, possible: found };
  }

  // The documents that have all pairs of a word but a few in their title or body.
  nearly(word) {
    const spelt = [...new Set(pairs(word).map(([, term]) => term))];
    const least = Math.max(1, spelt.length - SPARED);
    const inField = (field) => {
      const counts = new Map();
      for (const { number } of spelt.flatMap((term) => this.terms.get(term)?.[field] ?? [])) {
        counts.set(number, (counts.get(number) ?? 0) + 1);
      }
      return [...counts].filter(([, count]) => count >= least).map(([number]) => number);
    };
    return new Set([TITLE, BODY].flatMap(inField));
  }
}

// The documents in which terms, given as [list, start], stand at these distances.
function aligned(told, among) {
  const firsts = new Map();
  for (const [list, start] of told) {
    for (const { number, positions } of list) {
      if (!among.has(number)) continue;
      const places = new Set((positions ?? []).map((place) => place - start));
      const before = firsts.get(number);
      firsts.set(number, before ? intersection([before, places]) : places);
    }
  }
  return new Set([...firsts].filter(([, places]) => places.size).map(([number]) => number));
}
