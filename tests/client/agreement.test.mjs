// The browser's search, on a folder that tests/test_search_agreement.py built, against
// its expectations and against one whole index of lunr.js over the same tokens.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import test from "node:test";

import { Search } from "../../templates/assets/js/search/search.js";
import { folderFetch, loadLunr } from "./support.mjs";

const folder = process.env.WENYUAN_AGREEMENT;
const skip = folder ? false : "tests/test_search_agreement.py gives it a folder";

test("search agrees with Python and with a whole lunr.js index", { skip }, async () => {
  const given = JSON.parse(readFileSync(join(folder, "agreement.json"), "utf8"));
  const lunr = await loadLunr();
  const builder = new lunr.Builder();
  builder.ref("id");
  for (const [name, boost] of given.fields) builder.field(name, { boost });
  for (const one of given.documents) builder.add(one);
  const whole = builder.build();
  const fetch = folderFetch(join(folder, "search"));
  const search = new Search({ base: "folder:/", lunr, fetch });
  for (const { query, expected, wanted } of given.cases) {
    const answer = await search.search(query);
    assert.equal(await answer.total(), expected.length, query);
    const hits = [];
    for await (const hit of answer.hits(0, expected.length, "hans")) hits.push(hit);
    assert.deepEqual(hits.map((hit) => hit.slug), expected.map(([slug]) => slug), query);
    const first = [];
    for await (const hit of (await search.search(query)).hits(0, 10, "hans")) first.push(hit.slug);
    assert.deepEqual(first, expected.slice(0, 10).map(([slug]) => slug), `${query}: best first`);
    const scored = wholeScores(lunr, whole, wanted, given.slugs);
    hits.forEach(({ slug, score }, i) => {
      assert.ok(Math.abs(score - expected[i][1]) < 1e-9, `${query}: ${score} ${expected[i]}`);
      assert.ok(Math.abs(score - (scored.get(slug) ?? 0)) < 1e-9, `${query}: lunr.js`);
    });
  }
});

function wholeScores(lunr, whole, wanted, slugs) {
  if (!wanted.length) return new Map();
  const { REQUIRED, OPTIONAL } = lunr.Query.presence;
  const found = whole.query((query) => {
    for (const { term, field, required } of wanted) {
      const clause = { term, usePipeline: false, presence: required ? REQUIRED : OPTIONAL };
      query.clause(field ? { ...clause, fields: [field] } : clause);
    }
  });
  return new Map(found.map(({ ref, score }) => [slugs[Number(ref)], score]));
}
