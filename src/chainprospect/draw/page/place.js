// Where the shown companies stand. Rows keep their place when something is opened: only what is in the way moves.

import { ANCHOR, BAND_DOWN, BAND_UP, BAND_VIA, GATED, isBand } from "./model.js";

// A card holds a name on one line, or on two where that lets a wide picture be drawn larger.
const ONE = { row: 31, card: 25, widest: 236, lines: 1 };
const TWO = { row: 49, card: 40, widest: 156, lines: 2 };
const FAR = { row: 24, card: 19, widest: 132, lines: 1 };
const GAP = 74;
const INDENT = 26;
const BAND_HEAD = 36;

/** Width a text needs at 13 px, near enough to plan columns without measuring 20,000 names. */
function roughWidth(text) {
  let width = 0;
  for (let i = 0; i < Math.min(text.length, 60); i += 1) {
    const code = text.charCodeAt(i);
    width += code >= 0x2e80 ? 13 : code >= 0x41 && code <= 0x5a ? 8.6 : 7;
  }
  return width;
}

/** Nearest places to `wanted` (rising order of rows kept) that leave `step` between rows. */
function spread(wanted, step) {
  const blocks = [];
  wanted.forEach((y, i) => {
    blocks.push({ sum: y - i * step, count: 1 });
    while (blocks.length > 1) {
      const last = blocks[blocks.length - 1];
      const before = blocks[blocks.length - 2];
      if (before.sum / before.count <= last.sum / last.count) break;
      before.sum += last.sum;
      before.count += last.count;
      blocks.pop();
    }
  });
  const placed = [];
  for (const block of blocks) {
    for (let i = 0; i < block.count; i += 1) placed.push(block.sum / block.count + placed.length * step);
  }
  return placed;
}

/**
 * Places of the shown companies: `x`, `y` (middle of the card), `width` by company; headers and open-marks.
 * `before` are places that were there before something was opened.
 */
export function place(model, shown, mode, form, before = null) {
  const card = mode === "all" ? FAR : form;
  const places = {
    x: new Float32Array(model.count),
    y: new Float32Array(model.count),
    width: new Float32Array(model.count),
    rows: [],
    heads: [],
    marks: [],
    row: card.row,
    card: card.card,
    widest: card.widest,
    lines: card.lines,
  };
  const columns = model.columns.map(({ column, rows }) => ({ column, rows: mode === "all" ? rows : [...rows].filter((i) => shown[i]), all: rows }));
  const tiers = columns.filter((one) => !isBand(one.column) && one.rows.length);
  let high = 0;
  if (mode === "all") high = gridTiers(model, tiers, places);
  else stackTiers(model, tiers, places, before);
  placeBands(model, columns, tiers, places, shown, mode, high);
  places.rows = mode === "all" ? model.rows : [].concat(...columns.map(({ rows }) => rows));
  if (mode !== "all") addMarks(model, shown, places);
  return places;
}

function columnWidth(model, rows, places) {
  let widest = rows.some((i) => model.standing[i] === ANCHOR) ? 190 : 96;
  const lines = places.lines;
  for (const i of rows) {
    const text = model.apart[i] ? `${model.name[i]} · ${model.apart[i]}` : model.name[i];
    const tag = model.standing[i] === GATED ? 84 : Number.isNaN(model.score[i]) ? 36 : 71;
    widest = Math.max(widest, (roughWidth(text) * (model.standing[i] === ANCHOR ? 1.1 : 1)) / (lines === 2 && model.standing[i] !== ANCHOR ? 1.7 : 1) + (model.standing[i] === ANCHOR ? 62 : tag));
    if (widest >= places.widest) return places.widest;
  }
  return Math.ceil(widest);
}

function stackTiers(model, tiers, places, before) {
  // The longest column is stacked evenly; its neighbours go to the middle of what hangs on them.
  let longest = 0;
  tiers.forEach((one, k) => {
    if (one.rows.length > tiers[longest].rows.length) longest = k;
  });
  const middle = new Map();
  const settle = (one, wanted) => {
    spread(wanted, places.row).forEach((y, k) => {
      places.y[one.rows[k]] = y;
    });
  };
  const stackEvenly = (one) => settle(one, one.rows.map((_, k) => (k - (one.rows.length - 1) / 2) * places.row));
  const pull = (one, from) => {
    const inside = new Set(from.rows);
    const even = (k) => (k - (one.rows.length - 1) / 2) * places.row;
    settle(
      one,
      one.rows.map((i, k) => {
        let total = 0;
        let ties = 0;
        for (const t of model.tiesOf.of(i)) {
          const other = model.source[t] === i ? model.target[t] : model.source[t];
          if (!inside.has(other)) continue;
          const weight = model.parent[other] === i || model.parent[i] === other ? 4 : 1;
          total += places.y[other] * weight;
          ties += weight;
        }
        return ties ? total / ties : even(k);
      }),
    );
  };
  if (tiers.length) {
    if (before) {
      for (const one of tiers) settle(one, filled(one.rows.map((i) => before(i))));
    } else {
      stackEvenly(tiers[longest]);
      for (let k = longest - 1; k >= 0; k -= 1) pull(tiers[k], tiers[k + 1]);
      for (let k = longest + 1; k < tiers.length; k += 1) pull(tiers[k], tiers[k - 1]);
    }
  }
  let x = 0;
  for (const one of tiers) {
    const width = columnWidth(model, one.rows, places);
    const deepest = Math.max(0, ...one.rows.map((i) => model.depth[i]));
    const left = one.column < 0 ? x + deepest * INDENT : x;
    for (const i of one.rows) {
      places.width[i] = width;
      places.x[i] = left + width / 2 + Math.sign(one.column) * model.depth[i] * INDENT;
    }
    middle.set(one.column, left + width / 2);
    one.left = x;
    one.right = x + width + deepest * INDENT;
    x = one.right + GAP;
  }
  const shift = middle.get(0) ?? x / 2;
  for (const one of tiers) {
    for (const i of one.rows) places.x[i] -= shift;
    one.left -= shift;
    one.right -= shift;
    places.heads.push({ column: one.column, left: one.left, right: one.right, sticky: true });
  }
}

/** Blank wishes (rows just opened) take the place of the row above them, else of the first row below. */
function filled(wanted) {
  let last = wanted.find(Number.isFinite) ?? 0;
  return wanted.map((y) => {
    if (Number.isFinite(y)) last = y;
    return last;
  });
}

function gridTiers(model, tiers, places) {
  const width = 132;
  const total = tiers.reduce((sum, one) => sum + one.rows.length, 0);
  // Rows a sub-column such that the whole picture is about as wide as a screen.
  const high = Math.max(40, Math.ceil(Math.sqrt((total * (width + 12)) / (1.7 * places.row))));
  // Ties fan out between the blocks.
  const gap = Math.max(GAP + 60, 0.05 * total * (width + 12) / high);
  let x = 0;
  let centre = 0;
  for (const one of tiers) {
    const across = Math.max(1, Math.ceil(one.rows.length / high));
    const down = Math.ceil(one.rows.length / across);
    const top = (-(down - 1) / 2) * places.row;
    for (let k = 0; k < one.rows.length; k += 1) {
      const i = one.rows[k];
      places.width[i] = width;
      places.x[i] = x + (k % across) * (width + 12) + width / 2;
      places.y[i] = top + Math.trunc(k / across) * places.row;
    }
    one.left = x;
    one.right = x + across * (width + 12) - 12;
    if (one.column === 0) centre = (one.left + one.right) / 2;
    x = one.right + gap;
  }
  for (const one of tiers) {
    for (const i of one.rows) places.x[i] -= centre;
    one.left -= centre;
    one.right -= centre;
    places.heads.push({ column: one.column, left: one.left, right: one.right, sticky: true });
  }
  return high;
}

/** Bands lie under the tiers: likely suppliers to the left, introductions in the middle, likely buyers right. */
function placeBands(model, columns, tiers, places, shown, mode, high) {
  // A band rises as far as the columns above it let it.
  for (const one of tiers) {
    one.bottom = 0;
    for (const i of one.rows) if (places.y[i] > one.bottom) one.bottom = places.y[i];
  }
  const topOf = (column) => {
    let bottom = 0;
    for (const one of tiers) {
      const above = mode === "all" || (column === BAND_VIA ? one.column === 0 : column === BAND_UP ? one.column < 0 : one.column > 0);
      if (above) bottom = Math.max(bottom, one.bottom);
    }
    return bottom + places.card / 2 + (column === BAND_VIA ? 64 : 44);
  };
  const centre = tiers.find((one) => one.column === 0) ?? { left: -80, right: 80 };
  for (const one of columns) {
    if (!isBand(one.column) || !one.rows.length) continue;
    const top = topOf(one.column);
    const width = mode === "all" ? 132 : columnWidth(model, one.rows, places);
    const slots = bandSlots(one, tiers, centre, width, mode === "all" ? Math.ceil(one.rows.length / Math.max(12, high * 0.7)) : 0);
    const indent = one.column === BAND_VIA && mode !== "all" ? INDENT : 0;
    one.rows.forEach((i, k) => {
      places.width[i] = width;
      places.x[i] = slots[k % slots.length] + indent * model.depth[i];
      places.y[i] = top + BAND_HEAD + Math.floor(k / slots.length) * places.row + places.card / 2;
    });
    const lines = Math.ceil(one.rows.length / slots.length);
    const head = {
      column: one.column,
      left: slots[0] - width / 2,
      right: slots[slots.length - 1] + width / 2 + indent,
      top,
      bottom: top + BAND_HEAD + lines * places.row,
      sticky: false,
    };
    places.heads.push(head);
    const parents = [...new Set(one.all.map((i) => (model.depth[i] ? -1 : model.parent[i])))].filter((p) => p >= 0);
    const hidden = mode === "all" ? [] : one.all.filter((i) => !shown[i] && !model.depth[i]);
    if (hidden.length && parents.length) {
      places.marks.push({
        parent: one.column === BAND_VIA ? model.parent[hidden[0]] : parents[0],
        column: one.column,
        x: slots[0] - width / 2 + 20,
        edge: slots[0] - width / 2,
        outward: 1,
        y: head.bottom + 12,
        hidden: hidden.length,
        end: true,
      });
    }
  }
}

/** Middles of a band's columns; `least` asks for so many at least, 0 for the two or three of the opening view. */
function bandSlots(one, tiers, centre, width, least) {
  if (one.column === BAND_VIA) return [(centre.left + centre.right) / 2];
  const sign = one.column === BAND_UP ? -1 : 1;
  const beside = tiers.filter((tier) => Math.sign(tier.column) === sign);
  const apart = least ? 12 : 24;
  const wide = beside.length ? Math.max(...beside.map((t) => t.right)) - Math.min(...beside.map((t) => t.left)) : 0;
  const across = least ? Math.max(least, Math.floor(wide / (width + apart))) : Math.max(2, beside.length);
  const start = sign < 0 ? centre.left - GAP : centre.right + GAP;
  return Array.from({ length: across }, (_, k) => start + sign * (k * (width + apart) + width / 2)).sort((a, b) => a - b);
}

/** Open-marks: a small "+n" at the outer edge of the parent whose children are not all shown. */
function addMarks(model, shown, places) {
  for (const rows of model.children.values()) {
    const parent = model.parent[rows[0]];
    const column = model.column[rows[0]];
    if (column === BAND_UP || column === BAND_DOWN || !shown[parent] || (column === BAND_VIA && model.depth[rows[0]] === 0)) continue;
    const hidden = rows.reduce((sum, i) => sum + (shown[i] ? 0 : 1), 0);
    if (!hidden) continue;
    const outward = column < 0 ? -1 : 1;
    const same = column === model.column[parent];
    places.marks.push({
      parent,
      column,
      x: places.x[parent] + outward * (places.width[parent] / 2 + 17),
      edge: places.x[parent] + (outward * places.width[parent]) / 2,
      outward,
      y: places.y[parent] + (same ? places.card / 2 : 0),
      hidden,
      end: false,
    });
  }
}

/** The form of card in which the whole picture can be drawn larger on this stage. */
export function betterForm(model, shown, width, height) {
  const scale = (form) => {
    const box = boxOf(place(model, shown, "budget", form));
    return Math.min(1, width / (box.right - box.left), height / (box.bottom - box.top));
  };
  return scale(TWO) > scale(ONE) + 0.02 ? TWO : ONE;
}

/** Box of all cards at their full width; worked out once, since cards do not move. */
export function cardBox(places) {
  if (places.box) return places.box;
  const { x, y, width, rows } = places;
  let left = Infinity;
  let right = -Infinity;
  let top = Infinity;
  let bottom = -Infinity;
  for (const i of rows) {
    const half = width[i] / 2;
    if (x[i] - half < left) left = x[i] - half;
    if (x[i] + half > right) right = x[i] + half;
    if (y[i] < top) top = y[i];
    if (y[i] > bottom) bottom = y[i];
  }
  places.box = { left, right, top: top - places.card / 2, bottom: bottom + places.card / 2 };
  return places.box;
}

/** Box of everything placed: cards, marks and heads too. */
export function boxOf(places) {
  const box = { ...cardBox(places) };
  const include = (left, right, top, bottom) => {
    box.left = Math.min(box.left, left);
    box.right = Math.max(box.right, right);
    box.top = Math.min(box.top, top);
    box.bottom = Math.max(box.bottom, bottom);
  };
  for (const mark of places.marks) include(mark.x - 22, mark.x + 22, mark.y - 10, mark.y + 10);
  for (const head of places.heads) if (!head.sticky) include(head.left, head.right, head.top, head.bottom);
  return Number.isFinite(box.left) ? box : { left: -100, right: 100, top: -50, bottom: 50 };
}
