// The modules of the search page, one by one, by the vectors that Python shares.

import assert from "node:assert/strict";
import test from "node:test";

import { excerpt, pieces } from "../../templates/assets/js/search/excerpt.js";
import { fold } from "../../templates/assets/js/search/fold.js";
import { readFragment } from "../../templates/assets/js/search/fragments.js";
import { allows, counted, dated } from "../../templates/assets/js/search/facets.js";
import { segmentOf, segmentPath } from "../../templates/assets/js/search/segments.js";
import { piecesOf, placesOf, wordsIn } from "../../templates/assets/js/mark.js";
import { parse } from "../../templates/assets/js/search/query.js";
import { articleAddress, dateWords, filled } from "../../templates/assets/js/search/results.js";
import { loosened } from "../../templates/assets/js/search/similar.js";
import { Search } from "../../templates/assets/js/search/search.js";
import { cover, ends, leading, normalise, offsets } from "../../templates/assets/js/search/tokens.js";
import { vectors } from "./support.mjs";

const groups = "国國囯 里裏裡 发發髮 aAＡ".split(" ");
const classes = new Map(groups.flatMap((group) => [...group].map((one) => [one, [...group]])));
const folded = (text) => fold(text, classes);

test("texts are normalised and covered as in Python", () => {
  for (const vector of vectors("tokens")) {
    const [normal, places] = offsets(vector.text);
    assert.equal(normal.join(""), vector.normal);
    assert.equal(normalise(vector.text), vector.normal);
    assert.deepEqual(places, vector.places);
    assert.deepEqual(cover(vector.normal), vector.cover);
  }
});

test("a phrase is looked up by two pairs that are not large, as in Python", () => {
  const found = (phrase, ...large) => ends(phrase, new Set(large)).map(([at]) => at);
  assert.deepEqual(["", "国", "国人", "中国人民"].map((one) => found(one)), [[], [0], [0], [0, 2]]);
  assert.deepEqual(found("中国人民", "中国"), [1, 2]);
  assert.deepEqual(found("中国人", "中国"), [0, 1]);
});

test("a longer phrase is looked up by a third pair, far from the two", () => {
  const found = (phrase, ...large) => leading(phrase, new Set(large)).map(([at]) => at);
  assert.deepEqual(["国", "国人", "国人民", "甲乙丙丁"].map((one) => found(one)), [[0], [0], [0, 1], [0, 2]]);
  assert.deepEqual(found("甲乙丙丁戊"), [0, 3, 1]);
  assert.deepEqual(found("甲乙丙丁戊己庚"), [0, 5, 2]);
  assert.deepEqual(found("人民政府", "人民", "政府"), [0, 2, 1]);
  assert.deepEqual(found("人民政府", "政府"), [0, 1]);
  assert.deepEqual(found("人民政", "人民", "民政"), [0, 1]);
});

test("queries are read as in Python", () => {
  for (const { query, clauses } of vectors("queries")) {
    assert.deepEqual(parse(query), clauses, query);
  }
});

test("excerpts are cut as in Python", () => {
  for (const { text, phrases, excerpt: expected, marks } of vectors("excerpts")) {
    assert.deepEqual(excerpt(text, phrases, folded), { text: expected, marks });
  }
});

test("both scripts fold alike, and characters beyond the BMP stay whole", () => {
  assert.equal(folded("中國里裏Ａ𠮷"), folded("中国裡里a𠮷"));
  assert.equal([...folded("𠮷囯")].length, 2);
});

test("the pieces of an excerpt are its text, with the marked ones told apart", () => {
  const cut = { text: "𠮷ab𠮷c", marks: [[0, 1], [3, 5]] };
  assert.deepEqual(pieces(cut), [["𠮷", true], ["ab", false], ["𠮷c", true]]);
});

test("segments are found as in Python", () => {
  for (const { term, power, segment, path } of vectors("segments")) {
    assert.equal(segmentOf(term, power), segment);
    assert.equal(segmentPath(term), path);
  }
});

test("fragments are read as in Python", () => {
  for (const { classes: groups, bytes, ...expected } of vectors("fragments")) {
    const members = groups.flatMap((group) => [...group].map((one) => [one, [...group]]));
    const found = readFragment(Buffer.from(bytes, "base64"), new Map(members));
    assert.deepEqual(JSON.parse(JSON.stringify(found)), expected);
  }
});

test("facets count what can still be chosen, and combine", () => {
  const value = (key, ...numbers) => ({ key, labels: {}, numbers: new Set(numbers) });
  const facets = {
    year: [value("2020", 0, 1), value("2021", 2, 3)],
    source: [value("甲", 0, 2), value("乙", 1, 3)],
  };
  const chosen = new Map([["year", "2021"], ["source", "甲"]]);
  const counts = counted(facets, [0, 1, 2], chosen);
  const plain = counts.map(([name, values]) => [name, values.map((v) => [v.key, v.count])]);
  assert.deepEqual(plain, [["year", [["2020", 1], ["2021", 1]]], ["source", [["甲", 1]]]]);
  assert.deepEqual([0, 1, 2, 3].filter((n) => allows(facets, chosen, n)), [2]);
  assert.ok(!allows(facets, new Map([["source", "丙"]]), 0));
});

test("results are sorted by date, newest first", () => {
  const order = dated([0, 40, 400, 40], { years: [["", 0], ["2020", 1], ["2021", 3]] });
  assert.deepEqual([0, 1, 2, 3].sort(order), [3, 2, 1, 0]);
});

test("an address leads to the words in the article", () => {
  const cut = { text: "…中-国, 人", marks: [[1, 4]] };
  assert.equal(
    articleAddress("../articles/", "a b", cut),
    "../articles/a%20b/#q=%E4%B8%AD%2D%E5%9B%BD:~:text=%E4%B8%AD%2D%E5%9B%BD",
  );
  assert.equal(articleAddress("../articles/", "a", { text: "", marks: [] }), "../articles/a/");
});

test("words in an address are found again in the text nodes of a page", () => {
  assert.equal(wordsIn("#q=%E4%B8%AD%2D%E5%9B%BD"), "中-国");
  assert.deepEqual(["#q=%E4", "#toc", "", "#q="].map(wordsIn), ["", "", "", ""]);
  assert.deepEqual(piecesOf([2, 0, 3, 4], 1, 6), [[0, 1, 2], [2, 0, 3], [3, 0, 1]]);
  assert.deepEqual(piecesOf([2, 3], 2, 4), [[1, 0, 2]]);
});

test("words stand at places that do not overlap", () => {
  assert.deepEqual(placesOf("哈哈哈哈，哈", "哈哈"), [0, 2]);
  assert.deepEqual(placesOf("哈", "好"), []);
  assert.deepEqual(placesOf("哈", ""), []);
});

test("Latin words that stand alone are loosened", () => {
  assert.equal(loosened("Beijng 港口 2012 abc"), "Beijng~ 港口 2012~ abc");
  for (const query of ["2012年7月", "title:Beijng", "-Beijng", "“a Beijng b", "Wen*", "Beijng~"]) {
    assert.equal(loosened(query), query);
  }
  const asked = parse(loosened("Beijng 港口"))[0].alternatives;
  assert.deepEqual(asked, [{ word: "Beijng" }]);
});

test("dates are worded as precisely as they are known", () => {
  const cases = ["2020-12-09T10:44", "2020-12", "2020", "2022-04-28?", "?"];
  const chinese = {
    year_name: "{year}年",
    month_name: "{year}年{month}月",
    date_name: "{year}年{month}月{day}日",
    inferred_date: "约 {date}（推断）",
  };
  const expected = ["2020年12月9日", "2020年12月", "2020年", "约 2022年4月28日（推断）", "?"];
  assert.deepEqual(cases.map((one) => dateWords(one, chinese)), expected);
  const english = { ...chinese, date_name: "{year}-{month:02}-{day:02}" };
  assert.equal(dateWords("2020-02-09", english), "2020-02-09");
});

test("sentences are filled with values as plain text", () => {
  assert.equal(filled("{total} “{query}” {x}", { total: 3, query: "$&<b>" }), "3 “$&<b>” {x}");
});

// As generator/search/classes.py writes them.
const CLASSES = { 国國: "gCABXAYBXSw=", 里裡: "gCAAkdCAIkhA" };

const empty = {
  version: 4,
  documents: 0,
  levels: { code: [], bits: "" },
  fields: [["title", 10, 0], ["body", 1, 0]],
  years: [],
  classes: CLASSES.国國,
  large: [],
  power: 0,
};

test("a failure is told, forgotten, and trying again can succeed", async () => {
  let broken = true;
  const fetch = async () =>
    broken ? { ok: false, status: 503 } : { ok: true, text: async () => JSON.stringify(empty) };
  const search = new Search({ base: "", lunr: undefined, fetch });
  await assert.rejects(search.search("中国"), /503/);
  broken = false;
  assert.equal(await (await search.search("")).total(), 0);
});

test("a folder of another format is refused", async () => {
  const text = async () => JSON.stringify({ ...empty, version: 1 });
  const fetch = async () => ({ ok: true, text });
  await assert.rejects(new Search({ base: "", fetch }).search("中"), Error);
});

test("an index that has changed meanwhile is read again", async () => {
  let version = empty;
  const fetch = async () => ({ ok: true, text: async () => JSON.stringify(version) });
  const search = new Search({ base: "", fetch });
  await search.search("");
  version = { ...empty, classes: CLASSES.里裡 };
  assert.ok(await search.same());
  search.since = 0;
  assert.ok(!(await search.same()));
  assert.equal(search.fold("裡"), "裡");
  search.forget();
  await search.search("");
  assert.equal(search.fold("裡"), "里");
});

test("a copy of the manifest spares a request, until it proves old", async () => {
  const asked = [];
  const fetch = async (address) => {
    asked.push(address);
    return { ok: true, text: async () => JSON.stringify({ ...empty, classes: CLASSES.里裡 }) };
  };
  const search = new Search({ base: "", fetch, copy: JSON.stringify(empty) });
  await search.search("");
  assert.deepEqual(asked, []);
  assert.equal(search.fold("國"), "国");
  assert.ok(!(await search.same()));
  search.forget();
  await search.search("");
  assert.equal(search.fold("裡"), "里");
  assert.ok(await search.same());
  assert.deepEqual(asked, ["manifest.json", "manifest.json"]);
});
