// The search page: wires the form of search.html to the search.

import lunr from "./lunr.js";
import { element, hitElement } from "./elements.js";
import { filled } from "./results.js";
import { Search } from "./search.js";

const PAGE = 10;
// Milliseconds without a key press before searching.
const PAUSE = 25;
const FACETS = ["year", "source", "authors", "places"];

const form = document.querySelector("[data-search]");
const box = form.querySelector(".search-box");
const status = document.querySelector(".search-status");
const list = document.querySelector(".hits");
const side = document.querySelector(".narrow");
const names = document.getElementById("search-names");
const more = document.querySelector(".hits-more");
const usage = document.querySelector(".search-help");
const words = Object.fromEntries(
  [...document.getElementById("search-words").content.querySelectorAll("[data-word]")].map(
    (one) => [one.dataset.word, one.textContent],
  ),
);
const { title } = document;
const { index, articles, script } = form.dataset;
const search = new Search({
  base: new URL(index, document.baseURI).href,
  lunr,
  fetch: (address, options) => fetch(address, options),
  copy: document.getElementById("search-manifest")?.textContent,
});

let timer;
// Answers that arrive after a newer question are dropped.
let turn = 0;
let composing = false;
let showMore;
// What narrow.js makes of the facets, once they have been read.
let tools;

// What is asked, as the address says it: {query, chosen, order}.
function asked() {
  const parameters = new URLSearchParams(location.search);
  const chosen = FACETS.filter((name) => parameters.get(name)).map((name) => [
    name,
    parameters.get(name),
  ]);
  return { query: box.value.trim(), chosen: new Map(chosen), order: parameters.get("sort") };
}

// The address that asks for the same with some parameters changed; null takes one away.
function addressWith(changes) {
  const address = new URL(location.href);
  address.hash = "";
  for (const [name, value] of Object.entries(changes)) {
    if (value) address.searchParams.set(name, value);
    else address.searchParams.delete(name);
  }
  return address.href;
}

function show(message, ...content) {
  status.replaceChildren(message, ...content);
}

// Ends the room that early.js keeps free for the answer to the page's own address.
function answered() {
  delete document.documentElement.dataset.asked;
}

function clear() {
  list.replaceChildren();
  side.hidden = true;
  more.hidden = true;
}

// Appends the next hits as they become known.
async function addPage(answer, mine) {
  const from = list.children.length;
  more.hidden = true;
  for await (const hit of answer.hits(from, PAGE, script)) {
    if (mine !== turn) return;
    list.append(hitElement(hit, articles, words));
    if (from && list.children.length === from + 1) list.lastChild.querySelector("a").focus();
  }
}

async function answerTo({ query, chosen, order }, mine) {
  const whole = await search.search(query);
  const narrowing = chosen.size || order === "date" ? await facets() : undefined;
  if (mine !== turn) return;
  const answer = narrowing?.narrowed(whole, chosen, order) ?? whole;
  clear();
  show(words.working);
  await addPage(answer, mine);
  const [total, same] = await Promise.all([answer.total(), search.same()]);
  if (mine !== turn) return;
  if (!same) throw new Error("the site has been built anew");
  usage.hidden = total > 0;
  answered();
  const found = total ? words.found : words.none;
  show(filled(found, { total: total.toLocaleString("en"), query }));
  const page = async () => {
    await addPage(answer, mine);
    more.hidden = list.children.length >= total;
  };
  showMore = () => attempt(page, mine);
  more.hidden = list.children.length >= total;
  help(whole, { query, chosen, order, total }, mine).catch(console.error);
}

// Loads what narrows results, and what they can be narrowed by.
async function facets() {
  const { narrowing } = await import("./narrow.js");
  tools = await narrowing(search, { script, words, addressWith });
  return tools;
}

// Shows how to ask for less, or for more; the page is whole without it.
async function help(whole, { query, chosen, order, total }, mine) {
  const [numbers, { looser, show }] = await Promise.all([whole.numbers(), facets()]);
  if (mine !== turn) return;
  if (!total) status.append(...looser(query));
  if (total || chosen.size) show(side, numbers, chosen, order);
  suggest();
}

// Suggests names while they are typed, once something has been found.
function suggest() {
  names.replaceChildren(...(tools?.names(box.value.trim()) ?? []));
}

// A failure may mean that the site was built anew: the first time all is read again.
async function attempt(work, mine, again = true) {
  try {
    await work();
  } catch (error) {
    if (mine !== turn) return;
    console.error(error);
    search.forget();
    clear();
    if (again && navigator.onLine !== false) {
      await attempt(() => answerTo(asked(), mine), mine, false);
      return;
    }
    const retry = element("button", "", words.retry);
    retry.type = "button";
    retry.onclick = () => run();
    show(navigator.onLine === false ? words.offline : words.failed, " ", retry);
    answered();
  }
}

function run() {
  clearTimeout(timer);
  turn += 1;
  const mine = turn;
  const question = asked();
  document.title = question.query ? `${question.query} - ${title}` : title;
  if (!question.query) {
    answered();
    clear();
    show("");
    usage.hidden = false;
    return undefined;
  }
  if (!list.children.length) show(words.working);
  return attempt(() => answerTo(question, mine), mine);
}

function remember(change) {
  const address = addressWith({ q: box.value.trim() });
  if (address !== location.href) history[change](null, "", address);
}

function typed() {
  if (composing) return;
  suggest();
  clearTimeout(timer);
  // A failure shows itself after the pause.
  search.prepare(box.value).catch(() => {});
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
more.addEventListener("click", () => showMore?.());
side.addEventListener("click", (event) => {
  const link = event.target.closest("a");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  event.preventDefault();
  history.pushState(null, "", link.href);
  run()?.then(() => status.scrollIntoView({ block: "nearest" }));
});
addEventListener("popstate", recall);
addEventListener("keydown", (event) => {
  const busy = event.target.closest?.("input, textarea, select, [contenteditable]");
  if (event.key !== "/" || busy || event.ctrlKey || event.metaKey || event.altKey) return;
  event.preventDefault();
  box.focus();
  box.select();
});

// Reads what the page preloads; a failure shows itself when something is asked.
search.start().catch(() => {});
recall();
