// Searches and services are fetched and shown in this page, so that Back has the results at once.
// What was shown is kept in this page's memory and nowhere else: see docs/decisions/0021.
"use strict";

const main = document.getElementById("main");
const kept = new Map();
let at = history.state?.at ?? 0;
let turns = 0;
let plainly = false;

function keep() {
  const nodes = [...main.childNodes];
  kept.set(at, { title: document.title, nodes, top: scrollY, focus: document.activeElement });
}

function show(page) {
  document.title = page.title;
  main.replaceChildren(...page.nodes);
  for (const link of main.querySelectorAll("[data-back]")) link.hidden = !kept.has(at - 1);
  scrollTo(0, page.top);
  const first = page.focus ?? main.querySelector("[autofocus]") ?? main.querySelector("h1");
  if (!page.focus && !first.matches("textarea")) first.tabIndex = -1;
  first.focus({ preventScroll: Boolean(page.focus) });
}

async function fetched(address, sent) {
  const answer = await fetch(address, sent);
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const nodes = [...page.getElementById("main").childNodes];
  return { address: answer.url, title: page.title, nodes, top: 0, focus: null };
}

// The browser's own way where this one fails: it says what is wrong, and asks again.
async function go(address, sent, otherwise) {
  const turn = ++turns;
  const page = await fetched(address, sent).catch(() => null);
  if (turn !== turns) return;
  if (!page) return otherwise();
  keep();
  for (const number of kept.keys()) if (number > at) kept.delete(number);
  at += 1;
  history.pushState({ at }, "", page.address);
  show(page);
}

// Back finds the empty form, Forward nothing: going on, unlike replacing, drops what lay ahead.
function leave(address) {
  turns += 1;
  kept.clear();
  history.replaceState({ at }, "", document.querySelector(".brand").href);
  document.title = "";
  document.body.replaceChildren();
  location.assign(address);
}

function send(event) {
  const { target: form, submitter } = event;
  if (plainly || form.method !== "post") return;
  event.preventDefault();
  const fields = new FormData(form);
  if (submitter?.name) fields.append(submitter.name, submitter.value);
  go(form.action, { method: "POST", body: new URLSearchParams(fields) }, () => {
    plainly = true;
    form.requestSubmit(submitter);
  });
}

function follow(event) {
  const link = event.target.closest("a");
  if (!link || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  const act =
    (link.matches(".leave a") && (() => leave(link.href))) ||
    (link.matches("[data-back]") && (() => history.back())) ||
    (link.matches("[data-here]") && (() => go(link.href, {}, () => location.assign(link.href))));
  if (!act) return;
  event.preventDefault();
  act();
}

function moved({ state }) {
  turns += 1;
  if (!state) return history.replaceState({ at }, ""); // a link to a place within the page
  if (state.at === at) return;
  const page = kept.get(state.at);
  if (!page) return location.reload();
  keep();
  at = state.at;
  show(page);
}

function typed(event) {
  if (event.key !== "Enter" || event.shiftKey || event.isComposing || !event.target.matches("#need")) return;
  event.preventDefault();
  event.target.form.requestSubmit();
}

// A page that was left quickly may be held by the browser, emptied: it starts anew.
function shown({ persisted }) {
  if (persisted && !document.body.contains(main)) location.reload();
}

if ("SubmitEvent" in window) {
  history.scrollRestoration = "manual";
  history.replaceState({ at }, "");
  document.documentElement.classList.add("scripted");
  document.addEventListener("submit", send);
  document.addEventListener("click", follow);
  document.addEventListener("keydown", typed);
  addEventListener("popstate", moved);
  addEventListener("pageshow", shown);
}
