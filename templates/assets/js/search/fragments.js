// Reads fragments: one document's facts and text in all scripts;
// see generator/search/fragments.py.

export function readFragment(found, classes) {
  const text = {};
  let first;
  for (const [script, stored] of Object.entries(found.text)) {
    first ??= stored;
    text[script] = typeof stored === "string" ? stored : applied(first, stored, classes);
  }
  return { ...found, text };
}

function applied(first, [digits, characters, gaps], classes) {
  const text = [...first];
  const varied = [...new Set(text)].filter((one) => classes.has(one));
  const usual = new Map(
    varied.map((one, i) => [one, classes.get(one)[Number.parseInt(digits[i], 36)]]),
  );
  const changed = text.map((one) => usual.get(one) ?? one);
  let place = 0;
  [...characters].forEach((character, i) => {
    place += gaps[i];
    changed[place] = character;
  });
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
