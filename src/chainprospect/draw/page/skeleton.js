// The parts of the page and the controls in its bar.

import { icon, make } from "./dom.js";
import { calledOn } from "./model.js";
import { placeWord } from "./list.js";
import { say } from "./words.js";
import { points } from "./words.js";

const ICONS = {
  list: "M2 4h12M2 8h12M2 12h8",
  filter: "M2 3h12l-4.6 5.4v4.6l-2.8-1.4v-3.2z",
  fit: "M2 6V2h4M10 2h4v4M14 10v4h-4M6 14H2v-4",
  plus: "M8 3v10M3 8h10",
  minus: "M3 8h10",
  back: "M7 3 2.5 8 7 13M3 8h11",
};

export function buildPage(app) {
  const { model } = app;
  const labels = [];
  // Every control is named again when the language changes.
  const named = (element, key, how = "text") => {
    labels.push(() => {
      if (how === "text") element.textContent = say(key);
      else {
        element.setAttribute("aria-label", say(key));
        element.title = say(key);
      }
    });
    return element;
  };
  const iconButton = (act, path, onclick) => named(make("button", { class: "tool", "data-act": act, onclick }, icon(path)), { back: "back", fit: "fit", "zoom-in": "zoom.in", "zoom-out": "zoom.out" }[act], "label");
  const listButton = make("button", { class: "tool text", "data-act": "list", onclick: () => app.change({ list: !app.state.list }) }, icon(ICONS.list), named(make("span"), "list.show"));
  const filterButton = make("button", { class: "tool text", "data-act": "filters", onclick: () => app.change({ filters: !app.state.filters }) }, icon(ICONS.filter), named(make("span"), "filters.show"));
  const pick = (act, key, options, chosen) => {
    const select = make("select", { "data-act": act, onchange: (event) => app.change({ [act]: event.target.value }) });
    labels.push(() => {
      select.replaceChildren(...options.map((one) => make("option", { value: one, selected: app.state[act] === one }, say(`by.${one}`))));
      select.value = chosen();
    });
    return make("label", { class: "chooser" }, named(make("span"), key), select);
  };
  const mode = make("button", { class: "tool text", "data-act": "mode", onclick: () => app.change({ mode: app.state.mode === "all" ? "budget" : "all" }) });
  labels.push(() => { mode.textContent = say(app.state.mode === "all" ? "mode.budget" : "mode.all"); });
  const title = make("h1");
  labels.push(() => {
    title.textContent = app.title();
    title.title = app.title().slice(0, 300);
    document.title = app.title().slice(0, 120);
    document.documentElement.lang = app.state.lang === "zh" ? "zh-CN" : "en";
  });
  const lang = named(make("button", {
    class: "tool text", "data-act": "lang",
    onclick: () => app.change({ lang: model.data.languages.find((one) => one !== app.state.lang) ?? app.state.lang }),
  }), "lang.switch");
  lang.hidden = model.data.languages.length < 2;
  const menu = make("details", { class: "menu" }, named(make("summary", { class: "tool text", "data-act": "menu" }), "more.menu"), make("div", { class: "sheetlet" },
    named(make("button", { "data-act": "png", onclick: () => { app.savePicture(); menu.open = false; } }), "export.png"),
    named(make("button", { "data-act": "csv", onclick: () => { app.saveTable(); menu.open = false; } }), "export.csv"),
    named(make("button", { "data-act": "print", onclick: () => { menu.open = false; window.print(); } }), "print")));
  const helpText = named(make("p", { class: "help", role: "note", hidden: true }), "help.text");
  const help = named(make("button", { class: "tool", "data-act": "help", onclick: () => { helpText.hidden = !helpText.hidden; } }, "?"), "help", "label");
  const canvas = make("canvas", { tabindex: "0", role: "application" });
  labels.push(() => canvas.setAttribute("aria-label", say("sr.map")));
  const tip = make("div", { class: "tip", hidden: true });
  const empty = make("div", { class: "empty" });
  labels.push(() => {
    const none = model.leads + model.lookalikes === 0;
    empty.hidden = !none;
    empty.replaceChildren(make("h2", {}, say("empty.title")), make("p", {}, say("empty.text", { n: model.data.found.companies })));
  });
  const stage = make("div", { class: "stage" }, canvas, tip, empty, helpText);
  const list = named(make("aside", { class: "side", id: "list" }), "list.title", "label");
  const filters = named(make("aside", { class: "side filters", id: "filters", hidden: true }), "filter.title", "label");
  const panel = named(make("aside", { class: "panel", id: "panel", hidden: true }), "details", "label");
  const legend = make("div", { class: "legend", id: "legend" });
  const counts = make("p", { class: "counts", id: "counts", role: "status" });
  const live = make("p", { class: "away", "aria-live": "polite", id: "live" });
  const sheet = make("div", { class: "sheet", "aria-hidden": "true" });
  const bar = make("header", { class: "bar" }, iconButton("back", ICONS.back, () => app.back()), title, searchBox(app, named),
    pick("colour", "colour.by", ["band", "industry", "side", "grade"], () => app.state.colour),
    pick("size", "size.by", ["score", "amount"], () => app.state.size),
    listButton, filterButton, mode,
    make("span", { class: "group" }, iconButton("zoom-out", ICONS.minus, () => app.zoom(1 / 1.3)), iconButton("zoom-in", ICONS.plus, () => app.zoom(1.3)), iconButton("fit", ICONS.fit, () => app.fit())),
    menu, lang, help);
  for (const one of [list, filters, panel]) for (const how of ["removeAttribute"]) one[how]("title");
  const root = document.getElementById("app");
  root.replaceChildren(bar, make("main", {}, list, filters, stage, panel), make("footer", {}, legend, counts), live, sheet);
  root.hidden = false;
  // Nothing answers before the words are read.
  root.inert = true;
  const sync = () => {
    listButton.setAttribute("aria-pressed", String(app.state.list));
    filterButton.setAttribute("aria-pressed", String(app.state.filters));
  };
  const rename = () => {
    for (const one of labels) one();
    for (const one of [list, filters, panel]) one.removeAttribute("title");
    sync();
  };
  return { root, canvas, stage, list, filters, panel, legend, counts, live, sheet, tip, menu, help, helpText, search: bar.querySelector("input"), rename, sync };
}

function searchBox(app, named) {
  const { model } = app;
  const options = make("ul", { role: "listbox", id: "found", hidden: true });
  const input = make("input", {
    type: "search", role: "combobox", autocomplete: "off", spellcheck: "false", "aria-controls": "found", "aria-expanded": "false", "aria-autocomplete": "list", "data-act": "search",
  });
  let rows = [];
  let at = -1;
  const close = () => {
    options.hidden = true;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
    at = -1;
  };
  const choose = (i) => {
    close();
    input.value = "";
    app.focus(i, true);
    app.parts.canvas.focus();
  };
  const show = () => {
    if (!input.value.trim()) {
      close();
      return;
    }
    const found = app.find(input.value);
    rows = found.rows;
    at = rows.length ? Math.min(Math.max(at, 0), rows.length - 1) : -1;
    options.replaceChildren(...rows.map((i, k) => make("li", { role: "option", id: `found-${k}`, "aria-selected": String(k === at), "data-i": i, onpointerdown: (event) => { event.preventDefault(); choose(i); } },
      make("bdi", {}, calledOn(model, i).slice(0, 120)), make("span", { class: "sub" }, [placeWord(model, i), points(model.score[i])].filter(Boolean).join(" · ")))),
    ...(rows.length ? found.all > rows.length ? [make("li", { class: "quiet" }, say("panel.more", { n: found.all - rows.length }))] : [] : [make("li", { class: "quiet" }, say("search.none"))]));
    options.hidden = false;
    input.setAttribute("aria-expanded", "true");
    if (at >= 0) input.setAttribute("aria-activedescendant", `found-${at}`);
  };
  input.addEventListener("input", () => { at = 0; show(); });
  input.addEventListener("focus", show);
  input.addEventListener("blur", close);
  input.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      at = rows.length ? (at + (event.key === "ArrowDown" ? 1 : rows.length - 1)) % rows.length : -1;
      show();
    } else if (event.key === "Enter" && at >= 0) {
      event.preventDefault();
      choose(rows[at]);
    } else if (event.key === "Escape") {
      event.stopPropagation();
      input.value = "";
      close();
      app.parts.canvas.focus();
    }
  });
  const label = named(make("span", { class: "away" }), "search.label");
  const box = make("label", { class: "search" }, label, input, options);
  named(input, "search.hint", "label");
  const place = new MutationObserver(() => { input.placeholder = input.title; });
  place.observe(input, { attributes: true, attributeFilter: ["title"] });
  return box;
}
