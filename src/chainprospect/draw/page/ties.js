// Ties between companies: how strongly and along which course they run, near as curves and far as hair lines.

import { ANCHOR, BAND_VIA } from "./model.js";
import { widthOf } from "./colour.js";
import { line, shade } from "./raster.js";

/** How strongly a company is drawn: 2 lit, 1 plain, 0 dimmed. */
export function strengthOf(look, i) {
  if (look.lit) return look.lit.companies.has(i) ? 2 : 0;
  return look.verdict ? (look.verdict[i] ? 1 : 0) : 1;
}

function tieStrength(look, t, model) {
  if (look.lit) return look.lit.ties.has(t) ? 2 : 0;
  if (!look.verdict) return 1;
  return look.verdict[model.source[t]] && look.verdict[model.target[t]] ? 1 : 0;
}

export function cardHeight(places, model, i) {
  return model.standing[i] === ANCHOR && places.card > 20 ? places.card + 13 : places.card;
}

/** End points of a tie and how it runs. */
function courseOf(model, places, source, target) {
  const { x, y, width } = places;
  const hs = cardHeight(places, model, source) / 2 - 5;
  const ht = cardHeight(places, model, target) / 2 - 5;
  const lean = (room, from, to) => Math.max(-room, Math.min(room, (to - from) * 0.06));
  const via = (model.column[source] === BAND_VIA) + (model.column[target] === BAND_VIA);
  if (via) {
    const low = y[source] > y[target] ? source : target;
    const high = low === source ? target : source;
    const left = Math.min(x[low] - width[low] / 2, x[high] - width[high] / 2);
    return { way: via === 2 ? "step" : "rise", low, high, left, toHigh: high === target };
  }
  const from = [x[source] + width[source] / 2, y[source] + lean(hs, y[source], y[target])];
  const to = [x[target] - width[target] / 2, y[target] + lean(ht, y[target], y[source])];
  if (to[0] - from[0] > 8) return { way: "flow", from, to };
  const outward = model.column[source] < 0 ? -1 : 1;
  return {
    way: "loop",
    from: [x[source] + (outward * width[source]) / 2, y[source]],
    to: [x[target] + (outward * width[target]) / 2, y[target]],
    outward,
  };
}

function trace(ctx, course, places) {
  if (course.way === "flow") {
    const { from, to } = course;
    ctx.moveTo(from[0], from[1]);
    const pull = Math.min(220, Math.max(24, (to[0] - from[0]) * 0.5));
    ctx.bezierCurveTo(from[0] + pull, from[1], to[0] - pull, to[1], to[0] - 3, to[1]);
    return { x: to[0], y: to[1], angle: 0 };
  }
  if (course.way === "loop") {
    const { from, to, outward } = course;
    const bulge = outward * (22 + Math.min(50, Math.abs(to[1] - from[1]) * 0.12));
    ctx.moveTo(from[0], from[1]);
    ctx.bezierCurveTo(from[0] + bulge, from[1], to[0] + bulge, to[1], to[0] + outward * 3, to[1]);
    return { x: to[0], y: to[1], angle: outward < 0 ? 0 : Math.PI };
  }
  const { low, high, left, toHigh } = course;
  const { x, y, width, card } = places;
  const bus = course.way === "step" ? x[high] - width[high] / 2 + 12 : left - 10;
  const lowX = x[low] - width[low] / 2;
  if (course.way === "step") {
    ctx.moveTo(bus, y[high] + card / 2);
    ctx.lineTo(bus, y[low]);
    ctx.lineTo(lowX, y[low]);
    return toHigh ? { x: bus, y: y[high] + card / 2, angle: -Math.PI / 2 } : { x: lowX, y: y[low], angle: 0 };
  }
  const foot = y[high] + card / 2 + 8;
  ctx.moveTo(lowX, y[low]);
  ctx.lineTo(bus, y[low]);
  ctx.lineTo(bus, foot + 20);
  ctx.quadraticCurveTo(bus, foot + 8, x[high] - 6, foot);
  return toHigh ? { x: x[high], y: foot - 2, angle: -Math.PI / 2 } : { x: lowX, y: y[low], angle: 0 };
}

// Ink of a plain tie; a dimmed one leaves 1.
const PLAIN = 4;
const STRIDE = 8;

const TONES = [
  ["rgba(120,134,150,0.10)", 0.8],
  ["rgba(84,104,128,0.42)", 1],
  ["rgba(20,60,110,0.92)", 1.15],
];

/** Ties of which a part may lie inside the window. */
export function seenTies(model, look, window) {
  const { x, y } = look.places;
  const half = 130;
  const seen = [];
  for (const t of look.ties) {
    const s = model.source[t];
    const e = model.target[t];
    if ((x[s] + half < window.left && x[e] + half < window.left) || (x[s] - half > window.right && x[e] - half > window.right)) continue;
    if ((y[s] < window.top && y[e] < window.top) || (y[s] > window.bottom && y[e] > window.bottom)) continue;
    seen.push(t);
  }
  return seen;
}

/**
 * Many ties as hair lines in the pixel buffer; those that are lit are drawn above it. Where companies are bars, ties
 * between two tiers run from block to block, so that no line crosses the bars of its own tier.
 */
export function rasterTies(model, look, view, ratio, buffer, seen, ground, barred) {
  const { x, y, width, heads } = look.places;
  const { source, target, column } = model;
  const k = view.k * ratio;
  // The more ties, the paler each: density is what is read from afar.
  const stride = Math.min(STRIDE, 1 + Math.floor(seen.length / 4000));
  const share = (Math.max(8, Math.min(44, Math.round(60000 / Math.max(1, seen.length)))) * Math.sqrt(stride)) / 256;
  const even = !look.lit && !look.verdict;
  const lefts = new Float64Array(256).fill(NaN);
  const rights = new Float64Array(256).fill(NaN);
  for (const head of heads) {
    if (head.sticky && barred) [lefts[head.column + 128], rights[head.column + 128]] = [head.left, head.right];
  }
  const ends = new Float64Array(4);
  for (const t of seen) {
    const strength = even ? 1 : tieStrength(look, t, model);
    if (strength === 2) continue;
    const s = source[t];
    const e = target[t];
    const one = column[s];
    const other = column[e];
    let from = one < other ? rights[one + 128] : lefts[one + 128];
    let to = one < other ? lefts[other + 128] : rights[other + 128];
    if (one === other || Number.isNaN(from + to)) {
      from = x[s] + width[s] / 2;
      to = x[e] - width[e] / 2;
    }
    ends[0] = from * k + view.x * ratio;
    ends[1] = y[s] * k + view.y * ratio;
    ends[2] = to * k + view.x * ratio;
    ends[3] = y[e] * k + view.y * ratio;
    line(buffer, ends, strength ? PLAIN : 1, stride, (t * 0.618034) % 1);
  }
  shade(buffer, ground, "#546880", 1 - (1 - share) ** (1 / PLAIN));
}

/** Ties as curves with arrows that follow the goods. */
export function paintTies(ctx, model, look, view, drawn) {
  const { places } = look;
  const { grades, kinds } = model.data;
  const inferred = grades.indexOf("inferred");
  const groups = new Map();
  for (const t of drawn) {
    const tone = tieStrength(look, t, model);
    const goods = kinds[model.kind[t]] === "supplies" || kinds[model.kind[t]] === "distributes";
    const dash = model.grade[t] === inferred ? 1 : goods ? 0 : 2;
    const width = Math.round(widthOf(model.amount[t]) * 2);
    const key = (tone * 4 + dash) * 64 + width;
    if (!groups.has(key)) groups.set(key, []);
    groups.get(key).push(t);
  }
  const keys = [...groups.keys()].sort((a, b) => a - b);
  for (const key of keys) {
    const width = (key % 64) / 2;
    const dash = Math.floor(key / 64) % 4;
    const tone = Math.floor(key / 256);
    const rows = groups.get(key);
    ctx.beginPath();
    const heads = [];
    for (const t of rows) heads.push(trace(ctx, courseOf(model, places, model.source[t], model.target[t]), places));
    ctx.strokeStyle = TONES[tone][0];
    ctx.lineWidth = Math.max(width * TONES[tone][1], 0.7 / view.k);
    ctx.setLineDash(dash === 1 ? [6, 4] : dash === 2 ? [2, 3] : []);
    ctx.stroke();
    ctx.setLineDash([]);
    if (view.k > 0.35) paintArrows(ctx, heads, TONES[tone][0], width);
  }
  if (look.guess >= 0) paintGuess(ctx, model, look);
}

function paintArrows(ctx, heads, colour, width) {
  const long = 6 + width * 0.8;
  ctx.fillStyle = colour;
  ctx.beginPath();
  for (const { x, y, angle } of heads) {
    const cos = Math.cos(angle);
    const sin = Math.sin(angle);
    const wide = long * 0.5;
    ctx.moveTo(x, y);
    ctx.lineTo(x - long * cos - wide * sin, y - long * sin + wide * cos);
    ctx.lineTo(x - long * cos + wide * sin, y - long * sin - wide * cos);
    ctx.closePath();
  }
  ctx.fill();
}

/** The unproven tie of a lookalike in focus: dashed, towards (or from) its anchor. */
function paintGuess(ctx, model, look) {
  const { places, guess } = look;
  const up = model.side[guess] < 0;
  const parent = model.parent[guess];
  if (parent < 0) return;
  const [s, e] = up ? [guess, parent] : [parent, guess];
  ctx.beginPath();
  const head = trace(ctx, courseOf(model, places, s, e), places);
  ctx.strokeStyle = "rgba(20,60,110,0.8)";
  ctx.lineWidth = 1.4;
  ctx.setLineDash([6, 5]);
  ctx.stroke();
  ctx.setLineDash([]);
  paintArrows(ctx, [head], "rgba(20,60,110,0.8)", 2);
}
