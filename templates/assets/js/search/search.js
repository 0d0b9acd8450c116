// The whole search: reads what a query needs, once, and answers it.

import { excerpt } from "./excerpt.js";
import { fold, readClasses } from "./fold.js";
import { bodyOf, inScript, readFragment } from "./fragments.js";
import { scores } from "./lunr-index.js";
import { fragmentPath, readManifest } from "./manifest.js";
import { Matcher } from "./matching.js";
import { plan } from "./plan.js";
import { parse } from "./query.js";
import { decode } from "./segments.js";
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
    const classes = readClasses(await this.read(found.fold, "json"));
    this.manifest ??= readManifest(found);
    this.classes ??= classes;
    this.fold ??= (text) => fold(text, classes);
    return this;
  }

  // Forgets everything, for when the site has been built anew meanwhile.
  forget() {
    this.kept.clear();
    this.manifest = this.classes = this.fold = undefined;
  }

  // Answers a query: {query, total, hits(from, count, script)}.
  async search(query) {
    await this.start();
    const clauses = parse(query);
    const normal = (text) => normalise(this.fold(text));
    const phrases = clauses
      .flatMap((clause) => clause.alternatives)
      .filter((one) => one.text !== undefined);
    const needed = phrases.flatMap((one) => cover(normal(one.text)).map(([, term]) => term));
    const terms = await this.terms(new Set(needed));
    const numbers = await this.matches(new Matcher(terms, this.manifest, normal), clauses);
    const wanted = lunrTerms(clauses, normal);
    const scoring = new Map(
      wanted.filter(({ term }) => terms.has(term)).map(({ term }) => [term, terms.get(term)]),
    );
    const scored = scores(this.lunr, scoring, wanted, numbers, this.manifest);
    const ranked = rank(numbers, scored);
    const marked = shownPhrases(clauses).map(normal);
    const hits = (from, count, script) =>
      Promise.all(
        ranked.slice(from, from + count).map((number) =>
          this.hit(number, scored.get(number) ?? 0, marked, script),
        ),
      );
    return { query, total: ranked.length, hits };
  }

  async terms(wanted) {
    const readNode = (name) => this.read(`d/${name}.json`, "json");
    const names = await plan(this.manifest.segments, wanted, readNode);
    const segments = await Promise.all(
      names.map((name) => this.read(`s/${name}.bin`, "arrayBuffer")),
    );
    return new Map(
      segments.flatMap((data) => decode(new Uint8Array(data), this.manifest, wanted)),
    );
  }

  async fragment(number) {
    const found = await this.read(fragmentPath(this.manifest, number), "json");
    return readFragment(found, this.classes);
  }

  // All matches: the texts of those that the index leaves open decide.
  async matches(matcher, clauses) {
    const { sure, possible } = matcher.clauses(clauses);
    const open = [...possible].filter((number) => !sure.has(number));
    const checked = await Promise.all(
      open.map(async (number) => {
        const body = normalise(bodyOf(await this.fragment(number), this.fold));
        return matcher.holds(clauses, number, body);
      }),
    );
    return new Set([...sure, ...open.filter((_, i) => checked[i])]);
  }

  async hit(number, score, phrases, script) {
    const fragment = await this.fragment(number);
    const shown = inScript(fragment.shown, script);
    const cut = excerpt(inScript(fragment.text, script) ?? "", phrases, this.fold);
    return { slug: fragment.slug, date: fragment.date, score, shown, excerpt: cut };
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
