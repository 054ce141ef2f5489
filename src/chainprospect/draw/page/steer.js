// Mouse, touch and keyboard on the map.

import { calledOn } from "./model.js";
import { tagOf } from "./paint.js";
import { strengthOf } from "./ties.js";
import { placeWord, sizeWord } from "./list.js";
import { make, written } from "./dom.js";
import { say } from "./words.js";

export function steer(app) {
  const { canvas } = app.parts;
  const pointers = new Map();
  let moved = 0;
  let pinch = 0;
  let tapped = { time: 0, x: 0, y: 0 };
  const spot = (event) => {
    const rect = canvas.getBoundingClientRect();
    return [event.clientX - rect.left, event.clientY - rect.top];
  };

  canvas.addEventListener("pointerdown", (event) => {
    canvas.setPointerCapture(event.pointerId);
    pointers.set(event.pointerId, spot(event));
    if (pointers.size === 1) moved = 0;
    pinch = 0;
    hideTip(app);
  });
  canvas.addEventListener("pointermove", (event) => {
    const here = spot(event);
    const last = pointers.get(event.pointerId);
    if (!last) {
      hover(app, here);
      return;
    }
    const [dx, dy] = [here[0] - last[0], here[1] - last[1]];
    pointers.set(event.pointerId, here);
    moved += Math.abs(dx) + Math.abs(dy);
    if (pointers.size === 2) {
      const [a, b] = [...pointers.values()];
      const apart = Math.hypot(a[0] - b[0], a[1] - b[1]);
      const middle = [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2];
      app.setView({ ...app.view, x: app.view.x + dx / 2, y: app.view.y + dy / 2 });
      if (pinch) app.zoom(apart / pinch, ...middle);
      pinch = apart;
      return;
    }
    if (moved > 4) app.setView({ ...app.view, x: app.view.x + dx, y: app.view.y + dy });
  });
  const release = (event) => {
    const had = pointers.delete(event.pointerId);
    if (!had || event.type === "pointercancel" || moved > 4 || pointers.size) return;
    const here = spot(event);
    const twice = event.timeStamp - tapped.time < 350 && Math.hypot(here[0] - tapped.x, here[1] - tapped.y) < 12;
    tapped = { time: event.timeStamp, x: here[0], y: here[1] };
    const { mark, company } = app.at(...here, event.pointerType === "touch");
    if (mark) app.open(mark, event.shiftKey);
    else if (company >= 0) app.focus(company);
    else if (twice) app.zoom(1.6, ...here);
    else if (app.state.focus >= 0) app.focus(-1);
  };
  canvas.addEventListener("pointerup", release);
  canvas.addEventListener("pointercancel", release);
  canvas.addEventListener("pointerleave", () => {
    hideTip(app);
    setHover(app, -1, null);
  });
  canvas.addEventListener("wheel", (event) => {
    event.preventDefault();
    const step = event.deltaMode === 1 ? 18 : 1;
    app.zoom(Math.exp(-Math.max(-240, Math.min(240, event.deltaY * step)) * 0.0016), ...spot(event));
  }, { passive: false });
  canvas.addEventListener("keydown", (event) => onMapKey(app, event));
  document.addEventListener("keydown", (event) => onPageKey(app, event));
  document.addEventListener("pointerdown", (event) => {
    if (!app.parts.menu.contains(event.target)) app.parts.menu.open = false;
  });
}

function setHover(app, company, mark) {
  const { look } = app;
  if (look.hover === company && look.mark === mark) return;
  look.hover = company;
  look.mark = mark;
  app.parts.canvas.style.cursor = company >= 0 || mark ? "pointer" : "grab";
  app.paintSoon();
}

function hover(app, [x, y]) {
  const { mark, company } = app.at(x, y);
  setHover(app, company, mark);
  const { tip } = app.parts;
  const { model } = app;
  if (!mark && company < 0) {
    tip.hidden = true;
    return;
  }
  if (mark) {
    const name = calledOn(model, mark.parent).slice(0, 60);
    const key = mark.end && mark.column !== 100 ? "more.like" : mark.column === 100 ? "more.via" : mark.column < 0 ? "more.up" : "more.down";
    tip.replaceChildren(written(say(key, { name, n: mark.hidden })));
  } else {
    const facts = [placeWord(model, company), sizeWord(model, company), tagOf(model, company)].filter(Boolean);
    tip.replaceChildren(make("b", {}, written(calledOn(model, company).slice(0, 200))), make("br"), facts.join(" · "));
  }
  tip.hidden = false;
  const wide = tip.offsetWidth;
  tip.style.left = `${Math.max(4, Math.min(app.size.width - wide - 6, x + 14))}px`;
  tip.style.top = `${y + 18 + tip.offsetHeight > app.size.height ? y - tip.offsetHeight - 10 : y + 18}px`;
}

function hideTip(app) {
  app.parts.tip.hidden = true;
}

const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

function onMapKey(app, event) {
  const { look } = app;
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const arrow = ARROWS[event.key];
  if (arrow) {
    if (event.shiftKey) app.setView({ ...app.view, x: app.view.x - arrow[0] * 80, y: app.view.y - arrow[1] * 80 });
    else step(app, arrow);
  } else if (event.key === "Enter" && look.cursor >= 0) app.focus(look.cursor);
  else if (event.key === "+" || event.key === "=") app.zoom(1.25);
  else if (event.key === "-") app.zoom(0.8);
  else if (event.key === "0") app.fit();
  else if (event.key.toLowerCase() === "o" && look.cursor >= 0) {
    const mark = look.places.marks.find((one) => one.parent === look.cursor) ?? look.places.marks.find((one) => one.end && one.column === app.model.column[look.cursor]);
    if (mark) app.open(mark, event.shiftKey);
  } else return;
  event.preventDefault();
}

/** Move the keyboard's mark to the nearest company in a direction. */
function step(app, [dx, dy]) {
  const { model, look } = app;
  const { places } = look;
  let from = look.cursor;
  if (from < 0 || !look.shown[from]) {
    from = -1;
    look.cursor = app.state.focus >= 0 ? app.state.focus : model.anchors[0] ?? look.places.rows[0] ?? -1;
  } else {
    let best = Infinity;
    for (const i of places.rows) {
      if (i === from || !strengthOf(look, i)) continue;
      const along = (places.x[i] - places.x[from]) * dx + (places.y[i] - places.y[from]) * dy;
      const aside = Math.abs((places.x[i] - places.x[from]) * dy) + Math.abs((places.y[i] - places.y[from]) * dx);
      if (along < (dx ? 60 : 6)) continue;
      // Up and down stay in the column; left and right prefer the nearest row of the next column.
      const cost = dx ? along + aside * 1.5 : along + aside * 6;
      if (cost < best) {
        best = cost;
        look.cursor = i;
      }
    }
  }
  if (look.cursor >= 0) {
    app.reveal([look.cursor]);
    app.announce(look.cursor);
    app.paintSoon();
  }
}

function onPageKey(app, event) {
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
  const typing = /^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName ?? "") && event.target.type !== "checkbox" && event.target.type !== "range";
  if (event.key === "Escape") {
    if (!app.parts.helpText.hidden) app.parts.helpText.hidden = true;
    else if (app.parts.menu.open) app.parts.menu.open = false;
    else app.clear();
    return;
  }
  if (typing) return;
  if (event.key === "/") {
    event.preventDefault();
    app.parts.search.focus();
  } else if (event.key === "l" || event.key === "L") app.change({ list: !app.state.list });
  else if (event.key === "f" || event.key === "F") app.change({ filters: !app.state.filters });
  else if (event.key === "?") app.parts.helpText.hidden = !app.parts.helpText.hidden;
}

