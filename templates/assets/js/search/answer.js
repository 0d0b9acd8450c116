// What a query found, and how it is made certain.

import { excerpt } from "./excerpt.js";
import { bodyOf, inScript } from "./fragments.js";
import { hasPositions, positionsSize } from "./segments.js";
import { alikeIn } from "./similar.js";
import { cover, normalise, pairs } from "./tokens.js";

// Documents that are decided by reading their texts.
const TEXTS = 32;
// Texts that are read rather than more of the index.
const FEW = 2;
// Bytes of positions that are read rather than one text more.
const TEXT = 5000;

// The documents that may match, best first. The index tells about most of them; the
// best hits are checked by their texts, which are read to show them, and come first; the
// number of all is known when what is left open has been decided.
export class Answer {
  constructor(search, found) {
    Object.assign(this, found, { search });
  }

  // Whether a document matches, by its text where the index does not tell.
  async holds(number) {
    const { sure, possible } = this.matcher.clauses(this.clauses);
    if (sure.has(number) || !possible.has(number)) return sure.has(number);
    const { normal } = this.matcher;
    const fragment = await this.search.fragment(number);
    const titles = Object.values(fragment.shown).map(({ title }) => normal(title ?? ""));
    const body = normalise(bodyOf(fragment, this.search.fold));
    const value = () => this.matcher.holds(this.clauses, number, body, titles);
    if (value() === 0.5) await this.ask(this.others(cover));
    return value() === 1;
  }

  // The documents that match, best first.
  async numbers() {
    if (this.open().length > TEXTS) await this.ask(this.others(cover));
    if (this.open().length > TEXTS) await this.ask(this.small(this.others(pairs)));
    if (this.open().length > TEXTS) await this.position();
    const open = this.open();
    const checked = await Promise.all(open.map((one) => this.holds(one)));
    const failed = new Set(open.filter((_, i) => !checked[i]));
    return this.ranked.filter((one) => !failed.has(one));
  }

  // Scores and ranks all documents; at first only the best are.
  rankAll() {
    if (this.whole) return;
    this.scored = this.score(new Set(this.ranked));
    this.ranked = rank(this.ranked, this.scored);
    this.whole = true;
  }

  // The documents that only texts or more of the index can decide.
  open() {
    const { sure } = this.matcher.clauses(this.clauses);
    return this.ranked.filter((one) => !sure.has(one));
  }

  // The terms of the phrases, cut in a way, that have not been looked up.
  others(cut) {
    const every = new Set(spelling(this.clauses, this.matcher.normal, cut));
    return [...every].filter((one) => !this.matcher.asked.has(one));
  }

  small(terms) {
    return terms.filter((one) => !this.search.large.has(one));
  }

  // Looks up more terms of the phrases.
  async ask(terms) {
    const asked = new Set(terms);
    this.learn(asked, await this.search.terms(asked));
  }

  // Reads the positions of large pairs in bodies, if they take no more than some bytes.
  async position(most = Infinity) {
    const asked = [...this.search.large].filter((one) => this.matcher.asked.has(one));
    const lists = await Promise.all(asked.map((one) => this.search.lists(one)));
    const told = lists.flat().filter(hasPositions);
    const size = told.reduce((sum, list) => sum + positionsSize(list), 0);
    if (size > most) return;
    await this.search.position(told.map(({ term }) => term));
    this.learn();
    this.positioned = true;
  }

  learn(...more) {
    this.matcher.learn(...more);
    const { possible } = this.matcher.clauses(this.clauses);
    this.ranked = this.ranked.filter((one) => possible.has(one));
  }

  async total() {
    return (await this.numbers()).length;
  }

  // Only documents of which `has` is true, in another order if one is given.
  narrowed(has, order) {
    this.rankAll();
    const ranked = this.ranked.filter(has);
    if (order) ranked.sort(order);
    return new Answer(this.search, { ...this, ranked });
  }

  // Yields the hits `from` to `from + count` in order, each as soon as it is known.
  // While half of the texts fail or more, more of the index is read, and more texts at
  // a time.
  async *hits(from, count, script) {
    const done = new Set();
    let place = 0;
    while (place < from + count) {
      if (!this.whole && this.ranked.slice(0, from + count).some((one) => !this.scored.has(one))) {
        this.rankAll();
      }
      const left = this.ranked.filter((number) => !done.has(number));
      const wanted = from + count - place;
      const batch = left.slice(0, Math.max(wanted, done.size - place));
      if (!batch.length) return;
      const checked = batch.map((number) => this.holds(number));
      const ahead = batch.slice(0, wanted).map((number) => this.shown(number, script));
      for (const one of [...checked, ...ahead]) one.catch(() => {});
      for (const [i, number] of batch.entries()) {
        done.add(number);
        if (place >= from + count || !(await checked[i])) continue;
        place += 1;
        if (place > from) yield ahead[i] ?? this.shown(number, script);
      }
      const many = left.length - batch.length > FEW;
      if (many && place < from + count && 2 * place <= done.size) await this.consider(done.size);
    }
  }

  // Reads more of the index when texts fail: more pairs of the phrases, or positions if
  // they cost no more than some of the texts that have been read.
  async consider(read) {
    const others = this.small(this.others(cover));
    if (others.length) await this.ask(others);
    else if (!this.positioned) await this.position(TEXT * read);
  }

  async shown(number, script) {
    const { fold } = this.search;
    const fragment = await this.search.fragment(number);
    const text = inScript(fragment.text, script) ?? "";
    return {
      slug: fragment.slug,
      date: fragment.date,
      score: this.scored.get(number) ?? 0,
      shown: inScript(fragment.shown, script),
      excerpt: excerpt(text, shownPhrases(this.clauses, this.matcher.normal, text), fold),
    };
  }
}

// The terms that clauses are looked up by; `cut` is how a phrase is cut.
export const spelling = (clauses, normal, cut) =>
  clauses.flatMap(({ alternatives }) =>
    alternatives.flatMap(({ text, word }) => {
      if (word) return [...new Set(pairs(normal(word)).map(([, term]) => term))];
      return text === undefined ? [] : cut(normal(text)).map(([, term]) => term);
    }),
  );

const wanted = (clauses) => clauses.filter((clause) => !clause.excluded);

// The terms of the Lunr query that scores: those of all that is wanted.
export const lunrTerms = (clauses, normal, cut) =>
  wanted(clauses).flatMap(({ alternatives }) =>
    alternatives.flatMap((one) => {
      const required = one.text !== undefined && alternatives.length === 1;
      const found = spelling([{ alternatives: [one] }], normal, cut);
      return found.map((term) => ({ term, field: one.field, required }));
    }),
  );

// What an excerpt of a text marks, normalised.
const shownPhrases = (clauses, normal, text) =>
  wanted(clauses)
    .flatMap((clause) => clause.alternatives)
    .flatMap(({ text: phrase, word }) => {
      if (word) return alikeIn(normal(word), [normal(text)]);
      return phrase === undefined ? [] : [normal(phrase)];
    });

// Best score first; equal scores (to nine decimals) by number, the last first.
export function rank(numbers, scored) {
  const rounded = (number) => Math.round((scored.get(number) ?? 0) * 1e9);
  return [...numbers].sort((a, b) => rounded(b) - rounded(a) || b - a);
}
