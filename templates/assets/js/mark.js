// On a page reached from a search, marks the words searched for and shows the first.
// Browsers that know text fragments mark them too, but only where a word begins.

// The pieces [node, from, to] of text nodes of given lengths that a span covers.
export function piecesOf(lengths, start, end) {
  let before = 0;
  return lengths.flatMap((length, node) => {
    const from = Math.max(start - before, 0);
    const to = Math.min(end - before, length);
    before += length;
    return from < to ? [[node, from, to]] : [];
  });
}

// The words in an address such as #q=友好.
export function wordsIn(hash) {
  const found = /^#q=([^:&]+)/.exec(hash);
  try {
    return found ? decodeURIComponent(found[1]) : "";
  } catch {
    return "";
  }
}

function mark(block, words) {
  const walker = document.createTreeWalker(block, NodeFilter.SHOW_TEXT);
  const nodes = [];
  while (walker.nextNode()) nodes.push(walker.currentNode);
  const start = nodes.map((node) => node.data).join("").indexOf(words);
  if (start < 0) return false;
  const pieces = piecesOf(nodes.map((node) => node.length), start, start + words.length);
  for (const [index, from, to] of pieces) {
    const range = document.createRange();
    range.setStart(nodes[index], from);
    range.setEnd(nodes[index], to);
    range.surroundContents(document.createElement("mark"));
  }
  return true;
}

if (typeof document !== "undefined") {
  const words = wordsIn(location.hash);
  const blocks = document.querySelectorAll(".prose :is(p, h2, h3, h4, h5, h6, pre, td, th, dd, dt)");
  for (const block of words ? blocks : []) mark(block, words);
  document.querySelector(".prose mark:not(.doubt)")?.scrollIntoView({ block: "center" });
}
