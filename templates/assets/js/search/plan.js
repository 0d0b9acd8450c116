// The plan of a query: which segments hold its terms.

// Orders text by code points, as the directory is.
export function compare(one, other) {
  const [a, b] = [[...one], [...other]];
  const end = Math.min(a.length, b.length);
  for (let i = 0; i < end; i += 1) {
    const distance = a[i].codePointAt(0) - b[i].codePointAt(0);
    if (distance) return distance;
  }
  return a.length - b.length;
}

// The name of the entry of a directory node whose range holds `term`, if any.
export function find(node, term) {
  let [low, high] = [0, node.from.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (compare(node.from[middle], term) <= 0) low = middle + 1;
    else high = middle;
  }
  return node.names[low - 1];
}

// The names of the segments that may hold `terms`; `readNode` fetches a node below.
export async function plan(root, terms, readNode) {
  const names = await Promise.all(
    [...terms].map(async (term) => {
      let node = root;
      let name = find(node, term);
      while (name && node.height) {
        node = await readNode(name);
        name = find(node, term);
      }
      return name;
    }),
  );
  return [...new Set(names.filter(Boolean))];
}
