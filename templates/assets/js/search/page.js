// The search page: wires the form of search.html to the search.

import lunr from "./lunr.js";
import { articleAddress, dateWords, filled } from "./results.js";
import { pieces } from "./excerpt.js";
import { Search } from "./search.js";

const PAGE = 20;
const PAUSE = 150; // milliseconds without a key press before searching

const form = document.querySelector("[data-search]");
const box = form.querySelector(".search-box");
const status = document.querySelector(".search-status");
const list = document.querySelector(".hits");
const more = document.querySelector(".hits-more");
const help = document.querySelector(".search-help");
const words = Object.fromEntries(
  [...document.getElementById("search-words").content.querySelectorAll("[data-word]")].map(
    (one) => [one.dataset.word, one.textContent],
  ),
);
const { index, articles, script } = form.dataset;
const search = new Search({
  base: new URL(index, document.baseURI).href,
  lunr,
  fetch: (address, options) => fetch(address, options),
});

let timer;
let turn = 0; // answers that arrive after a newer question are dropped
let composing = false;

function element(name, className, ...content) {
  const made = document.createElement(name);
  if (className) made.className = className;
  made.append(...content.filter((one) => one !== undefined && one !== null));
  return made;
}

function hitElement({ slug, date, shown, excerpt }) {
  const link = element("a", "", shown.title ?? slug);
  link.href = articleAddress(articles, slug, excerpt);
  const meta = element("p", "hit-meta");
  const facts = [date && dateWords(date), shown.source, shown.place].filter(Boolean);
  facts.forEach((fact, i) => meta.append(i ? " · " : "", fact));
  const text = pieces(excerpt).map(([part, marked]) => (marked ? element("mark", "", part) : part));
  return element(
    "li",
    "hit",
    element("h2", "hit-title", link),
    facts.length ? meta : null,
    element("p", "hit-excerpt", ...text),
  );
}

function show(message, ...content) {
  status.replaceChildren(message, ...content);
}

function clear() {
  list.replaceChildren();
  more.hidden = true;
}

async function addPage(answer, mine) {
  const from = list.children.length;
  const hits = await answer.hits(from, PAGE, script);
  if (mine !== turn) return;
  list.append(...hits.map(hitElement));
  more.hidden = list.children.length >= answer.total;
  more.onclick = () => attempt(() => addPage(answer, mine), mine);
  if (from) list.children[from]?.querySelector("a").focus();
}

async function answerTo(query, mine) {
  const answer = await search.search(query);
  if (mine !== turn) return;
  clear();
  help.hidden = answer.total > 0;
  const found = answer.total ? words.found : words.none;
  show(filled(found, { total: answer.total.toLocaleString("en"), query }));
  await addPage(answer, mine);
}

async function attempt(work, mine) {
  try {
    await work();
  } catch (error) {
    if (mine !== turn) return;
    console.error(error);
    search.forget();
    clear();
    const retry = element("button", "", words.retry);
    retry.type = "button";
    retry.onclick = () => run();
    show(navigator.onLine === false ? words.offline : words.failed, " ", retry);
  }
}

function run() {
  clearTimeout(timer);
  turn += 1;
  const mine = turn;
  const query = box.value.trim();
  if (!query) {
    clear();
    show("");
    help.hidden = false;
    return undefined;
  }
  if (!list.children.length) show(words.working);
  return attempt(() => answerTo(query, mine), mine);
}

function remember(change) {
  const address = new URL(location.href);
  const query = box.value.trim();
  address.hash = "";
  if (query) address.searchParams.set("q", query);
  else address.searchParams.delete("q");
  if (address.href !== location.href) history[change](null, "", address);
}

function typed() {
  if (composing) return;
  clearTimeout(timer);
  timer = setTimeout(() => {
    remember("replaceState");
    run();
  }, PAUSE);
}

function recall() {
  box.value = new URLSearchParams(location.search).get("q") ?? "";
  return run();
}

box.addEventListener("input", typed);
box.addEventListener("compositionstart", () => {
  composing = true;
});
box.addEventListener("compositionend", () => {
  composing = false;
  typed();
});
form.addEventListener("submit", (event) => {
  event.preventDefault();
  remember("pushState");
  run();
});
addEventListener("popstate", recall);
addEventListener("keydown", (event) => {
  const busy = event.target.closest?.("input, textarea, select, [contenteditable]");
  if (event.key !== "/" || busy || event.ctrlKey || event.metaKey || event.altKey) return;
  event.preventDefault();
  box.focus();
  box.select();
});

// A failure shows itself when something is asked.
search.start().catch(() => {});
recall();
