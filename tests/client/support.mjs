// What the tests of the search modules share. No packages: Node's own modules only.

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const repository = fileURLToPath(new URL("../../", import.meta.url));

export const vectors = (name) =>
  JSON.parse(readFileSync(join(repository, "tests", "vectors", `${name}.json`), "utf8"));

// lunr.js as the ES module that the build makes of it.
export async function loadLunr() {
  const source = readFileSync(join(repository, "generator", "_vendor", "lunr.js"), "utf8");
  const folder = mkdtempSync(join(tmpdir(), "wenyuan-"));
  const file = join(folder, "lunr.mjs");
  const head = "const module={exports:{}},exports=module.exports;\n";
  try {
    writeFileSync(file, `${head}${source}\nexport default module.exports;\n`);
    return (await import(pathToFileURL(file))).default;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

// A `fetch` that reads files of a folder, and notes their names in `log`.
export function folderFetch(folder, log = []) {
  return async (address) => {
    const path = address.replace("folder:/", "");
    log.push(path);
    try {
      const data = await readFile(join(folder, path));
      return {
        ok: true,
        status: 200,
        json: async () => JSON.parse(data.toString("utf8")),
        text: async () => data.toString("utf8"),
        arrayBuffer: async () => data.buffer.slice(data.byteOffset, data.byteOffset + data.length),
      };
    } catch {
      return { ok: false, status: 404 };
    }
  };
}
