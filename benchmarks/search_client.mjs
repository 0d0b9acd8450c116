// Asks our search as the browser runs it, on a built folder, and notes what it reads.
// Run by benchmarks/search.py: node search_client.mjs task.json > answers.json

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";

import { Search } from "../templates/assets/js/search/search.js";
import { fold } from "../templates/assets/js/search/fold.js";
import { normalise } from "../templates/assets/js/search/tokens.js";
import { loadLunr } from "../tests/client/support.mjs";

const task = JSON.parse(readFileSync(process.argv[2], "utf8"));
const lunr = await loadLunr();
const copy = readFileSync(join(task.folder, "manifest.json"), "utf8");
const page = readFileSync(task.page, "utf8");
const zipped = (text) => gzipSync(text, { level: 6 }).length;
const carried = zipped(page) - zipped(page.replace(copy, ""));

// A `fetch` of files that counts requests and bytes as a server with gzip sends them.
function counter() {
  const count = { requests: 0, bytes: 0 };
  const fetch = async (address) => {
    const data = readFileSync(join(task.folder, address));
    count.requests += 1;
    count.bytes += gzipSync(data, { level: 6 }).length;
    return {
      ok: true,
      text: async () => data.toString("utf8"),
      json: async () => JSON.parse(data.toString("utf8")),
      arrayBuffer: async () => data.buffer.slice(data.byteOffset, data.byteOffset + data.length),
    };
  };
  return { count, fetch };
}

// The page carries the manifest: no request, but it is so much longer.
async function first(query) {
  const { count, fetch } = counter();
  count.bytes += carried;
  const answer = await new Search({ base: "", lunr, fetch, copy }).search(query);
  for await (const _ of answer.hits(0, 1, "hans")) break;
  return count;
}

const all = new Search({ base: "", lunr, fetch: counter().fetch });

async function answered(query) {
  const answer = await all.search(query);
  answer.rankAll();
  const numbers = await answer.numbers();
  const slugs = [];
  for (const number of numbers) slugs.push((await all.fragment(number)).slug);
  const scores = numbers.map((number) => answer.scored.get(number) ?? 0);
  const marks = [];
  for await (const hit of answer.hits(0, 10, "hant")) marks.push(marked(hit, query));
  return { slugs, scores, marks };
}

// Whether all marks of an excerpt cover the query exactly; null without any, as when
// the query is in the title only.
function marked({ excerpt }, query) {
  const normal = (text) => normalise(fold(text, all.classes));
  const characters = [...excerpt.text];
  const wanted = normal(query.replaceAll('"', ""));
  if (!excerpt.marks.length) return null;
  return excerpt.marks.every(([a, b]) => normal(characters.slice(a, b).join("")) === wanted);
}

const answers = [];
for (const query of task.queries) {
  const counts = task.counted ? await first(query) : undefined;
  answers.push({ ...(task.counted === "only" ? {} : await answered(query)), ...counts });
}
process.stdout.write(JSON.stringify(answers));
