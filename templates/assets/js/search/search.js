// The whole search: reads what a query needs, once, and answers it.

import { excerpt } from "./excerpt.js";
import { dated, readFacets } from "./facets.js";
import { fold, readClasses } from "./fold.js";
import { bodyOf, inScript, readFragment } from "./fragments.js";
import { scores } from "./lunr-index.js";
import { fragmentPath, readManifest } from "./manifest.js";
import { Matcher } from "./matching.js";
import { parse } from "./query.js";
import { decode, decodeLarge, segmentOf, segmentPath } from "./segments.js";
import { cover, normalise } from "./tokens.js";

// `base` is the address of the `search/` folder, ending in a slash.
export class Search {
  constructor({ base, lunr, fetch }) {
    Object.assign(this, { base, lunr, fetch, kept: new Map() });
  }

  // Reads a file once; a failed attempt is forgotten, so that trying again can help.
  read(path, kind, options) {
    if (!this.kept.has(path)) {
      const attempt = this.fetch(this.base + path, options).then((answer) => {
        if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
        return answer[kind]();
      });
      attempt.catch(() => this.kept.delete(path));
      this.kept.set(path, attempt);
    }
    return this.kept.get(path);
  }

  // Reads what every search needs; calling it early makes the first one faster.
  async start() {
    const found = await this.read("manifest.json", "json", { cache: "no-cache" });
    if (this.manifest) return this;
    this.manifest = readManifest(found);
    this.classes = readClasses(found.classes);
    this.fold = (text) => fold(text, this.classes);
    return this;
  }

  // Forgets everything, for when the site has been built anew meanwhile.
  forget() {
    this.kept.clear();
    this.manifest = undefined;
  }

  // Answers a query as far as the index tells it: see Answer.
  async search(query) {
    await this.start();
    const clauses = parse(query);
    const normal = (text) => normalise(this.fold(text));
    const phrases = clauses
      .flatMap((clause) => clause.alternatives)
      .filter((one) => one.text !== undefined);
    const needed = phrases.flatMap((one) => cover(normal(one.text)).map(([, term]) => term));
    const terms = await this.terms(new Set(needed));
    const matcher = new Matcher(terms, this.manifest, normal);
    const { sure, possible } = matcher.clauses(clauses);
    const wanted = lunrTerms(clauses, normal);
    const scoring = new Map(
      wanted.filter(({ term }) => terms.has(term)).map(({ term }) => [term, terms.get(term)]),
    );
    const scored = scores(this.lunr, scoring, wanted, possible, this.manifest);
    const holds = async (number) =>
      sure.has(number) ||
      matcher.holds(clauses, number, normalise(bodyOf(await this.fragment(number), this.fold)));
    const phrasesShown = shownPhrases(clauses).map(normal);
    return new Answer(this, { query, ranked: rank(possible, scored), scored, holds, phrasesShown });
  }

  // The postings of terms, all files read in one step.
  async terms(wanted) {
    const { large, power } = this.manifest;
    const names = [...wanted].map((one) => (large.includes(one) ? one : segmentOf(one, power)));
    const parts = [...new Set(names)].map(async (name) => {
      const data = await this.read(segmentPath(name, this.manifest), "arrayBuffer");
      const bytes = new Uint8Array(data);
      return typeof name === "string"
        ? [[name, decodeLarge(bytes, name, this.manifest)]]
        : decode(bytes, name, this.manifest, wanted);
    });
    return new Map((await Promise.all(parts)).flat());
  }

  async fragment(number) {
    const found = await this.read(fragmentPath(this.manifest, number), "json");
    return readFragment(found, this.classes);
  }

  // The facets and days of all documents; read when results are there to be narrowed.
  async facets() {
    await this.start();
    return readFacets(await this.read(this.manifest.facets, "json"), this.manifest);
  }

  async hit(number, score, phrases, script) {
    const fragment = await this.fragment(number);
    const shown = inScript(fragment.shown, script);
    const cut = excerpt(inScript(fragment.text, script) ?? "", phrases, this.fold);
    return { slug: fragment.slug, date: fragment.date, score, shown, excerpt: cut };
  }
}

// What a query found. The best hits are checked and shown first; the number of all is
// known when the texts of the few documents that the index leaves open are read.
export class Answer {
  constructor(search, found) {
    Object.assign(this, found, { search });
  }

  // The documents that match, best first.
  async numbers() {
    const checked = await Promise.all(this.ranked.map(this.holds));
    return this.ranked.filter((_, i) => checked[i]);
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

  // Newest first, undated last.
  byDate(days) {
    return this.narrowed(() => true, dated(days, this.search.manifest));
  }

  // Yields the hits `from` to `from + count` in order, each as soon as it is known.
  async *hits(from, count, script) {
    let place = 0;
    let at = 0;
    while (place < from + count && at < this.ranked.length) {
      const batch = this.ranked.slice(at, at + from + count - place);
      at += batch.length;
      const checked = batch.map(this.holds);
      const shown = batch.map((number) => this.shown(number, script));
      for (const one of shown) one.catch(() => {});
      for (const [i] of batch.entries()) {
        if (!(await checked[i])) continue;
        place += 1;
        if (place > from) yield shown[i];
      }
    }
  }

  shown(number, script) {
    const score = this.scored.get(number) ?? 0;
    return this.search.hit(number, score, this.phrasesShown, script);
  }
}

// The terms of the Lunr query that scores: those of all wanted phrases.
function lunrTerms(clauses, normal) {
  return wantedPhrases(clauses).flatMap(({ text, field, required }) =>
    cover(normal(text)).map(([, term]) => ({ term, field, required })),
  );
}

function wantedPhrases(clauses) {
  return clauses
    .filter((clause) => !clause.excluded)
    .flatMap(({ alternatives }) =>
      alternatives
        .filter((one) => one.text !== undefined)
        .map((one) => ({ ...one, required: alternatives.length === 1 })),
    );
}

// The phrases that an excerpt marks.
export const shownPhrases = (clauses) => wantedPhrases(clauses).map(({ text }) => text);

// Best score first; equal scores (to nine decimals) by number, newest first.
export function rank(numbers, scored) {
  const rounded = (number) => Math.round((scored.get(number) ?? 0) * 1e9);
  return [...numbers].sort((a, b) => rounded(b) - rounded(a) || b - a);
}
