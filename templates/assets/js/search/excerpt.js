// The piece of a text around the best match; see generator/search/excerpt.py.

import { offsets } from "./tokens.js";

const SIZE = 96;
const BEFORE = 24;
const EDGE = "，。；！？、：,;!?\n ";

// Returns {text, marks}: marks are [start, end] in characters (code points) of text.
export function excerpt(text, phrases, fold) {
  const characters = [...text];
  const spans = findAll(text, phrases, fold);
  const [first, beyond] = best(spans);
  const start = startOf(characters, first);
  const end = Math.min(characters.length, Math.max(start + SIZE, beyond));
  const lead = start ? "…" : "";
  const tail = end < characters.length ? "…" : "";
  const shown = characters.slice(start, end).join("").replaceAll("\n", " ");
  const shift = (lead ? 1 : 0) - start;
  const marks = [];
  for (const [a, b] of spans) {
    if (a < start || b > end) continue;
    const last = marks.at(-1);
    if (last && a + shift < last[1]) last[1] = Math.max(last[1], b + shift);
    else marks.push([a + shift, b + shift]);
  }
  return { text: lead + shown + tail, marks };
}

// The text of an excerpt in pieces [text, marked].
export function pieces({ text, marks }) {
  const characters = [...text];
  const found = [];
  let at = 0;
  const add = (end, marked) => {
    if (end > at) found.push([characters.slice(at, end).join(""), marked]);
    at = end;
  };
  for (const [start, end] of marks) {
    add(start, false);
    add(end, true);
  }
  add(characters.length, false);
  return found;
}

// Where in the text each phrase stands: [start, end, index of the phrase], in order.
export function findAll(text, phrases, fold) {
  const [normal, places] = offsets(fold(text));
  const found = [];
  phrases.forEach((phrase, index) => {
    const wanted = [...phrase];
    if (!wanted.length) return;
    let at = 0;
    while (at + wanted.length <= normal.length) {
      if (wanted.every((character, i) => normal[at + i] === character)) {
        const end = at + wanted.length;
        found.push([places[at], places[end - 1] + 1, index]);
        at = end;
      } else at += 1;
    }
  });
  return found.sort((a, b) => a[0] - b[0] || a[1] - b[1] || a[2] - b[2]);
}

function best(spans) {
  let [found, most] = [[0, 0], 0];
  spans.slice(0, 200).forEach(([start, end, own], index) => {
    const near = spans
      .slice(index, index + 50)
      .filter(([, last]) => last <= start + SIZE - BEFORE);
    const count = new Set([own, ...near.map(([, , phrase]) => phrase)]).size;
    if (count > most) [found, most] = [[start, end], count];
  });
  return found;
}

function startOf(characters, match) {
  const low = Math.max(0, match - BEFORE);
  for (let place = low; low && place < match; place += 1) {
    if (EDGE.includes(characters[place - 1])) return place;
  }
  return low;
}
