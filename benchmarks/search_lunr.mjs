// Builds one whole lunr.js index of some articles and compares our search with it.
// Run by benchmarks/search_equality.py: node search_lunr.mjs task.json > result.json

import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";

import { lunrTerms, rank } from "../templates/assets/js/search/answer.js";
import { parse } from "../templates/assets/js/search/query.js";
import { Search } from "../templates/assets/js/search/search.js";
import { ends } from "../templates/assets/js/search/tokens.js";
import { folderFetch, loadLunr } from "../tests/client/support.mjs";

const task = JSON.parse(readFileSync(process.argv[2], "utf8"));
const lunr = await loadLunr();
const search = new Search({ base: "", lunr, fetch: folderFetch(task.folder) });
await search.start();

const begin = process.cpuUsage();
const builder = new lunr.Builder();
builder.ref("id");
for (const [name, boost] of search.manifest.fields) builder.field(name, { boost });
for (const line of readFileSync(task.tokens, "utf8").trimEnd().split("\n")) {
  builder.add(JSON.parse(line));
}
const whole = builder.build();
const cpu = process.cpuUsage(begin);
const bytes = task.sized ? gzipSync(JSON.stringify(whole), { level: 6 }).length : undefined;

function scores(wanted) {
  const { REQUIRED, OPTIONAL } = lunr.Query.presence;
  const found = whole.query((query) => {
    for (const { term, field, required } of wanted) {
      const clause = { term, usePipeline: false, presence: required ? REQUIRED : OPTIONAL };
      query.clause(field ? { ...clause, fields: [field] } : clause);
    }
  });
  return new Map(found.map(({ ref, score }) => [Number(ref), score]));
}

const cut = (phrase) => ends(phrase, search.large);
const answers = [];
const differing = { documents: 0, order: 0, score: 0 };
for (const query of task.queries) {
  const answer = await search.search(query);
  answer.rankAll();
  const numbers = await answer.numbers();
  const all = scores(lunrTerms(parse(query), answer.matcher.normal, cut));
  const ours = numbers.map((number) => answer.scored.get(number));
  if (numbers.some((number) => !all.has(number))) differing.documents += 1;
  if (rank(numbers, all).some((number, i) => number !== numbers[i])) differing.order += 1;
  numbers.forEach((number, i) => {
    differing.score = Math.max(differing.score, Math.abs(all.get(number) - ours[i]));
  });
  answers.push(numbers.map((number, i) => [number, ours[i]]));
}
const seconds = (cpu.user + cpu.system) / 1e6;
const peak = process.resourceUsage().maxRSS / 1024;
process.stdout.write(JSON.stringify({ answers, differing, bytes, seconds, peak }));
