// Prints, as JSON, what xmllint says of an XML file under a schema and its imports.
// node xmllint.cjs <xmllint-wasm folder> <file.xml> <main.xsd or .rng> <imported.xsd>…
"use strict";
const { readFileSync } = require("node:fs");
const { basename, join } = require("node:path");

const [folder, file, main, ...imported] = process.argv.slice(2);
const { validateXML } = require(join(folder, "index-node.js"));
const read = (path) => ({ fileName: basename(path), contents: readFileSync(path, "utf8") });

const extension = main.endsWith(".rng") ? "relaxng" : "schema";
const files = { xml: [read(file)], schema: [read(main)], preload: imported.map(read) };
validateXML({ ...files, extension })
  .then((found) => process.stdout.write(JSON.stringify(found.errors.map((one) => one.message))));
