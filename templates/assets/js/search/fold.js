// Folding: one character stands for all variants of it, in both scripts.

// The variant classes of fold.json by character, the canonical one first.
export function readClasses(text) {
  const classes = new Map();
  for (const group of text.split(" ")) {
    const members = [...group];
    for (const character of members) classes.set(character, members);
  }
  return classes;
}

export function fold(text, classes) {
  let folded = "";
  for (const character of text) folded += classes.get(character)?.[0] ?? character;
  return folded;
}
