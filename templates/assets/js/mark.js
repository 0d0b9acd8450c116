// On a page reached from a search, marks the words searched for and shows the first.
// Browsers that know text fragments mark them too, but only where a word begins.

const BLOCKS = "p, li, h2, h3, h4, h5, h6, pre, td, th, dd, dt";

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

// Where words stand in a text, without overlaps.
export function placesOf(text, words) {
  const places = [];
  let at = text.indexOf(words);
  while (words && at >= 0) {
    places.push(at);
    at = text.indexOf(words, at + words.length);
  }
  return places;
}

// The text nodes of a block that are in no block within it.
function textOf(block) {
  const walker = document.createTreeWalker(block, NodeFilter.SHOW_TEXT);
  const nodes = [];
  while (walker.nextNode()) {
    if (walker.currentNode.parentElement.closest(BLOCKS) === block) nodes.push(walker.currentNode);
  }
  return nodes;
}

// The last place goes first, so that the nodes of the others stay as they are.
function mark(block, words) {
  const nodes = textOf(block);
  const lengths = nodes.map((node) => node.length);
  const pieces = placesOf(nodes.map((node) => node.data).join(""), words)
    .flatMap((start) => piecesOf(lengths, start, start + words.length));
  for (const [index, from, to] of pieces.reverse()) {
    const range = document.createRange();
    range.setStart(nodes[index], from);
    range.setEnd(nodes[index], to);
    range.surroundContents(document.createElement("mark"));
  }
}

if (typeof document !== "undefined") {
  const words = wordsIn(location.hash);
  const blocks = document.querySelectorAll(`.prose :is(${BLOCKS})`);
  for (const block of words ? blocks : []) mark(block, words);
  document.querySelector(".prose mark:not(.doubt)")?.scrollIntoView({ block: "center" });
}
