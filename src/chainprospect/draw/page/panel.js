// What is known of one company: why it stands here, how the score came about, every chain, every fact with its source.

import { ANCHOR, GATED, LEAD, LOOKALIKE, calledOn } from "./model.js";
import { placeWord, sizeWord } from "./list.js";
import { make, written } from "./dom.js";
import { industryWord, language, money, percent, points, say, term } from "./words.js";

export function drawPanel(app, box) {
  const { model, state } = app;
  const i = state.focus;
  if (i < 0) {
    box.replaceChildren();
    return;
  }
  const lead = model.data.leads[i];
  const parts = [heading(app, i), standing(app, i)];
  if (lead) {
    parts.push(scores(lead));
    parts.push(section("panel.why", make("ul", { class: "reasons" }, ...worded(lead.reasons).map((text) => make("li", {}, written(text))))));
    if (lead.flags.length) parts.push(section("panel.flags", chips(lead.flags.map((flag) => term("flag", flag)), "warn")));
    parts.push(section("panel.parts", bars(lead)));
  }
  const chains = model.data.chains[i];
  if (chains?.length) parts.push(section("panel.chains", ...chains.map((chain, k) => drawChain(app, chain, k, chains.length))));
  if (lead?.likeness.length) parts.push(section("panel.likeness", likeness(app, lead)));
  if (lead?.missing.length) parts.push(section("panel.missing", chips(lead.missing.map((one) => term("column", one)), "")));
  const facts = factRows(app, i);
  if (facts.length) parts.push(section("panel.facts", make("dl", { class: "facts" }, ...facts.flat())));
  parts.push(ties(app, i));
  const top = box.dataset.i === String(i) ? box.scrollTop : 0;
  box.dataset.i = String(i);
  box.replaceChildren(...parts.filter(Boolean));
  box.scrollTop = top;
}

function worded(texts) {
  return texts[language()] ?? Object.values(texts)[0] ?? [];
}

function section(key, ...children) {
  return make("section", { "data-part": key.split(".")[1] }, make("h3", {}, say(key)), ...children);
}

function chips(words, kind) {
  return make("p", { class: "chips" }, ...words.map((word) => make("span", { class: `chip ${kind}`.trim() }, written(word))));
}

function heading(app, i) {
  const { model } = app;
  return make("header", {},
    make("button", { class: "plain close", "data-act": "panel-close", "aria-label": say("panel.close"), onclick: () => app.focus(-1) }, "×"),
    make("h2", { tabindex: "-1" }, written(model.name[i])),
    make("p", { class: "sub" }, ...[placeWord(model, i), sizeWord(model, i)].map((word) => make("span", { class: "tag" }, word)),
      model.apart[i] ? make("span", { class: "tag" }, written(model.apart[i])) : ""));
}

function standing(app, i) {
  const { model } = app;
  if (model.standing[i] === ANCHOR) return make("p", { class: "note" }, say("panel.anchor"));
  if (model.standing[i] === LOOKALIKE) return make("p", { class: "note guess" }, say("panel.inferred"));
  if (model.standing[i] === GATED) {
    const reason = model.data.gated[i];
    const gate = say("panel.gated", { gate: term("gate", model.data.gates[model.gate[i]] ?? "") });
    return make("p", { class: "note grey" }, make("strong", {}, gate), reason ? make("br") : "", reason ? written(worded(reason)) : "");
  }
  if (model.standing[i] === LEAD) return null;
  return make("p", { class: "note" }, say("panel.between"));
}

function scores(lead) {
  const half = (key, value) => make("div", {}, make("span", { class: "quiet" }, say(key)), make("b", {}, value));
  return make("div", { class: "scores" },
    make("div", { class: "big" }, make("b", {}, points(lead.score)), make("span", { class: "quiet" }, say("panel.score"))),
    half("panel.centrality", points(lead.centrality)), half("panel.fit", points(lead.fit)), half("panel.coverage", percent(lead.coverage)));
}

function bars(lead) {
  const evidence = worded(lead.evidence);
  const most = Math.max(1e-9, ...lead.parts.map((part) => part[2]));
  const all = lead.parts.reduce((sum, part) => sum + part[2], 0) || 1;
  return make("ul", { class: "bars" }, ...lead.parts.map(([name, value, weight, gained, known], k) => {
    // The pale bar is what the weight allows, the full one what was gained; an unknown value is hatched.
    const outer = make("span", { class: "outer" });
    const inner = make("span", { class: known ? "inner" : "inner unknown" });
    outer.style.width = `${(100 * weight) / most}%`;
    inner.style.width = `${100 * value}%`;
    outer.append(inner);
    const full = (100 * weight) / all;
    return make("li", { "data-name": name },
      make("div", { class: "line" }, make("span", {}, term("contribution", name)),
        make("span", { class: "num", title: say("panel.points", { p: gained.toFixed(2), w: full.toFixed(2) }) }, `${gained.toFixed(1)} / ${full.toFixed(1)}`)),
      make("div", { class: "track" }, outer),
      make("p", { class: "sub" }, written(evidence[k] || (known ? "" : say("panel.unknown"))), known || !evidence[k] ? "" : `（${say("panel.unknown")}）`));
  }));
}

function companyButton(app, i) {
  return make("button", { class: "link", "data-company": app.model.id[i], onclick: () => app.focus(i, true) }, written(calledOn(app.model, i)));
}

/** Provenance and size of one relation as short texts. */
function tieFacts(app, t) {
  const { model } = app;
  const fact = model.data.evidence[t] ?? {};
  const grade = model.data.grades[model.grade[t]];
  const found = [];
  if (fact.product) found.push(written(fact.product, { class: "product" }));
  const amount = Number.isNaN(model.amount[t]) ? null : model.amount[t];
  if (amount !== null) found.push(say("amount.year", { a: money(amount) }));
  else if (fact.amount) found.push(money(fact.amount, fact.currency ?? ""));
  if (fact.share_of_target !== undefined) found.push(say("share.target", { s: percent(fact.share_of_target) }));
  if (fact.share_of_source !== undefined) found.push(say("share.source", { s: percent(fact.share_of_source) }));
  if (fact.share !== undefined) found.push(say("share.plain", { s: percent(fact.share) }));
  if (fact.as_of) found.push(say("panel.asof", { d: fact.as_of }));
  const source = [term("grade", grade)];
  if (fact.confidence !== undefined && fact.confidence < 1) source.push(`${say("tie.confidence")} ${percent(fact.confidence)}`);
  if (fact.evidence > 1) source.push(say("panel.evidence", { n: fact.evidence }));
  return { facts: found, source, ref: fact.source_ref, inferred: grade === "inferred" };
}

function tieLine(app, t, weakest) {
  const { facts, source, ref, inferred } = tieFacts(app, t);
  const word = term("kind", app.model.data.kinds[app.model.kind[t]]);
  return make("div", { class: inferred ? "tie guess" : "tie" },
    make("p", {}, make("b", {}, word), ...facts.flatMap((one) => [" · ", one]), weakest ? make("span", { class: "chip warn" }, say("panel.weakest")) : "",
      inferred ? make("span", { class: "chip" }, say("note.inferred")) : ""),
    make("p", { class: "sub" }, `${say("panel.source")}: ${source.join(" · ")}`, ref ? " · " : "", ref ? written(ref) : ""));
}

function drawChain(app, [companies, tieRows, weakest], k, count) {
  const { model } = app;
  // Told from the lead to the anchor for suppliers and from the anchor on for buyers: the way the goods go.
  const back = companies.length > 1 && tieRows.length && model.source[tieRows[0]] === companies[1];
  const steps = back ? [...companies].reverse() : companies;
  const hops = back ? [...tieRows].reverse() : tieRows;
  const weak = back ? tieRows.length - 1 - weakest : weakest;
  const list = make("ol", { class: "chain" });
  steps.forEach((i, at) => {
    list.append(make("li", {}, companyButton(app, i)));
    if (at < hops.length) list.append(make("li", { class: "hop" }, make("span", { class: "down", "aria-hidden": "true" }, model.source[hops[at]] === i ? "↓" : "↑"), tieLine(app, hops[at], hops.length > 1 && at === weak)));
  });
  return make("div", { class: "way" }, count > 1 ? make("h4", {}, say("panel.chain", { n: k + 1 })) : "", list);
}

function likeness(app, lead) {
  const known = (id) => (app.model.index.has(id) ? app.model.index.get(id) : -1);
  return make("ul", { class: "plainlist" }, ...lead.likeness.map(([id, name, shares]) => {
    const here = known(id);
    return make("li", {}, here >= 0 ? companyButton(app, here) : written(name), make("span", { class: "sub" }, ` ${say("panel.shares", { n: shares.length })}`));
  }));
}

const TERMS = { country: "column", region: "column", industry: "column", role: "column", ownership: "column", status: "column", employees: "column", revenue: "column", listed: "column", main_bank: "column", banks: "column", is_client: "column", uscc: "column", as_of: "column" };

// Said together with other facts, not in rows of their own.
const UNNAMED = new Set(["currency", "industry_code", "grade", "source_file", "source_row", "source_ref", "records"]);

/** Where the facts of a company stand: the record that weighs most, and how many there are. */
function sourceOf(facts) {
  if (!facts.records) return [];
  const found = [facts.source_row ? say("panel.row", { f: facts.source_file, n: facts.source_row }) : facts.source_file, term("grade", facts.grade)];
  if (facts.source_ref) found.push(facts.source_ref);
  if (facts.records > 1) found.push(say("panel.records", { n: facts.records }));
  return found.filter(Boolean);
}

function factRows(app, i) {
  const { model } = app;
  const facts = model.data.facts[i] ?? { id: model.id[i] };
  const rows = [];
  const add = (key, value, label = null) => rows.push([make("dt", {}, label ?? term(TERMS[key] ?? "fact", key)), make("dd", {}, written(value))]);
  for (const [key, value] of Object.entries(facts)) {
    if (UNNAMED.has(key)) continue;
    if (key === "revenue") add(key, money(value, facts.currency ?? "CNY"));
    else if (key === "employees") add(key, value.toLocaleString("en-US"));
    else if (key === "role") add(key, term("role", value));
    else if (key === "status") add(key, term("status", value));
    else if (key === "ownership") add(key, term("own", value));
    else if (typeof value === "boolean") add(key, say(value ? "yes" : "no"));
    else if (key === "industry") add(key, facts.industry_code ? `${facts.industry_code} ${value}` : value);
    else add(key, Array.isArray(value) ? value.join("；") : String(value));
  }
  if (!("industry" in facts) && model.industry[i] >= 0) {
    const { key, zh } = model.data.industries;
    add("industry", industryWord(key[model.industry[i]], zh[model.industry[i]]));
  }
  const source = sourceOf(facts);
  if (source.length) add("source", source.join(" · "), say("panel.source"));
  return rows;
}

function ties(app, i) {
  const { model } = app;
  const groups = { supplies: [], bought: [], related: [] };
  for (const t of model.tiesOf.of(i)) {
    const goods = model.kind[t] < 2;
    const other = model.source[t] === i ? model.target[t] : model.source[t];
    groups[!goods ? "related" : model.source[t] === i ? "supplies" : "bought"].push([other, t]);
  }
  const size = (t) => (Number.isNaN(model.amount[t]) ? -1 : model.amount[t]);
  const drawn = Object.entries(groups).filter(([, rows]) => rows.length).map(([key, rows]) => {
    rows.sort((a, b) => size(b[1]) - size(a[1]) || a[0] - b[0]);
    const list = make("ul", { class: "plainlist" }, ...rows.slice(0, 12).map(([other, t]) => {
      const { facts } = tieFacts(app, t);
      return make("li", {}, companyButton(app, other), make("span", { class: "sub" }, ...facts.slice(0, 2).flatMap((one) => [" · ", one])));
    }));
    return make("div", {}, make("h4", {}, `${say(`panel.${key}`)} ${rows.length}`), list, rows.length > 12 ? make("p", { class: "sub" }, say("panel.more", { n: rows.length - 12 })) : "");
  });
  return drawn.length ? section("panel.ties", ...drawn) : null;
}
