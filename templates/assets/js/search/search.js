// The whole search: reads what a query needs, once, and answers it.

import { fromText } from "./bits.js";
import { excerpt } from "./excerpt.js";
import { fold, readClasses } from "./fold.js";
import { bodyOf, inScript, readFragment } from "./fragments.js";
import { scores } from "./lunr-index.js";
import { fragmentPath, readManifest } from "./manifest.js";
import { Matcher } from "./matching.js";
import { parse } from "./query.js";
import { addPositions, decode, hasPositions, positionsPath } from "./segments.js";
import { positionsSize, segmentOf, segmentPath } from "./segments.js";
import { alikeIn } from "./similar.js";
import { cover, normalise, pairs } from "./tokens.js";

// Milliseconds for which the manifest is not asked for again.
const FRESH = 30_000;
// Documents that are decided by reading their texts.
const TEXTS = 32;
// Bytes of positions that are read rather than one text more.
const TEXT = 5000;

// `base` is the address of the `search/` folder, ending in a slash.
export class Search {
  constructor({ base, lunr, fetch }) {
    Object.assign(this, { base, lunr, fetch, kept: new Map() });
  }

  // Reads a file as `read` does with its answer. Names stay when contents change, so
  // the server is asked, but what has not changed is not sent again.
  async get(path, read) {
    const answer = await this.fetch(this.base + path, { cache: "no-cache" });
    if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
    return read(answer);
  }

  // The same, once; a failed attempt is forgotten, so that trying again can help.
  read(path, read) {
    if (!this.kept.has(path)) {
      const attempt = this.get(path, read);
      attempt.catch(() => this.kept.delete(path));
      this.kept.set(path, attempt);
    }
    return this.kept.get(path);
  }

  // Reads what every search needs; calling it early makes the first one faster.
  async start() {
    const text = await this.read("manifest.json", (answer) => answer.text());
    if (this.manifest) return;
    this.manifest = readManifest(JSON.parse(text));
    this.classes = readClasses(fromText(this.manifest.classes));
    this.fold = (one) => fold(one, this.classes);
    this.since = Date.now();
  }

  // Whether the index is still the one that was read; forgets everything if not.
  async same() {
    if (Date.now() - this.since < FRESH) return true;
    const before = await this.read("manifest.json");
    const now = await this.get("manifest.json", (answer) => answer.text());
    this.since = Date.now();
    if (now !== before) this.forget();
    return now === before;
  }

  // Forgets everything, for when the site has been built anew meanwhile.
  forget() {
    this.kept.clear();
    this.manifest = undefined;
  }

  // Answers a query as far as the index tells it: see Answer.
  async search(query) {
    await this.start();
    const [same, answer] = await Promise.all([this.same(), this.answer(parse(query))]);
    return same ? answer : this.search(query);
  }

  async answer(clauses) {
    const normal = (text) => normalise(this.fold(text));
    const every = clauses.flatMap((clause) => clause.alternatives);
    const needed = new Set(spelling(every, normal, cover));
    const terms = await this.terms(needed);
    const matcher = new Matcher(new Set(needed), terms, this.manifest, normal);
    const wanted = lunrTerms(clauses, normal);
    const scoring = new Map(
      wanted.filter(({ term }) => terms.has(term)).map(({ term }) => [term, terms.get(term)]),
    );
    const { possible } = matcher.clauses(clauses);
    const scored = scores(this.lunr, scoring, wanted, possible, this.manifest);
    return new Answer(this, { clauses, matcher, needed, scored, ranked: rank(possible, scored) });
  }

  // The segments and large terms that hold some terms.
  names(wanted) {
    const { large, power } = this.manifest;
    const own = new Set(large);
    return [...new Set([...wanted].map((one) => (own.has(one) ? one : segmentOf(one, power))))];
  }

  // The postings of a set of terms, all files read in one step.
  async terms(wanted) {
    const lists = await Promise.all(this.names(wanted).map((name) => this.lists(name)));
    const found = new Map();
    for (const { term, field, postings } of lists.flat()) {
      if (!wanted.has(term)) continue;
      if (!found.has(term)) found.set(term, {});
      found.get(term)[field] = postings;
    }
    return found;
  }

  lists(name) {
    return this.read(segmentPath(name), async (answer) =>
      decode(new Uint8Array(await answer.arrayBuffer()), name, this.manifest),
    );
  }

  // The segments of some terms that have positions still to be read, the least first,
  // each with about how many bytes they take.
  async unread(terms) {
    const names = this.names(terms).filter((name) => !this.kept.has(positionsPath(name)));
    const sized = names.map(async (name) => {
      const sizes = (await this.lists(name)).filter(hasPositions).map(positionsSize);
      return [name, sizes.reduce((a, b) => a + b, 0)];
    });
    const all = (await Promise.all(sized)).filter(([, size]) => size);
    return all.sort((a, b) => a[1] - b[1]);
  }

  // Adds the positions in the bodies to what has been read of some segments.
  async position(names) {
    const one = async (name) => {
      const lists = await this.lists(name);
      await this.read(positionsPath(name), async (answer) =>
        addPositions(new Uint8Array(await answer.arrayBuffer()), lists),
      );
    };
    await Promise.all(names.map(one));
  }

  fragment(number) {
    return this.read(fragmentPath(number), async (answer) =>
      readFragment(await answer.json(), this.classes),
    );
  }

  // What narrow.js makes of the facets and days of all documents.
  async facets(readFacets) {
    await this.start();
    return this.read(this.manifest.facets, async (answer) =>
      readFacets(await answer.json(), this.manifest),
    );
  }
}

// What a query found: the documents that may match, best first. The best hits are
// checked by their texts and shown first; the number of all is known when the positions
// of frequent terms have been read, and the texts of what they leave open.
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
    return this.matcher.holds(this.clauses, number, body, titles);
  }

  // The documents that match, best first.
  async numbers() {
    if (this.open().length > TEXTS) await this.deepen();
    if (this.open().length > TEXTS) await this.position();
    const checked = await Promise.all(this.ranked.map((one) => this.holds(one)));
    return this.ranked.filter((_, i) => checked[i]);
  }

  // The documents that only texts or positions can decide.
  open() {
    const { sure } = this.matcher.clauses(this.clauses);
    return this.ranked.filter((one) => !sure.has(one));
  }

  // Reads the other pairs of the phrases: those across words are rare and leave few open.
  async deepen() {
    const every = this.clauses.flatMap((clause) => clause.alternatives);
    const large = new Set(this.search.manifest.large);
    const others = spelling(every, this.matcher.normal, pairs).filter((one) => !large.has(one));
    const asked = new Set(others);
    this.learn(asked, await this.search.terms(asked));
    this.deep = true;
  }

  // Reads the positions in the bodies, which decide about most documents: all, or
  // those that take no more than some bytes together.
  async position(most = Infinity) {
    let left = most;
    const unread = await this.search.unread(this.needed);
    const names = unread.filter(([, size]) => (left -= size) >= 0).map(([name]) => name);
    await this.search.position(names);
    this.learn();
    this.positioned = names.length === unread.length;
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
    const ranked = this.ranked.filter(has);
    if (order) ranked.sort(order);
    return new Answer(this.search, { ...this, ranked });
  }

  // Yields the hits `from` to `from + count` in order, each as soon as it is known.
  // While texts decide and many fail, more of them are read at a time, and positions
  // as soon as they are the lesser part of what is read.
  async *hits(from, count, script) {
    const done = new Set();
    let place = 0;
    while (place < from + count) {
      const left = this.ranked.filter((number) => !done.has(number));
      const wanted = from + count - place;
      const batch = left.slice(0, this.positioned ? wanted : Math.max(wanted, done.size));
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
      if (place < from + count) await this.consider(done.size);
    }
  }

  // Reads more of the index when texts fail: first what is cheap, and positions if
  // they cost no more than some of the texts that have been read.
  async consider(read) {
    if (this.positioned || !this.open().length) return;
    if (!this.deep) await this.deepen();
    else await this.position(TEXT * read);
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

// The terms that alternatives are looked up by; `cut` is how a phrase is cut.
const spelling = (alternatives, normal, cut) =>
  alternatives.flatMap(({ text, word }) => {
    if (word) return [...new Set(pairs(normal(word)).map(([, term]) => term))];
    return text === undefined ? [] : cut(normal(text)).map(([, term]) => term);
  });

const wanted = (clauses) => clauses.filter((clause) => !clause.excluded);

// The terms of the Lunr query that scores: those of all that is wanted.
export const lunrTerms = (clauses, normal) =>
  wanted(clauses).flatMap(({ alternatives }) =>
    alternatives.flatMap((one) => {
      const required = one.text !== undefined && alternatives.length === 1;
      const found = spelling([one], normal, cover);
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

// Best score first; equal scores (to nine decimals) by number, newest first.
export function rank(numbers, scored) {
  const rounded = (number) => Math.round((scored.get(number) ?? 0) * 1e9);
  return [...numbers].sort((a, b) => rounded(b) - rounded(a) || b - a);
}
