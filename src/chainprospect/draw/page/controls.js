// Filter, legend and the line that says what is shown of what.

import { bandsOf, sideOf, tierOf } from "./filter.js";
import { STANDINGS } from "./model.js";
import { paletteOf } from "./colour.js";
import { isFiltered, emptyFilter } from "./state.js";
import { make, written } from "./dom.js";
import { industryWord, say, term } from "./words.js";

/** Values a filter can take, with how many companies on the map have each. */
function choices(model, key) {
  const counts = new Map();
  const add = (value) => counts.set(value, (counts.get(value) ?? 0) + 1);
  const { regions, industries, kinds, grades, bands } = model.data;
  if (key === "kind" || key === "grade") {
    for (let t = 0; t < model.ties; t += 1) add(key === "kind" ? kinds[model.kind[t]] : grades[model.grade[t]]);
    return (key === "kind" ? kinds : grades).filter((one) => counts.has(one)).map((one) => [one, term(key, one), counts.get(one)]);
  }
  for (let i = 0; i < model.count; i += 1) {
    if (model.standing[i] === 0) continue;
    if (key === "side") add(sideOf(model, i));
    if (key === "standing") add(STANDINGS[model.standing[i]]);
    if (key === "tier" && tierOf(model, i)) add(tierOf(model, i));
    if (key === "size") for (const band of bandsOf(model, i)) add(band);
    if (key === "region" && model.region[i] >= 0) add(regions[model.region[i]]);
    if (key === "industry" && model.industry[i] >= 0) add(model.industry[i]);
  }
  if (key === "side") return ["up", "down", "via"].filter((one) => counts.has(one)).map((one) => [one, say(`side.${one}`), counts.get(one)]);
  if (key === "standing") return STANDINGS.slice(1).filter((one) => counts.has(one)).map((one) => [one, say(`standing.${one}`), counts.get(one)]);
  if (key === "tier") return [...counts.keys()].sort().map((one) => [one, say("tier", { n: one }), counts.get(one)]);
  if (key === "size") return [...[...bands].reverse(), "unknown"].filter((one) => counts.has(one)).map((one) => [one, one === "unknown" ? say("unknown") : term("band", one), counts.get(one)]);
  const rows = [...counts.entries()].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
  if (key === "region") return rows.map(([one, n]) => [one, one, n]);
  return rows.map(([code, n]) => [industries.key[code], industryWord(industries.key[code], industries.zh[code]), n]);
}

export function drawFilters(app, box) {
  const { model, state } = app;
  const set = (key, value) => app.change({ filter: { ...state.filter, [key]: value } });
  const ticks = (key) => {
    const rows = choices(model, key);
    if (!rows.length) return null;
    return make("fieldset", { "data-filter": key }, make("legend", {}, say(`filter.${key}`)), ...rows.map(([value, word, count]) =>
      make("label", {}, make("input", {
        type: "checkbox",
        value,
        checked: state.filter[key].includes(value),
        onchange: (event) => set(key, event.target.checked ? [...state.filter[key], value] : state.filter[key].filter((one) => one !== value)),
      }), written(word), make("span", { class: "num" }, String(count)))));
  };
  const select = (key) => {
    const rows = choices(model, key);
    if (!rows.length) return null;
    return make("label", { class: "pick", "data-filter": key }, say(`filter.${key}`),
      make("select", { onchange: (event) => set(key, event.target.value ? [event.target.value] : []) },
        make("option", { value: "" }, say("filter.any")),
        ...rows.slice(0, 400).map(([value, word, count]) => make("option", { value, selected: state.filter[key][0] === value }, `${word} (${count})`))));
  };
  const number = make("output", {}, String(state.filter.score));
  const score = make("label", { class: "pick", "data-filter": "score" }, say("filter.score"), make("span", { class: "slide" },
    make("input", {
      type: "range", min: "0", max: "100", step: "1", value: String(state.filter.score),
      oninput: (event) => { number.textContent = event.target.value; set("score", Number(event.target.value)); },
    }), number));
  const open = box.contains(document.activeElement) ? document.activeElement : null;
  if (open?.type === "range") {
    // The slider under the finger stays; everything it changes is drawn elsewhere.
    return;
  }
  const back = open ? [open.closest("[data-filter]")?.dataset.filter, open.value] : null;
  const top = box.scrollTop;
  box.replaceChildren(
    make("div", { class: "fhead" }, make("h2", {}, say("filter.title")),
      make("button", { class: "small", "data-act": "filter-clear", disabled: !isFiltered(state.filter), onclick: () => app.change({ filter: emptyFilter() }) }, say("filter.clear")),
      make("button", { class: "plain close", "data-act": "filter-close", "aria-label": say("close"), onclick: () => app.change({ filters: false }) }, "×")),
    make("p", { class: "quiet" }, say("filter.note")),
    ...[ticks("standing"), ticks("side"), ticks("tier"), score, ticks("size"), select("industry"), select("region"), ticks("kind"), ticks("grade")].filter(Boolean));
  box.scrollTop = top;
  if (back?.[0]) {
    const again = [...box.querySelectorAll(`[data-filter="${back[0]}"] input, [data-filter="${back[0]}"] select`)];
    (again.find((one) => one.value === back[1]) ?? again[0])?.focus();
  }
}

export function palette(app) {
  return paletteOf(app.model, app.state.colour, {
    side: (key) => say(`side.${key}`),
    grade: (key) => term("grade", key),
    band: (key) => term("band", key),
    range: (low, high) => say("size.range", { low: term("band", low), high: term("band", high) }),
    industry: industryWord,
    other: () => say("legend.other"),
    unknown: () => say("legend.unknown"),
    gated: () => say("legend.gated"),
    between: () => say("legend.between"),
  });
}

/** Legend entries that stand on the map now, with their counts. */
export function legendRows(app) {
  const { look } = app;
  const counts = new Uint32Array(look.keys.length);
  for (const i of look.places.rows) counts[look.codes[i]] += 1;
  return look.entries.map(([key, colour, word], k) => [key, colour, word, counts[k]]).filter(([, , , count]) => count);
}

export function drawLegend(app, box) {
  const rows = legendRows(app).map(([key, colour, word, count]) => {
    const dot = make("i", { class: key === "gated" ? "dot ring" : "dot" });
    dot.style.background = colour;
    return make("span", { class: "entry", "data-key": key }, dot, written(word), make("span", { class: "num" }, String(count)));
  });
  const sign = (kind, word) => make("span", { class: "entry" }, make("i", { class: kind }), word);
  box.replaceChildren(
    make("span", { class: "by" }, say(`by.${app.state.colour}`)), ...rows,
    make("span", { class: "rule" }),
    sign("arrow", say("legend.arrow")), sign("wide", say("legend.width")), sign("dash", say("legend.dashed")),
    ...(app.hasIntroductions ? [sign("dots", say("legend.introduces"))] : []));
}

/** What is shown of what, in words; nothing is left out silently. */
export function countLine(app) {
  const { model, look } = app;
  const { found } = model.data;
  const parts = [
    say("shown", { n: look.places.rows.length, m: model.count }),
    say("shown.leads", { n: look.leadsShown, m: Math.max(found.leads, model.leads) }),
    say("shown.reached", { n: found.companies }),
  ];
  const left = model.data.whole
    ? Math.max(0, found.companies + model.anchors.length - model.count)
    : Math.max(0, found.leads + found.lookalikes - model.listed.length);
  if (left) parts.push(say("shown.left", { n: left }));
  if (found.cut) parts.push(say("shown.cut", { n: found.cut }));
  if (look.verdict) parts.push(say("shown.lit", { n: look.passing }));
  return parts.join(" · ");
}
