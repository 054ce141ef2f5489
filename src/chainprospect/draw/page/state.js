// What the reader has chosen, and how it stands in the address so that a link or the back key restores it.

const LISTS = ["side", "tier", "kind", "size", "industry", "region", "grade", "standing"];

export function emptyFilter() {
  return { side: [], tier: [], kind: [], size: [], industry: [], region: [], grade: [], standing: [], score: 0 };
}

export function firstState(data) {
  return {
    lang: data.lang,
    mode: data.whole ? "all" : "budget",
    focus: -1,
    colour: "band",
    size: "score",
    filter: emptyFilter(),
    opened: [],
    sort: "rank",
    falling: false,
    tab: "leads",
    list: true,
    filters: false,
    view: null,
  };
}

export function isFiltered(filter) {
  return filter.score > 0 || LISTS.some((key) => filter[key].length);
}

/** State as the text after `#`. Companies stand by id, so that the link outlives another run. */
export function toHash(state, model) {
  const out = new URLSearchParams();
  const first = firstState(model.data);
  for (const key of ["lang", "mode", "colour", "size", "sort", "tab"]) if (state[key] !== first[key]) out.set(key, state[key]);
  if (state.falling) out.set("falling", "1");
  if (!state.list) out.set("list", "0");
  if (state.filters) out.set("filters", "1");
  if (state.focus >= 0) out.set("focus", model.id[state.focus]);
  for (const key of LISTS) for (const value of state.filter[key]) out.append(key === "size" ? "f.size" : key, value);
  if (state.filter.score) out.set("score", String(state.filter.score));
  for (const i of state.opened) out.append("open", model.id[i]);
  if (state.view) out.set("view", state.view.map((one) => Number(one.toFixed(3))).join(","));
  return out.toString();
}

/** State from the text after `#`; whatever does not fit is left at its first value. */
export function fromHash(text, model) {
  const given = new URLSearchParams(text.replace(/^#/, ""));
  const state = firstState(model.data);
  const choose = (key, allowed) => {
    if (allowed.includes(given.get(key))) state[key] = given.get(key);
  };
  choose("lang", model.data.languages);
  choose("mode", ["budget", "all"]);
  choose("colour", ["band", "industry", "side", "grade"]);
  choose("size", ["score", "amount"]);
  choose("sort", ["rank", "name", "score", "place", "band", "region"]);
  choose("tab", ["leads", "lookalikes"]);
  state.falling = given.get("falling") === "1";
  state.list = given.get("list") !== "0";
  state.filters = given.get("filters") === "1";
  state.focus = given.has("focus") ? (model.index.get(given.get("focus")) ?? -1) : -1;
  for (const key of LISTS) state.filter[key] = given.getAll(key === "size" ? "f.size" : key);
  const score = Number(given.get("score"));
  state.filter.score = score > 0 && score <= 100 ? score : 0;
  state.opened = given.getAll("open").map((id) => model.index.get(id)).filter((i) => i !== undefined);
  const view = (given.get("view") ?? "").split(",").map(Number);
  state.view = view.length === 3 && view.every(Number.isFinite) && view[2] > 0 ? view : null;
  return state;
}
