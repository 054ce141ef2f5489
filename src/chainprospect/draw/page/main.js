// The page: reads the data, keeps the state, and tells every part when to draw itself.

import { ANCHOR, GATED, LEAD, calledOn, completeModel, groupKey, readModel, waysOf } from "./model.js";
import { emptyFilter, firstState, fromHash, isFiltered, toHash } from "./state.js";
import { judge } from "./filter.js";
import { dotOf, fillOf } from "./colour.js";
import { betterForm, boxOf, place } from "./place.js";
import { fitted, toWorld, zoomed } from "./view.js";
import { paint, tagOf } from "./paint.js";
import { companyAt, gridOf, markAt } from "./hit.js";
import { drawList, markList, placeWord } from "./list.js";
import { drawPanel } from "./panel.js";
import { countLine, drawFilters, drawLegend, palette } from "./controls.js";
import { fillSheet, savePicture, saveTable, tableText } from "./output.js";
import { searcher } from "./search.js";
import { buildPage } from "./skeleton.js";
import { steer } from "./steer.js";
import { language, points, say, setLanguage } from "./words.js";

const OPEN_STEP = 10;

const blockOf = (id) => JSON.parse(document.getElementById(id).textContent);

/** What stands behind the script is read while the picture is on its way to the screen. */
function whenRead(work) {
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", work, { once: true });
  else work();
}

function start() {
  const model = readModel(blockOf("picture"));
  // A view from a link names companies by their ids, which come with the words.
  if (location.hash.length > 1) {
    whenRead(() => {
      completeModel(model, blockOf("words"));
      finish(open(model));
    });
    return;
  }
  const app = open(model);
  requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(() => whenRead(() => {
    completeModel(model, blockOf("words"));
    finish(app);
  }), 0)));
}

/** Everything that the first picture needs, painted. */
function open(model) {
  const state = fromHash(location.hash, model);
  setLanguage(state.lang);
  const app = {
    model,
    state,
    view: { k: 1, x: 0, y: 0 },
    size: { width: 800, height: 600, ratio: 1 },
    look: { hover: -1, cursor: -1, mark: null, lit: null, verdict: null, guess: -1 },
    told: null,
    hasIntroductions: model.kind.some((kind) => kind > 1),
    find: searcher(model),
  };
  Object.assign(app, actions(app));
  app.parts = buildPage(app);
  app.parts.rename();
  app.parts.list.hidden = !state.list;
  app.parts.filters.hidden = !state.filters;
  app.parts.panel.hidden = state.focus < 0;
  // Only the opening view asks for the stage's size before it can be laid out.
  if (state.mode !== "all") app.measure();
  app.lay();
  app.restyle();
  drawLegend(app, app.parts.legend);
  app.sayCounts();
  if (app.measure() && state.mode !== "all") app.lay();
  if (state.view) app.setView({ x: state.view[0], y: state.view[1], k: state.view[2] }, false);
  else app.fit(false);
  // The whole picture first; what stands beside the map once the browser has shown it.
  app.paintNow();
  performance.mark("picture");
  return app;
}

/** What stands beside the map, and what moves it. */
function finish(app) {
  const { model } = app;
  steer(app);
  app.parts.root.inert = false;
  app.order();
  app.drawParts();
  app.paintSoon();
  new ResizeObserver(() => app.resized()).observe(app.parts.stage);
  window.addEventListener("popstate", () => app.restore());
  window.addEventListener("hashchange", () => app.restore());
  window.addEventListener("beforeprint", () => fillSheet(app, app.parts.sheet));
  window.addEventListener("afterprint", () => app.parts.sheet.replaceChildren());
  window.chainMap = Object.freeze({
    where: (id) => {
      const i = model.index.get(id);
      const { places } = app.look;
      return { x: places.x[i] * app.view.k + app.view.x, y: places.y[i] * app.view.k + app.view.y, width: places.width[i] * app.view.k, shown: Boolean(app.look.shown[i]) };
    },
    marks: () => app.look.places.marks.map((m) => ({ id: model.id[m.parent], column: m.column, hidden: m.hidden, x: m.x * app.view.k + app.view.x, y: m.y * app.view.k + app.view.y })),
    look: () => ({
      state: structuredClone(app.state), view: { ...app.view }, told: app.told,
      shown: Array.from(app.look.places.rows, (i) => model.id[i]),
      lit: app.look.lit ? [...app.look.lit.companies].map((i) => model.id[i]) : null,
      litTies: app.look.lit ? [...app.look.lit.ties].map((t) => [model.id[model.source[t]], model.id[model.target[t]]]) : null,
      passing: app.look.verdict ? Array.from(app.look.verdict, (v, i) => (v === 2 ? model.id[i] : null)).filter((id) => id !== null) : null,
      fills: Object.fromEntries([...app.look.places.rows.slice(0, 200)].map((i) => [model.id[i], fillOf(app.look, i)])),
      dots: Object.fromEntries([...app.look.places.rows.slice(0, 200)].map((i) => [model.id[i], dotOf(model, app.state.size, i)])),
    }),
    table: () => tableText(app),
    frame: (dx = 0, dy = 0) => { app.view = { ...app.view, x: app.view.x + dx, y: app.view.y + dy }; app.paintNow(); },
  });
  document.documentElement.dataset.ready = "1";
}

function actions(app) {
  const { model } = app;
  const self = {
    title: () => say("app.of", { names: model.anchors.map((i) => model.name[i]).join("、") || say("app.title") }),

    /** Which companies are shown, and where they stand. */
    lay(keep = false) {
      const { state, look } = app;
      const old = keep ? { places: look.places, shown: look.shown } : null;
      const shown = state.mode === "all" ? new Uint8Array(model.count).fill(1) : model.first.slice();
      if (state.mode !== "all") {
        for (const i of [...state.opened, state.focus]) {
          if (i < 0) continue;
          for (const one of waysOf(model, i)[0][0]) shown[one] = 1;
          shown[i] = 1;
        }
      }
      look.shown = shown;
      const before = old ? (i) => (old.shown[i] ? old.places.y[i] : NaN) : null;
      if (state.mode !== "all" && (!old || !app.form)) {
        const margin = self.margin();
        app.form = betterForm(model, shown, app.size.width - margin.left - margin.right, app.size.height - margin.top - margin.bottom);
      }
      look.places = place(model, shown, state.mode, app.form, before);
      look.grid = null;
      const all = state.mode === "all";
      look.ties = all ? model.allTies : model.allTies.filter((t) => shown[model.source[t]] && shown[model.target[t]]);
      look.leadsShown = all ? model.leads : model.listed.reduce((sum, i) => sum + (shown[i] && model.standing[i] === LEAD ? 1 : 0), 0);
      look.tally = new Map(model.columns.map(({ column, rows }) => [column, { all: rows.length, shown: all ? rows.length : rows.reduce((sum, i) => sum + shown[i], 0) }]));
      self.order();
      self.light();
    },

    /** Who is labelled first where not all names have room. */
    order() {
      const { look, state } = app;
      look.priority = state.mode === "all" ? model.byScore : model.byScore.filter((i) => look.shown[i]);
    },

    /** Colours, sizes and who passes the filter. */
    restyle() {
      const { state, look } = app;
      look.sizeBy = state.size;
      look.verdict = isFiltered(state.filter) ? judge(model, state.filter) : null;
      look.passing = look.verdict ? look.verdict.reduce((sum, one) => sum + (one === 2 ? 1 : 0), 0) : 0;
      Object.assign(look, palette(app));
    },

    /** The chains of the company in focus, lit. */
    light() {
      const { state, look } = app;
      look.focus = state.focus;
      look.guess = -1;
      look.lit = null;
      if (state.focus < 0) return;
      const companies = new Set([state.focus]);
      const ties = new Set();
      if (model.standing[state.focus] === ANCHOR) {
        for (const t of model.tiesOf.of(state.focus)) {
          ties.add(t);
          companies.add(model.source[t]);
          companies.add(model.target[t]);
        }
      } else {
        for (const [way, along] of waysOf(model, state.focus)) {
          for (const one of way) companies.add(one);
          for (const t of along) ties.add(t);
        }
        for (const t of model.tiesOf.of(state.focus)) {
          const other = model.source[t] === state.focus ? model.target[t] : model.source[t];
          if (model.parent[other] === state.focus) {
            ties.add(t);
            companies.add(other);
          }
        }
        if (model.tie[state.focus] < 0) look.guess = state.focus;
      }
      look.lit = { companies, ties };
    },

    /** Paint the frame; one that was planned is this one. */
    paintNow() {
      if (app.pending) cancelAnimationFrame(app.pending);
      app.pending = 0;
      app.told = paint(app.parts.canvas.getContext("2d", { alpha: false }), model, app.look, app.view, app.size);
    },

    paintSoon() {
      if (app.pending) return;
      app.pending = requestAnimationFrame(() => {
        app.pending = 0;
        self.paintNow();
        self.sayCounts();
      });
    },

    sayCounts() {
      const line = countLine(app);
      if (app.parts.counts.textContent !== line) app.parts.counts.textContent = line;
    },

    drawAll() {
      self.drawParts();
      self.paintNow();
      self.sayCounts();
    },

    drawParts() {
      app.parts.rename();
      drawList(app, app.parts.list);
      drawPanel(app, app.parts.panel);
      if (app.state.filters) drawFilters(app, app.parts.filters);
      drawLegend(app, app.parts.legend);
      self.arrangeParts();
    },

    arrangeParts() {
      const { state, parts } = app;
      parts.list.hidden = !state.list;
      parts.filters.hidden = !state.filters;
      parts.panel.hidden = state.focus < 0;
      parts.sync();
      self.resized(false);
    },

    measure() {
      const rect = app.parts.stage.getBoundingClientRect();
      const ratio = Math.min(3, window.devicePixelRatio || 1);
      const size = { width: Math.max(50, Math.floor(rect.width)), height: Math.max(50, Math.floor(rect.height)), ratio };
      const changed = size.width !== app.size.width || size.height !== app.size.height || ratio !== app.size.ratio;
      app.size = size;
      const { canvas } = app.parts;
      if (changed || canvas.width !== Math.round(size.width * ratio)) {
        canvas.width = Math.round(size.width * ratio);
        canvas.height = Math.round(size.height * ratio);
      }
      return changed;
    },

    resized(draw = true) {
      const old = app.size;
      if (!self.measure()) return;
      if (app.fresh) self.fit(false);
      else app.view = { ...app.view, x: app.view.x + (app.size.width - old.width) / 2, y: app.view.y + (app.size.height - old.height) / 2 };
      if (draw) self.paintNow();
      else self.paintSoon();
      self.sayCounts();
    },

    setView(view, note = true) {
      app.view = view;
      app.fresh = false;
      self.paintSoon();
      if (note) self.noteView();
    },

    noteView() {
      clearTimeout(app.viewTimer);
      app.viewTimer = setTimeout(() => self.note(false), 250);
    },

    /** Room to leave free: the heads above, labels that grow, and the panel that lies over the map. */
    margin: () => ({ left: 18, right: 40 + (app.state.focus >= 0 ? app.parts.panel.offsetWidth : 0), top: 44, bottom: 16 }),

    fit(note = true) {
      self.setView(fitted(boxOf(app.look.places), app.size.width, app.size.height, self.margin()), false);
      app.fresh = true;
      if (note) self.note(false);
    },

    zoom(factor, x = app.size.width / 2, y = app.size.height / 2) {
      self.setView(zoomed(app.view, factor, x, y));
    },

    /** Bring companies into sight, moving as little as needed. */
    reveal(rows) {
      const { places } = app.look;
      const box = { left: Infinity, right: -Infinity, top: Infinity, bottom: -Infinity };
      for (const i of rows) {
        if (!app.look.shown[i]) continue;
        box.left = Math.min(box.left, places.x[i] - places.width[i] / 2);
        box.right = Math.max(box.right, places.x[i] + places.width[i] / 2);
        box.top = Math.min(box.top, places.y[i] - 20);
        box.bottom = Math.max(box.bottom, places.y[i] + 20);
      }
      if (!Number.isFinite(box.left)) return;
      const { fresh } = app;
      const margin = self.margin();
      const { view, size } = app;
      const wide = size.width - margin.left - margin.right;
      const high = size.height - margin.top - margin.bottom;
      if ((box.right - box.left) * view.k > wide || (box.bottom - box.top) * view.k > high || view.k < 0.42) {
        self.setView(fitted(box, size.width, size.height, margin, 1), false);
        return;
      }
      const next = { ...view };
      next.x += Math.max(0, margin.left - (box.left * view.k + view.x)) - Math.max(0, box.right * view.k + view.x - (size.width - margin.right));
      next.y += Math.max(0, margin.top - (box.top * view.k + view.y)) - Math.max(0, box.bottom * view.k + view.y - (size.height - margin.bottom));
      if (next.x !== view.x || next.y !== view.y) self.setView(next, false);
      else app.fresh = fresh;
    },

    /** Put a company in focus (-1 for none); what hides it is opened. */
    focus(i, move = false) {
      const { state } = app;
      if (state.focus === i) {
        if (i >= 0 && move) self.reveal([i]);
        return;
      }
      state.focus = i;
      app.look.cursor = i >= 0 ? i : app.look.cursor;
      if (i >= 0 && !app.look.shown[i]) self.lay(true);
      else if (i < 0 && app.look.shown) self.lay(true);
      else self.light();
      drawPanel(app, app.parts.panel);
      self.arrangeParts();
      if (i >= 0) self.reveal(model.standing[i] === ANCHOR ? [i] : [...app.look.lit.companies].slice(0, 60));
      if (i >= 0 && listTab(model, i) && listTab(model, i) !== state.tab) {
        state.tab = listTab(model, i);
        drawList(app, app.parts.list);
      }
      markList(app, app.parts.list);
      if (i >= 0) self.announce(i);
      drawLegend(app, app.parts.legend);
      self.paintSoon();
      self.note(true);
    },

    announce(i) {
      const tag = model.standing[i] === GATED ? tagOf(model, i) : Number.isNaN(model.score[i]) ? "" : say("sr.score", { n: points(model.score[i]) });
      app.parts.live.textContent = say("sr.focus", { name: calledOn(model, i).slice(0, 200), place: placeWord(model, i), extra: tag });
    },

    /** Open ten more around a parent, in place; all of them with `all`. */
    open(mark, all = false) {
      const rows = (model.children.get(groupKey(model, mark.parent, mark.column)) ?? []).filter((i) => !app.look.shown[i]);
      const more = rows.slice(0, all ? rows.length : OPEN_STEP);
      app.state.opened = [...app.state.opened, ...more];
      app.fresh = false;
      self.lay(true);
      drawList(app, app.parts.list);
      drawLegend(app, app.parts.legend);
      app.parts.live.textContent = say("sr.opened", { n: more.length });
      self.paintSoon();
      self.note(true);
    },

    /** Take over changed choices and draw what depends on them. */
    change(part) {
      const { state } = app;
      const mode = part.mode && part.mode !== state.mode;
      Object.assign(state, part);
      if (part.lang) setLanguage(state.lang);
      if (part.tab || part.sort) app.listLimit = undefined;
      if (mode) {
        self.lay();
        self.fit(false);
      }
      if (part.filter || part.colour || part.size || part.lang || mode) self.restyle();
      self.drawAll();
      self.note(Boolean(mode || part.filter || part.tab));
    },

    /** Write the state into the address; `step` makes it a place to come back to. */
    note(step) {
      clearTimeout(app.viewTimer);
      app.state.view = app.fresh ? null : [app.view.x, app.view.y, app.view.k];
      const hash = `#${toHash(app.state, model)}`;
      if (hash === location.hash || (hash === "#" && !location.hash)) return;
      try {
        const steps = (history.state?.steps ?? 0) + (step ? 1 : 0);
        if (step) history.pushState({ steps }, "", hash);
        else history.replaceState({ steps }, "", hash);
      } catch (error) {
        // A viewer that forbids changing the address (a mail preview) still shows the map.
        if (!(error instanceof DOMException)) throw error;
      }
    },

    /** The address changed: take the state from it. */
    restore() {
      if (`#${toHash(app.state, model)}` === location.hash) return;
      const next = fromHash(location.hash, model);
      Object.assign(app.state, firstState(model.data), next);
      setLanguage(app.state.lang);
      app.look.mark = null;
      self.lay();
      self.restyle();
      if (app.state.view) self.setView({ x: app.state.view[0], y: app.state.view[1], k: app.state.view[2] }, false);
      else self.fit(false);
      self.drawAll();
    },

    /** One step back within this page, never out of it. */
    back() {
      if (history.state?.steps > 0) history.back();
      else self.clear();
    },

    clear() {
      const { state } = app;
      if (state.focus >= 0) self.focus(-1);
      else if (isFiltered(state.filter)) self.change({ filter: emptyFilter() });
    },

    savePicture: () => savePicture(app),
    saveTable: () => saveTable(app),
    speaks: () => language(),
    at(x, y, touch = false) {
      const [wx, wy] = toWorld(app.view, x, y);
      const slack = (touch ? 10 : 2) / app.view.k;
      const mark = app.view.k >= 0.3 ? markAt(app.look.places, wx, wy, touch ? slack : 1) : null;
      return mark ? { mark, company: -1 } : { mark: null, company: companyAt((app.look.grid ??= gridOf(model, app.look.places)), app.look.places, wx, wy, slack) };
    },
  };
  return self;
}

function listTab(model, i) {
  return model.standing[i] === LEAD ? "leads" : model.standing[i] === 2 ? "lookalikes" : null;
}

start();
