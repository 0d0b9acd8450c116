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
import { ends, normalise } from "./tokens.js";

// Milliseconds for which the manifest is not asked for again.
const FRESH = 30_000;

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
    this.large = new Set(this.manifest.large);
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
    const cut = (phrase) => ends(phrase, this.large);
    const asked = new Set(spelling(clauses, normal, cut));
    const terms = await this.terms(asked);
    const matcher = new Matcher(asked, terms, this.manifest, normal);
    const wanted = lunrTerms(clauses, normal, cut);
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
      decode(new Uint8Array(await answer.arrayBuffer()), name, this.manifest),
    );
  }

  // Adds the positions in bodies to what has been read of some large terms.
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
