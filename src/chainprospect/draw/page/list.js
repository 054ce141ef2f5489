// The list beside the map: a real table, so that it can be read aloud, sorted and walked by keyboard.

import { LEAD, LOOKALIKE, calledOn } from "./model.js";
import { bandsOf, sideOf } from "./filter.js";
import { make, written } from "./dom.js";
import { points, say, term } from "./words.js";

const STEP = 100;

export function placeWord(model, i) {
  const side = say(`side.${sideOf(model, i)}`);
  return model.tier[i] > 0 && model.side[i] !== 2 ? `${side} · ${say("tier", { n: model.tier[i] })}` : side;
}

export function sizeWord(model, i) {
  const bands = bandsOf(model, i);
  if (bands[0] === "unknown") return say("unknown");
  if (bands.length === 1) return term("band", bands[0]);
  return say("size.range", { low: term("band", bands[0]), high: term("band", bands[bands.length - 1]) });
}

export function regionWord(model, i) {
  return model.region[i] < 0 ? "" : model.data.regions[model.region[i]];
}

const COLUMNS = [["rank"], ["name", "place"], ["score"]];

function order(model, sort) {
  // Making the collation takes longer than sorting by rank, so only names ask for it.
  const text = sort === "name" ? new Intl.Collator("zh-u-co-pinyin").compare : null;
  const rank = (a, b) => (model.rank[a] || Infinity) - (model.rank[b] || Infinity) || model.score[b] - model.score[a] || a - b;
  const compare = {
    rank,
    name: (a, b) => text(model.name[a], model.name[b]),
    score: (a, b) => model.score[a] - model.score[b],
    place: (a, b) => model.side[a] - model.side[b] || model.tier[a] - model.tier[b],
  }[sort] ?? rank;
  return (a, b) => compare(a, b) || rank(a, b);
}

/** Rows of the list in the order asked for. */
function listedRows(model, state) {
  const standing = state.tab === "lookalikes" ? LOOKALIKE : LEAD;
  const rows = model.listed.filter((i) => model.standing[i] === standing);
  const by = order(model, state.sort);
  rows.sort((a, b) => (state.falling ? by(b, a) : by(a, b)));
  return rows;
}

export function drawList(app, box) {
  const { model, state } = app;
  const rows = listedRows(model, state);
  const limit = app.listLimit ?? STEP;
  const found = state.tab === "lookalikes" ? model.data.found.lookalikes : Math.max(model.data.found.leads, rows.length);
  const tab = (key, word, count) =>
    make("button", { role: "tab", class: "tab", "aria-selected": String(state.tab === key), "data-tab": key, onclick: () => app.change({ tab: key }) }, `${word} ${count}`);
  const lookalikes = model.listed.filter((i) => model.standing[i] === LOOKALIKE).length;
  const tabs = make("div", { role: "tablist", class: "tabs" },
    tab("leads", say("list.title"), model.listed.length - lookalikes),
    tab("lookalikes", say("list.lookalikes"), lookalikes));
  const sorter = (key) => {
    const sorted = state.sort === key ? (state.falling ? "descending" : "ascending") : "none";
    const button = make("button", {
      "data-sort": key,
      onclick: () => app.change({ sort: key, falling: state.sort === key ? !state.falling : key === "score" }),
    }, say(`list.${key}`), make("span", { class: "arrow", "aria-hidden": "true" }, sorted === "none" ? "" : state.falling ? "▾" : "▴"));
    return [button, sorted];
  };
  // The place stands under the name, so its sorter stands beside the name's.
  const head = make("tr", {}, ...COLUMNS.map((keys) => {
    const sorters = keys.map(sorter);
    const sorted = sorters.map(([, how]) => how).find((how) => how !== "none") ?? "none";
    return make("th", { scope: "col", class: `c-${keys[0]}`, "aria-sort": sorted }, ...sorters.map(([button]) => button));
  }));
  const body = make("tbody", {}, ...rows.slice(0, limit).map((i) => row(app, i)));
  const table = make("table", { class: "list" },
    make("caption", { class: "away" }, `${say(state.tab === "lookalikes" ? "list.lookalikes" : "list.title")}, ${say("list.shown", { n: Math.min(limit, rows.length), m: found })}`),
    make("thead", {}, head), body);
  const scroll = make("div", { class: "scroll", tabindex: "-1" }, table);
  if (rows.length > limit) {
    scroll.append(make("button", { class: "wide", "data-act": "list-more", onclick: () => { app.listLimit = limit + STEP; drawList(app, box); } },
      say("list.more", { n: Math.min(STEP, rows.length - limit) })));
  }
  if (!rows.length) scroll.append(make("p", { class: "quiet" }, say("list.empty")));
  const top = box.querySelector(".scroll")?.scrollTop ?? 0;
  box.replaceChildren(tabs, scroll, make("p", { class: "count" }, say("list.shown", { n: Math.min(limit, rows.length), m: found })));
  scroll.scrollTop = top;
}

function row(app, i) {
  const { model, state } = app;
  const dim = app.look.verdict && app.look.verdict[i] !== 2;
  const region = regionWord(model, i);
  return make("tr", {
    "data-i": i,
    class: `${dim ? "dim" : ""} ${app.look.shown[i] ? "" : "off"}`.trim() || undefined,
    "aria-current": state.focus === i ? "true" : undefined,
    onclick: () => app.focus(i, true),
  },
  make("td", { class: "c-rank" }, model.rank[i] ? String(model.rank[i]) : ""),
  make("th", { scope: "row", class: "c-name" },
    make("button", { class: "name", title: calledOn(model, i).slice(0, 300) }, written(calledOn(model, i))),
    make("span", { class: "sub" }, ...[placeWord(model, i), sizeWord(model, i), ...(region ? [region] : [])].flatMap((word, k) => [k ? " · " : "", make("span", { class: "part" }, word)]))),
  make("td", { class: "c-score" }, points(model.score[i])));
}

/** Mark the company in focus without building the list again, and bring its row into sight. */
export function markList(app, box) {
  for (const one of box.querySelectorAll("tr[aria-current]")) one.removeAttribute("aria-current");
  const here = box.querySelector(`tr[data-i="${app.state.focus}"]`);
  if (!here) return;
  here.setAttribute("aria-current", "true");
  here.scrollIntoView({ block: "nearest" });
}
