// Folding: one character stands for all variants of it, in both scripts.

// Reads the variant classes by character, the canonical one first, from a reader of
// bits; see generator/search/classes.py for how they are written.
export function readClasses(bits) {
  const classes = new Map();
  let canonical = 0;
  let last = 0;
  for (let count = bits.exponential(10); count > 0; count -= 1) {
    canonical += bits.exponential(2);
    const members = [String.fromCodePoint(canonical)];
    for (let others = bits.exponential(0) + 1; others > 0; others -= 1) {
      const step = bits.exponential(7);
      last += step % 2 ? -(step + 1) / 2 : step / 2;
      members.push(String.fromCodePoint(last));
    }
    for (const character of members) classes.set(character, members);
  }
  return classes;
}

export function fold(text, classes) {
  let folded = "";
  for (const character of text) folded += classes.get(character)?.[0] ?? character;
  return folded;
}
