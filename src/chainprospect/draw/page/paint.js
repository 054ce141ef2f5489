// One frame of the map. Far away a company is a bar of colour; nearer it is a card with its name.

import { ANCHOR, BAND_VIA, BETWEEN, GATED, LOOKALIKE, isBand } from "./model.js";
import { ANCHOR_FILL, INK, PAPER, dotOf, fillOf } from "./colour.js";
import { cardBox } from "./place.js";
import { bar, bufferOf, packed } from "./raster.js";
import { fitText, fontOf, linesOf } from "./text.js";
import { cardHeight, paintTies, rasterTies, seenTies, strengthOf } from "./ties.js";
import { points, say, term } from "./words.js";

const GROUND = "#f7f8fa";
const DIMMED = "#e4e8ed";
const CURVES_AT_MOST = 1500;
const LABELS_AT_MOST = 320;
const LABELS_FAR = 44;
const READABLE = 0.8;
const FAR = 0.42;

/** Paints one frame and tells what it drew: labels with their boxes, and how many ties and cards. */
export function paint(ctx, model, look, view, size) {
  const { places } = look;
  ctx.setTransform(size.ratio, 0, 0, size.ratio, 0, 0);
  const window = {
    left: -view.x / view.k,
    right: (size.width - view.x) / view.k,
    top: -view.y / view.k,
    bottom: (size.height - view.y) / view.k,
  };
  const told = { labels: [], ties: 0, cards: 0 };
  // What fits whole is not looked through for what lies outside.
  const box = cardBox(places);
  const whole = box.left >= window.left && box.right <= window.right && box.top >= window.top && box.bottom <= window.bottom;
  const seen = whole ? look.ties : seenTies(model, look, window);
  const cards = whole ? places.rows : seenCards(model, look, window);
  told.ties = seen.length;
  told.cards = cards.length;
  // Far away a company is a bar; many ties are hair lines. Both go through the pixel buffer.
  const far = view.k < FAR || (cards.length > 1500 && view.k < READABLE);
  const barred = far && cards.length > 400;
  const many = seen.length > CURVES_AT_MOST;
  if (many || barred) {
    const buffer = bufferOf(ctx, Math.round(size.width * size.ratio), Math.round(size.height * size.ratio), GROUND);
    if (many) rasterTies(model, look, view, size.ratio, buffer, seen, GROUND, barred);
    if (far) rasterCards(model, look, view, size.ratio, buffer, cards);
    ctx.putImageData(buffer.image, 0, 0);
  } else {
    ctx.fillStyle = GROUND;
    ctx.fillRect(0, 0, size.width, size.height);
  }
  ctx.save();
  ctx.translate(view.x, view.y);
  ctx.scale(view.k, view.k);
  if (!barred) paintBands(ctx, look);
  paintTies(ctx, model, look, view, many ? seen.filter((t) => look.lit?.ties.has(t)) : seen);
  const chips = view.k < READABLE ? planLabels(ctx, model, look, view, size) : [];
  if (!barred) paintCards(ctx, model, look, view, cards, far, new Set(chips.map((chip) => chip.i)));
  else paintFrames(ctx, look, view);
  if (view.k >= READABLE) for (const i of cards) paintCardText(ctx, model, look, view, i, told);
  ctx.restore();
  for (const chip of chips) {
    paintChip(ctx, model, look, chip);
    told.labels.push({ i: chip.i, text: chip.cuts.map((cut) => cut.text).join("\n"), box: chip.box });
  }
  paintMarks(ctx, look, view);
  paintHeads(ctx, model, look, view, size);
  return told;
}

function paintBands(ctx, look) {
  for (const head of look.places.heads) {
    if (head.sticky) continue;
    ctx.fillStyle = "#eef2f6";
    roundRect(ctx, head.left - 14, head.top, head.right - head.left + 28, head.bottom - head.top + 8, 8);
    ctx.fill();
    ctx.strokeStyle = "#d5dde6";
    ctx.lineWidth = 1;
    ctx.setLineDash(head.column === BAND_VIA ? [] : [5, 4]);
    ctx.stroke();
    ctx.setLineDash([]);
  }
}

function roundRect(ctx, x, y, w, h, r) {
  ctx.beginPath();
  ctx.roundRect(x, y, w, h, r);
}

function seenCards(model, look, window) {
  const { x, y, width, rows } = look.places;
  const seen = [];
  for (const i of rows) {
    const half = width[i] / 2;
    if (x[i] + half < window.left || x[i] - half > window.right || y[i] + 30 < window.top || y[i] - 30 > window.bottom) continue;
    seen.push(i);
  }
  return seen;
}

function rasterCards(model, look, view, ratio, buffer, cards) {
  const { x, y, width } = look.places;
  const k = view.k * ratio;
  const pixels = look.fills.map(packed);
  const dimmed = packed(DIMMED);
  for (const i of cards) {
    const pixel = strengthOf(look, i) ? pixels[look.codes[i]] : dimmed;
    const high = cardHeight(look.places, model, i) * 0.72 * k;
    bar(buffer, (x[i] - width[i] / 2) * k + view.x * ratio, y[i] * k + view.y * ratio - high / 2, width[i] * k, high, pixel);
  }
}

function paintCards(ctx, model, look, view, cards, far, chipped) {
  const { places } = look;
  for (const i of cards) {
    if (far) {
      const height = cardHeight(places, model, i) * 0.72;
      ctx.fillStyle = strengthOf(look, i) ? fillOf(look, i) : DIMMED;
      ctx.fillRect(places.x[i] - places.width[i] / 2, places.y[i] - height / 2, places.width[i], height);
    } else if (!chipped.has(i)) paintCard(ctx, model, look, view, i);
  }
  if (far) paintFrames(ctx, look, view);
}

/** Frames round the bars of the companies in focus and under the pointer. */
function paintFrames(ctx, look, view) {
  const { places } = look;
  for (const i of new Set([look.focus, look.hover, look.cursor])) {
    if (i < 0 || !look.shown[i]) continue;
    ctx.strokeStyle = i === look.focus ? "#d55e00" : "#56b4e9";
    ctx.lineWidth = 2 / view.k;
    ctx.strokeRect(places.x[i] - places.width[i] / 2 - 3, places.y[i] - places.card / 2 - 2, places.width[i] + 6, places.card + 4);
  }
}

function paintCard(ctx, model, look, view, i) {
  const { places } = look;
  const height = cardHeight(places, model, i);
  const left = places.x[i] - places.width[i] / 2;
  const top = places.y[i] - height / 2;
  const strength = strengthOf(look, i);
  const standing = model.standing[i];
  ctx.globalAlpha = strength ? 1 : 0.34;
  roundRect(ctx, left, top, places.width[i], height, 6);
  ctx.fillStyle = standing === ANCHOR ? ANCHOR_FILL : standing === GATED ? "#eceef1" : PAPER;
  ctx.fill();
  if (standing !== ANCHOR) {
    ctx.strokeStyle = strength === 2 ? "#143c6e" : standing === GATED ? "#cfd3d9" : "#c3ccd6";
    ctx.lineWidth = strength === 2 ? 1.5 : 1;
    ctx.setLineDash(standing === LOOKALIKE ? [4, 3] : []);
    ctx.stroke();
    ctx.setLineDash([]);
  }
  if (i === look.focus || i === look.hover || i === look.cursor) {
    ctx.strokeStyle = i === look.focus ? "#d55e00" : "#56b4e9";
    ctx.lineWidth = 2;
    roundRect(ctx, left - 2.5, top - 2.5, places.width[i] + 5, height + 5, 8);
    ctx.stroke();
  }
  const radius = dotOf(model, look.sizeBy, i) * (places.card < 20 ? 0.75 : 1);
  ctx.beginPath();
  ctx.arc(left + 13, places.y[i], radius, 0, Math.PI * 2);
  ctx.fillStyle = standing === ANCHOR ? "#ffffff" : fillOf(look, i);
  ctx.fill();
  if (standing === GATED || (standing === BETWEEN && Number.isNaN(model.score[i]))) {
    ctx.fillStyle = standing === GATED ? "#eceef1" : PAPER;
    ctx.beginPath();
    ctx.arc(left + 13, places.y[i], 1.4, 0, Math.PI * 2);
    ctx.fill();
  }
  ctx.globalAlpha = 1;
}

/** Small text at the right end of a card: its score, or the gate that took it. */
export function tagOf(model, i) {
  if (model.standing[i] === GATED) return term("gate", model.data.gates[model.gate[i]] ?? "");
  return Number.isNaN(model.score[i]) ? "" : points(model.score[i]);
}

function paintCardText(ctx, model, look, view, i, told) {
  const { places } = look;
  const anchor = model.standing[i] === ANCHOR;
  const gated = model.standing[i] === GATED;
  const small = places.card < 20;
  const size = small ? 11 : anchor ? 14 : places.lines === 2 ? 12.5 : 13;
  const weight = anchor ? 600 : 400;
  const left = places.x[i] - places.width[i] / 2 + 25;
  let room = places.width[i] - 32;
  ctx.globalAlpha = strengthOf(look, i) ? 1 : 0.38;
  ctx.textBaseline = "middle";
  const tag = small && gated ? "" : tagOf(model, i);
  if (tag) {
    const cut = fitText(ctx, tag, places.width[i] * 0.36, gated ? 10.5 : 12, gated ? 400 : 600);
    ctx.font = fontOf(gated ? 10.5 : 12, gated ? 400 : 600);
    ctx.textAlign = "right";
    ctx.fillStyle = gated ? "#6b7280" : "#29445f";
    ctx.fillText(cut.text, places.x[i] + places.width[i] / 2 - 8, places.y[i] + 0.5);
    room -= cut.width + 8;
  }
  const cuts = linesOf(ctx, model, i, room, size, weight, places.lines);
  ctx.font = fontOf(size, weight);
  ctx.textAlign = "left";
  ctx.fillStyle = anchor ? "#ffffff" : gated ? "#6b7280" : INK;
  const high = size + 3;
  const top = places.y[i] - ((cuts.length - 1) * high) / 2;
  cuts.forEach((cut, k) => ctx.fillText(cut.text, left, top + k * high + 0.5));
  ctx.globalAlpha = 1;
  const [x, y] = [left * view.k + view.x, places.y[i] * view.k + view.y];
  const wide = Math.max(...cuts.map((cut) => cut.width)) * view.k;
  const half = (cuts.length * high * view.k) / 2;
  told.labels.push({ i, text: cuts.map((cut) => cut.text).join("\n"), box: [x, y - half, x + wide, y + half] });
}

/** Labels of a distant view: small cards at a readable size, best companies first, never one over another. */
function planLabels(ctx, model, look, view, size) {
  const { places } = look;
  const chips = [];
  const marked = new Set(places.marks.filter((mark) => !mark.end && mark.column > 0).map((mark) => mark.parent));
  const taken = new Map();
  const cell = 24;
  const rowsOf = (box) => [Math.floor(box[1] / cell), Math.floor(box[3] / cell)];
  const free = (box) => {
    const [from, to] = rowsOf(box);
    for (let row = from; row <= to; row += 1) {
      for (const one of taken.get(row) ?? []) if (one[0] < box[2] && one[2] > box[0] && one[1] < box[3] && one[3] > box[1]) return false;
    }
    return true;
  };
  const dense = places.card < 20;
  const far = dense && places.row * view.k < 13;
  const atMost = far ? LABELS_FAR : LABELS_AT_MOST;
  // From afar names keep a distance, so that the picture under them stays to be seen.
  const air = far ? 14 : 0;
  const lines = places.lines === 2 && places.row * view.k >= 24 ? 2 : 1;
  const pitch = lines === 2 ? Math.min(13, Math.max(11, (places.row * view.k - 3) / 2)) : 13;
  const font = pitch < 12.5 ? 10.5 : 11;
  const take = (box) => {
    const [from, to] = rowsOf(box);
    for (let row = from; row <= to; row += 1) {
      if (!taken.has(row)) taken.set(row, []);
      taken.get(row).push(box);
    }
  };
  for (const head of places.heads) {
    const y = (head.top + 15) * view.k + view.y;
    if (!head.sticky) take([head.left * view.k + view.x, y - 6, head.right * view.k + view.x, y + 6]);
  }
  let tried = 0;
  // What is lit is named first, the dimmed rest where room is left.
  const lit = look.lit ? look.priority.filter((i) => look.lit.companies.has(i)) : [];
  const order = look.lit ? [...lit, ...look.priority.filter((i) => !look.lit.companies.has(i))] : look.priority;
  for (const i of order) {
    if (chips.length >= atMost || tried > 4000) break;
    const strength = strengthOf(look, i);
    const x = places.x[i] * view.k + view.x;
    const y = places.y[i] * view.k + view.y;
    const half = (places.width[i] * view.k) / 2;
    if (x + half < 0 || x - half > size.width || y < 38 || y > size.height - 4) continue;
    tried += 1;
    const anchor = model.standing[i] === ANCHOR;
    // A card may grow into the free room between two columns, never over the next one or over its own open-mark.
    const grow = marked.has(i) ? 0 : (isBand(model.column[i]) ? 18 : 40) * view.k;
    const edge = Math.max(half * 2, size.width - 5 - (x - half));
    const widths = [dense ? Math.max(half * 2, 120) : Math.min(edge, half * 2 + grow)];
    // Most have no room for even one sign; that shows before a name is cut and measured.
    const least = dense ? pitch + 3 : Math.max(cardHeight(places, model, i) * view.k, Math.min(pitch + 3, Math.max(13, places.row * view.k - 1)));
    const start = x - half;
    if (far && start < 4) continue;
    if (!free([start - air * 2, y - least / 2 - air, start + 21 + air * 2, y + least / 2 + air])) continue;
    // What is lit may take the room of what is dimmed.
    if (look.lit && strength && widths[0] < 230) widths.unshift(Math.min(edge, 230));
    for (const most of widths) {
      const cuts = linesOf(ctx, model, i, Math.max(30, most - 21), font, anchor ? 600 : 400, lines);
      if (!cuts[0].text) continue;
      const text = Math.max(...cuts.map((cut) => cut.width)) + 21;
      // The score stands on the card where the name leaves room for it.
      const scored = !dense && !anchor && Number.isFinite(model.score[i]) && text + 31 <= most + 4;
      const wide = Math.max(dense ? 0 : half * 2, scored ? text + 31 : text);
      const full = cuts.length * pitch + 3;
      const card = cardHeight(places, model, i) * view.k;
      const high = dense ? full : Math.max(card, Math.min(full, Math.max(13, places.row * view.k - 1)));
      const box = [x - half, y - high / 2, x - half + wide, y + high / 2];
      if (far && (box[2] > size.width - 6 || box[0] < 4)) continue;
      if (!free([box[0] - air * 2, box[1] - air, box[2] + air * 2, box[3] + air])) continue;
      take(box);
      chips.push({ i, box, cuts, strength, font, pitch, scored });
      break;
    }
  }
  return chips;
}

function paintChip(ctx, model, look, { i, box, cuts, strength, font, pitch, scored }) {
  const standing = model.standing[i];
  const anchor = standing === ANCHOR;
  const y = (box[1] + box[3]) / 2;
  roundRect(ctx, box[0], box[1] + 0.5, box[2] - box[0], box[3] - box[1] - 1, 4);
  ctx.fillStyle = anchor ? ANCHOR_FILL : standing === GATED ? "#eceef1" : PAPER;
  ctx.globalAlpha = strength ? 1 : 0.34;
  ctx.fill();
  ctx.strokeStyle = i === look.focus ? "#d55e00" : i === look.hover || i === look.cursor ? "#56b4e9" : strength === 2 ? "#143c6e" : "#c3ccd6";
  ctx.lineWidth = i === look.focus || i === look.hover || i === look.cursor ? 2 : 1;
  ctx.setLineDash(standing === LOOKALIKE ? [3, 2] : []);
  ctx.stroke();
  ctx.setLineDash([]);
  ctx.globalAlpha = strength ? 1 : 0.38;
  ctx.beginPath();
  ctx.arc(box[0] + 9, y, Math.min(5.5, dotOf(model, look.sizeBy, i) * 0.75), 0, Math.PI * 2);
  ctx.fillStyle = anchor ? "#ffffff" : fillOf(look, i);
  ctx.fill();
  ctx.font = fontOf(font, anchor ? 600 : 400);
  ctx.textAlign = "left";
  ctx.textBaseline = "middle";
  ctx.fillStyle = anchor ? "#ffffff" : standing === GATED ? "#6b7280" : INK;
  cuts.forEach((cut, k) => ctx.fillText(cut.text, box[0] + 18, y + (k - (cuts.length - 1) / 2) * pitch + 0.5));
  if (scored) {
    ctx.font = fontOf(font, 600);
    ctx.textAlign = "right";
    ctx.fillStyle = "#29445f";
    ctx.fillText(points(model.score[i]), box[2] - 6, y + 0.5);
  }
  ctx.globalAlpha = 1;
}

function paintMarks(ctx, look, view) {
  if (view.k < 0.3) return;
  const font = Math.max(9.5, 11 * view.k);
  for (const mark of look.places.marks) {
    const text = `+${mark.hidden}`;
    ctx.font = fontOf(font, 600);
    const wide = Math.max(font * 2.2, ctx.measureText(text).width + font);
    const high = font * 1.5;
    const y = mark.y * view.k + view.y;
    const x = mark.edge * view.k + view.x + mark.outward * (wide / 2 + 3);
    mark.x = (x - view.x) / view.k;
    mark.half = wide / 2 / view.k;
    roundRect(ctx, x - wide / 2, y - high / 2, wide, high, high / 2);
    ctx.fillStyle = mark === look.mark ? "#143c6e" : "#e3ebf4";
    ctx.globalAlpha = look.lit && !look.lit.companies.has(mark.parent) ? 0.4 : 1;
    ctx.fill();
    ctx.strokeStyle = "#9db4cc";
    ctx.lineWidth = 1;
    ctx.stroke();
    ctx.fillStyle = mark === look.mark ? "#ffffff" : "#143c6e";
    ctx.textAlign = "center";
    ctx.textBaseline = "middle";
    ctx.fillText(text, x, y + 0.5);
    ctx.globalAlpha = 1;
  }
}

function headText(model, look, head) {
  const count = look.tally.get(head.column) ?? { shown: 0, all: 0 };
  const key = isBand(head.column) ? (head.column === BAND_VIA ? "band.via" : head.column < 0 ? "band.up" : "band.down")
    : head.column === 0 ? (model.anchors.length > 1 ? "column.anchors" : "column.anchor")
    : head.column < 0 ? "column.up" : "column.down";
  const name = say(key, { n: Math.abs(head.column) });
  if (head.column === 0) return [name, ""];
  return [name, count.shown === count.all ? `${count.all}` : `${count.shown} / ${count.all}`];
}

function paintHeads(ctx, model, look, view, size) {
  const { heads } = look.places;
  ctx.fillStyle = "rgba(247,248,250,0.94)";
  ctx.fillRect(0, 0, size.width, 30);
  ctx.fillStyle = "#dde3ea";
  ctx.fillRect(0, 30, size.width, 1);
  ctx.textBaseline = "middle";
  const spans = [];
  for (const head of heads) {
    const [name, count] = headText(model, look, head);
    const middle = ((head.left + head.right) / 2) * view.k + view.x;
    const wide = (head.right - head.left) * view.k;
    if (head.sticky) {
      const room = Math.max(wide + 70 * view.k, 60);
      // The count gives way before the name does.
      let cut = fitText(ctx, count ? `${name}  ${count}` : name, room, 12, 600);
      if (!cut.whole) cut = fitText(ctx, name, room, 12, 600);
      const span = [middle - cut.width / 2 - 4, middle + cut.width / 2 + 4];
      if (span[1] < 0 || span[0] > size.width || spans.some(([l, r]) => span[0] < r && span[1] > l)) continue;
      spans.push(span);
      ctx.font = fontOf(12, 600);
      ctx.textAlign = "center";
      ctx.fillStyle = "#41566b";
      ctx.fillText(cut.text, middle, 15.5);
    } else if (view.k > 0.3) {
      const font = Math.max(11, Math.min(13, 12.5 * view.k));
      const cut = fitText(ctx, `${name}  ${count}`, wide + 16 * view.k, font, 600);
      ctx.font = fontOf(font, 600);
      ctx.textAlign = "left";
      ctx.fillStyle = "#41566b";
      ctx.fillText(cut.text, (head.left - 2) * view.k + view.x, (head.top + 15) * view.k + view.y);
    }
  }
}
