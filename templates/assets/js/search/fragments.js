// Reads fragments: one document's facts and text in all scripts;
// see generator/search/fragments.py.

import { fromText } from "./bits.js";

const FACTS = 3;
const ESCAPED = /\x1b([0-9a-f]{1,6});/g;

const unescaped = (text) =>
  text.replace(ESCAPED, (_, code) => String.fromCodePoint(Number.parseInt(code, 16)));

// {slug, date, shown, text} of the bytes of a fragment; the last two by script.
export function readFragment(bytes, classes) {
  const [head, ...written] = new TextDecoder("gbk").decode(bytes).split("\f");
  const [slug, date, ...lines] = head.split("\n");
  const common = lines.splice(0, FACTS).map(unescaped);
  const shown = {};
  const text = {};
  let first;
  for (const [script, ...difference] of lines.map((line) => line.split(" "))) {
    const whole = difference.length ? applied(first, difference, classes) : unescaped(written.shift());
    first ??= whole;
    const some = whole.split("\n");
    const [title, source, place] = common.map((fact, i) => some[i] || fact || undefined);
    shown[script] = { title, source, place };
    text[script] = some.slice(FACTS).join("\n");
  }
  return { slug, date: date || null, shown, text };
}

function applied(first, [coded, gaps, ...characters], classes) {
  const bits = fromText(coded);
  const text = [...first];
  const usual = new Map();
  for (const one of new Set(text)) {
    const members = classes.get(one);
    if (members) usual.set(one, members[bits.fixed(32 - Math.clz32(members.length - 1))]);
  }
  const changed = text.map((one) => usual.get(one) ?? one);
  if (gaps) {
    const others = [...unescaped(characters.join(" "))];
    let place = 0;
    gaps.split(",").forEach((gap, i) => {
      place += Number(gap);
      changed[place] = others[i];
    });
  }
  return changed.join("");
}

// What is there for a script, or for the first one that there is.
export const inScript = (all, script) => all[script] ?? Object.values(all)[0];

// The folded text that is checked: the lines of all scripts that differ when folded.
export function bodyOf(fragment, fold) {
  let lines = [];
  for (const text of new Set(Object.values(fragment.text).map(fold))) {
    const known = new Set(lines);
    lines = lines.concat(text.split("\n").filter((line) => !known.has(line)));
  }
  return lines.join("\n");
}
