// Colours told apart by the colour-blind too (Okabe-Ito), and the sizes of dots and lines.

import { ANCHOR, BETWEEN, GATED } from "./model.js";
import { bandsOf, sideOf } from "./filter.js";

export const INK = "#1c2733";
export const PAPER = "#ffffff";
const GREY = "#a7adb5";
export const ANCHOR_FILL = "#1f3a5f";

const BANDS = { micro: "#a6cfe8", small: "#56a3d6", medium: "#0072b2", large: "#0b3c66", unknown: "#b9bec5" };
const SIDES = { up: "#0072b2", down: "#d55e00", via: "#009e73", centre: ANCHOR_FILL };
const GRADES = ["#0b3c66", "#0072b2", "#009e73", "#e69f00", "#cc79a7", "#7d6a55"];
const INDUSTRIES = ["#0072b2", "#e69f00", "#009e73", "#cc79a7", "#d55e00", "#56b4e9", "#8c7a00"];

/** Legend entries, and keys and colours by the code that every company has, for one way of colouring; gated companies are always grey. */
export function paletteOf(model, by, word) {
  const { industries, grades } = model.data;
  const counts = new Map();
  if (by === "industry") {
    for (const i of model.listed) counts.set(model.industry[i], (counts.get(model.industry[i]) ?? 0) + 1);
    counts.delete(-1);
  }
  const top = [...counts.entries()].sort((a, b) => b[1] - a[1] || a[0] - b[0]).slice(0, INDUSTRIES.length);
  const place = new Map(top.map(([code], k) => [code, k]));
  const keyOfBands = (bands) => (bands.length === 1 ? bands[0] : `${bands[0]}-${bands[bands.length - 1]}`);
  const keyOf = (i) => {
    if (by === "side") return sideOf(model, i);
    if (by === "grade") return model.tie[i] < 0 ? "inferred" : grades[model.grade[model.tie[i]]];
    if (by === "industry") {
      if (model.industry[i] < 0) return "unknown";
      return place.has(model.industry[i]) ? `i${place.get(model.industry[i])}` : "other";
    }
    return keyOfBands(bandsOf(model, i));
  };
  const entries = [];
  if (by === "side") for (const key of ["up", "down", "via"]) entries.push([key, SIDES[key], word.side(key)]);
  if (by === "grade") grades.forEach((key, k) => entries.push([key, GRADES[k], word.grade(key)]));
  if (by === "industry") {
    top.forEach(([code], k) => entries.push([`i${k}`, INDUSTRIES[k], word.industry(industries.key[code], industries.zh[code])]));
    entries.push(["other", "#6b7580", word.other()], ["unknown", BANDS.unknown, word.unknown()]);
  }
  if (by === "band") {
    for (const key of ["large", "medium", "small", "micro"]) entries.push([key, BANDS[key], word.band(key)]);
    const names = ["micro", "small", "medium", "large"];
    // A range takes the colour between its ends; the legend names both.
    for (let high = 3; high > 0; high -= 1) {
      for (let low = high - 1; low >= 0; low -= 1) {
        entries.push([`${names[low]}-${names[high]}`, mixed(BANDS[names[low]], BANDS[names[high]]), word.range(names[low], names[high])]);
      }
    }
    entries.push(["unknown", BANDS.unknown, word.unknown()]);
  }
  entries.push(["gated", GREY, word.gated()], ["between", "#6b7580", word.between()]);
  const keys = [...entries.map(([key]) => key), "anchor"];
  const fills = [...entries.map(([, colour]) => colour), ANCHOR_FILL];
  const code = new Map(keys.map((key, k) => [key, k]));
  const codes = new Uint8Array(model.count);
  const [anchor, gated, between] = ["anchor", "gated", "between"].map((key) => code.get(key));
  // Companies of the same bands have the same code, however many they are.
  const ofBands = new Map();
  const codeOf = (i) => {
    if (by !== "band") return code.get(keyOf(i));
    const bands = model.low[i] * 16 + model.high[i];
    if (!ofBands.has(bands)) ofBands.set(bands, code.get(keyOf(i)));
    return ofBands.get(bands);
  };
  for (let i = 0; i < model.count; i += 1) {
    const standing = model.standing[i];
    if (standing === ANCHOR) codes[i] = anchor;
    else if (standing === GATED) codes[i] = gated;
    else if (standing === BETWEEN && Number.isNaN(model.score[i])) codes[i] = between;
    else codes[i] = codeOf(i);
  }
  return { entries, keys, fills, codes };
}

export function fillOf(look, i) {
  return look.fills[look.codes[i]];
}

function mixed(one, other) {
  const part = (text, at) => parseInt(text.slice(at, at + 2), 16);
  const hex = [1, 3, 5].map((at) => Math.round((part(one, at) + part(other, at)) / 2).toString(16).padStart(2, "0"));
  return `#${hex.join("")}`;
}

/** Radius of a company's dot in px at scale 1: 3 to 8. */
export function dotOf(model, by, i) {
  const value = by === "amount" ? (Math.log10(model.turnover[i]) - 5) / 4.5 : model.score[i] / 100;
  if (Number.isNaN(value)) return model.standing[i] === ANCHOR ? 6 : 3;
  return 3 + 5 * Math.min(1, Math.max(0, by === "amount" ? value : (value - 0.2) / 0.6));
}

/** Width of a tie in px at scale 1: 1.2 where the amount is unknown, up to 6. */
export function widthOf(amount) {
  if (Number.isNaN(amount)) return 1.2;
  return 1.2 + Math.min(4.8, Math.max(0, (Math.log10(Math.max(1, amount)) - 5) * 1.1));
}
