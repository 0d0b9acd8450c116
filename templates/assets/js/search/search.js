// The whole search: reads what a query needs, once, and answers it.

import { Answer, lunrTerms, rank, spelling } from "./answer.js";
import { fromText } from "./bits.js";
import { fold, readClasses } from "./fold.js";
import { readFragment } from "./fragments.js";
import { scores, strongest } from "./lunr-index.js";
import { fragmentPath, readManifest } from "./manifest.js";
import { Matcher } from "./matching.js";
import { parse } from "./query.js";
import { addPositions, decode, positionsPath, segmentOf, segmentPath } from "./segments.js";
import { ends, leading, normalise } from "./tokens.js";

const MANIFEST = "manifest.json";
// Milliseconds for which the manifest is not asked for again.
const FRESH = 30_000;

const asText = (answer) => answer.text();
const asBytes = async (answer) => new Uint8Array(await answer.arrayBuffer());

// `base` is the address of the `search/` folder, ending in a slash; `copy` the text of the
// manifest, if it is at hand.
export class Search {
  constructor({ base, lunr, fetch, copy }) {
    Object.assign(this, { base, lunr, fetch, copy, kept: new Map() });
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
    if (this.manifest) return;
    const text = this.copy ?? (await this.read(MANIFEST, asText));
    if (this.manifest) return;
    this.manifest = readManifest(JSON.parse(text));
    this.text = text;
    this.since = this.copy ? -Infinity : Date.now();
    this.large = new Set(this.manifest.large);
    this.classes = readClasses(fromText(this.manifest.classes));
    this.fold = (one) => fold(one, this.classes);
  }

  // Whether the index is still the one that was read, which a page that is open for long,
  // or comes out of a cache, cannot know.
  async same() {
    if (Date.now() - this.since < FRESH) return true;
    const { text } = this;
    const same = (await this.get(MANIFEST, asText)) === text;
    if (same) this.since = Date.now();
    return same;
  }

  // Forgets everything, for when the site has been built anew meanwhile.
  forget() {
    this.kept.clear();
    this.copy = undefined;
    this.manifest = undefined;
  }

  // Answers a query as far as the index tells it: see Answer.
  async search(query) {
    await this.start();
    return this.answer(parse(query));
  }

  // Begins to read what answering a query needs.
  async prepare(query) {
    await this.start();
    await this.terms(this.leading(parse(query)));
  }

  // The terms that are looked up first.
  leading(clauses) {
    const normal = (text) => normalise(this.fold(text));
    return new Set(spelling(clauses, normal, (phrase) => leading(phrase, this.large)));
  }

  async answer(clauses) {
    const normal = (text) => normalise(this.fold(text));
    const asked = this.leading(clauses);
    const terms = await this.terms(asked);
    const matcher = new Matcher(asked, terms, this.manifest, normal);
    const wanted = lunrTerms(clauses, normal, (phrase) => ends(phrase, this.large));
    const scoring = new Map(
      wanted.filter(({ term }) => terms.has(term)).map(({ term }) => [term, terms.get(term)]),
    );
    const { possible } = matcher.clauses(clauses);
    const { lunr, manifest } = this;
    const score = (among) => scores(lunr, scoring, wanted, among, manifest);
    const best = strongest(scoring, wanted, possible, manifest);
    const scored = score(best);
    const others = [...possible].filter((one) => !best.has(one));
    const ranked = [...rank(best, scored), ...others];
    return new Answer(this, { clauses, matcher, scored, ranked, score, whole: !others.length });
  }

  // The segments and large terms that hold some terms.
  names(wanted) {
    const { power } = this.manifest;
    const nameOf = (one) => (this.large.has(one) ? one : segmentOf(one, power));
    return [...new Set([...wanted].map(nameOf))];
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
      decode(await asBytes(answer), name, this.manifest),
    );
  }

  // Adds the positions in bodies to what has been read of some large terms.
  async position(names) {
    const one = async (name) => {
      const lists = await this.lists(name);
      await this.read(positionsPath(name), async (answer) =>
        addPositions(await asBytes(answer), lists),
      );
    };
    await Promise.all(names.map(one));
  }

  fragment(number) {
    return this.read(fragmentPath(number), async (answer) =>
      readFragment(await asBytes(answer), this.classes),
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
