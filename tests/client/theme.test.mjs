// The pure functions of the theme's scripts; run by tests/test_render_client.py.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import vm from "node:vm";

const folder = new URL("../../templates/assets/js/", import.meta.url);
const source = (name) => readFileSync(new URL(name, folder), "utf8");
const address = (code) => `data:text/javascript,${encodeURIComponent(code)}`;
const themeAddress = address(source("theme.js"));
const { CHOICES, paragraphInView, quoted, recall, remember, today } = await import(themeAddress);
const { preferred, scriptOf } = await import(
  address(source("chooser.js").replace("./theme.js", themeAddress))
);

function memory(values = {}) {
  const kept = new Map(Object.entries(values));
  return {
    kept,
    getItem: (key) => kept.get(key) ?? null,
    setItem: (key, value) => kept.set(key, value),
    removeItem: (key) => kept.delete(key),
  };
}
const forbidden = {
  getItem() {
    throw new Error("forbidden");
  },
  setItem() {
    throw new Error("forbidden");
  },
};

test("only fixed words come out of storage", () => {
  assert.equal(recall(memory({ "wenyuan-scheme": "dark" }), "scheme"), "dark");
  assert.equal(recall(memory({ "wenyuan-scheme": "javascript:1" }), "scheme"), undefined);
  assert.equal(recall(memory(), "script"), undefined);
  assert.equal(recall(forbidden, "script"), undefined);
  assert.equal(recall(undefined, "script"), undefined);
});

test("only fixed words go into storage, and defaults are not kept", () => {
  const storage = memory({ "wenyuan-size": "4" });
  remember(storage, "size", "2");
  remember(storage, "face", "sans");
  remember(storage, "script", "https://evil.example/");
  assert.deepEqual([...storage.kept], [["wenyuan-face", "sans"]]);
  assert.doesNotThrow(() => remember(forbidden, "face", "sans"));
});

test("the paragraph in view", () => {
  const boxes = [
    { id: "p1", top: -300, bottom: -100 },
    { id: "p2", top: -100, bottom: 80 },
    { id: "p3", top: 80, bottom: 200 },
  ];
  assert.equal(paragraphInView(boxes), "p2");
  assert.equal(paragraphInView([{ id: "p1", top: 40, bottom: 90 }]), "", "still at the top");
  assert.equal(paragraphInView([]), "");
});

test("the reader's own day", () => {
  assert.equal(today(new Date(2026, 0, 5, 23, 59)), "2026-01-05");
});

test("quoted words carry their source", () => {
  const form = "“{text}”——《{address}》，{address}";
  assert.equal(
    quoted(form, " 甲\n\n 乙{address} ", "https://a/#p1"),
    "“甲\n乙{address}”——《https://a/#p1》，https://a/#p1",
  );
});

test("scripts of language tags", () => {
  const expected = {
    hans: ["zh", "zh-CN", "zh-SG", "zh-MY", "cmn", "zh-Hans-HK"],
    hant: ["zh-TW", "zh-HK", "zh-MO", "zh-Hant-CN", "yue", "lzh", "nan", "hak"],
  };
  for (const [script, tags] of Object.entries(expected)) {
    for (const tag of tags) assert.equal(scriptOf(tag), script, tag);
  }
  for (const tag of ["en-US", "ja", "", "zh-yue-x-", "not a tag"]) {
    assert.equal(scriptOf(tag), undefined, tag);
  }
});

test("the stored choice wins, then the first language that says a script", () => {
  const offered = ["hans", "hant"];
  assert.equal(preferred("hant", ["zh-CN"], offered), "hant");
  assert.equal(preferred("evil", ["en", "zh-TW", "zh-CN"], offered), "hant");
  assert.equal(preferred(undefined, ["en-US", "fr"], offered), undefined);
  assert.equal(preferred("hant", ["zh-CN"], ["hans"]), "hans", "not offered");
  assert.equal(preferred(undefined, ["zh-HK"], ["hans", "hant-hk"]), "hant-hk");
});

test("early.js applies what is stored, and nothing else", () => {
  const run = (storage, search = "") => {
    const dataset = {};
    vm.runInNewContext(source("early.js"), {
      localStorage: storage,
      document: { documentElement: { dataset } },
      location: { search },
    });
    return { ...dataset };
  };
  const stored = { "wenyuan-scheme": "dark", "wenyuan-size": "9", "wenyuan-face": "sans" };
  assert.deepEqual(run(memory(stored)), { scheme: "dark", face: "sans" });
  assert.deepEqual(run(forbidden), {});
  assert.deepEqual(run(memory(), "?q=x"), { asked: "" });
  assert.deepEqual(run(memory(), "?q="), {});
  for (const [name, values] of Object.entries(CHOICES)) {
    for (const value of values) run(memory({ [`wenyuan-${name}`]: value }));
  }
});
