// The query language; see generator/search/language.py, which reads it alike.

import { isBlank, normalise } from "./tokens.js";

const LIMIT = 256;
const PREFIXES = {
  title: "title", 标题: "title", 標題: "title",
  source: "source", 来源: "source", 來源: "source",
  author: "authors", 作者: "authors",
  place: "places", 地点: "places", 地點: "places",
  keyword: "keywords", 关键词: "keywords", 關鍵詞: "keywords",
  year: "year", 年份: "year",
};
const QUOTES = new Map([['"', '"'], ["“", "”"], ["„", "”"], ["「", "」"]]);
const YEARS = /^(?:(\d{4})?(\.\.|-|…)(\d{4})?|(\d{4}))$/;

// A list of clauses {alternatives, excluded}; an alternative is {text, field},
// {first, last} or {word}. Never throws.
export function parse(query) {
  const clauses = [];
  let joining = false;
  const words = cut([...query].slice(0, LIMIT));
  words.forEach((word, index) => {
    const between = index > 0 && index < words.length - 1 && !joining;
    if (between && word.text === "OR" && !word.quoted && !word.prefix) {
      joining = true;
      return;
    }
    const last = joining ? clauses.at(-1) : undefined;
    if (last && last.excluded === word.excluded) last.alternatives.push(alternative(word));
    else clauses.push({ alternatives: [alternative(word)], excluded: word.excluded });
    joining = false;
  });
  return clauses;
}

function alternative({ text, prefix, quoted }) {
  const field = PREFIXES[prefix] ?? null;
  const similar = /^([A-Za-z0-9]{4,})[~～]1?$/.exec(text);
  if (similar && !quoted && !prefix) return { word: similar[1] };
  const openEnded = !quoted && /^[A-Za-z0-9]+\*$/.test(text);
  if (field !== "year") return { text: openEnded ? text.slice(0, -1) : text, field };
  const years = YEARS.exec(text);
  if (!years || ["..", "-", "…"].includes(text)) return { text, field: null };
  const [, first, , last, only] = years;
  return { first: only ?? first ?? "0000", last: only ?? last ?? "9999" };
}

function cut(query) {
  const starts = (at) => at < query.length && !isBlank(query[at]);
  const words = [];
  let at = 0;
  while (at < query.length) {
    if (isBlank(query[at])) {
      at += 1;
      continue;
    }
    const excluded = "-－−".includes(query[at]) && starts(at + 1);
    if (excluded) at += 1;
    const prefix = Object.keys(PREFIXES).find((name) => {
      const end = at + name.length;
      const typed = query.slice(at, end).join("").toLowerCase();
      return typed === name && ":：".includes(query[end] ?? " ") && starts(end + 1);
    }) ?? "";
    if (prefix) at += prefix.length + 1;
    const [text, end, quoted] = piece(query, at);
    if (normalise(text)) words.push({ text, prefix, excluded, quoted });
    at = end;
  }
  return words;
}

function piece(query, at) {
  const closing = QUOTES.get(query[at]);
  if (closing) {
    const found = query.indexOf(closing, at + 1);
    const end = found < 0 ? query.length : found;
    return [query.slice(at + 1, end).join(""), end + 1, true];
  }
  let end = at;
  while (end < query.length && !isBlank(query[end])) {
    if (end > at && QUOTES.has(query[end])) break;
    end += 1;
  }
  return [query.slice(at, end).join(""), end, false];
}
