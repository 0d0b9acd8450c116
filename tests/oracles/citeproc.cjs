// Prints, as JSON, the bibliography entry of each CSL-JSON item in each style.
// node citeproc.cjs <citeproc folder> <items.json> <style.csl>…
"use strict";
const { readFileSync } = require("node:fs");
const { join } = require("node:path");

const [folder, items, ...styles] = process.argv.slice(2);
const CSL = require(join(folder, "citeproc_commonjs.js"));

// The few words of a locale that these styles use; they define the rest themselves.
const locale = `<?xml version="1.0" encoding="utf-8"?>
<locale xmlns="http://purl.org/net/xbiblio/csl" version="1.0" xml:lang="zh-CN">
<info><updated>2026-01-01T00:00:00+00:00</updated></info>
<style-options punctuation-in-quote="false"/>
<terms><term name="et-al">等</term><term name="open-quote">“</term>
<term name="close-quote">”</term><term name="open-inner-quote">‘</term>
<term name="close-inner-quote">’</term></terms></locale>`;

function entry(style, item) {
  const system = { retrieveLocale: () => locale, retrieveItem: () => item };
  const engine = new CSL.Engine(system, style);
  engine.setOutputFormat("text");
  engine.updateItems([item.id]);
  return engine.makeBibliography()[1].join("").trim().replace(/^\[1\]\s*/, "");
}

const cited = JSON.parse(readFileSync(items, "utf8"));
const answer = styles.map((path) => {
  const style = readFileSync(path, "utf8");
  return cited.map((item) => entry(style, item));
});
process.stdout.write(JSON.stringify(answer));
