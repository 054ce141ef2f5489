// Text on the canvas: its font, and cuts and lines that fit a width.

import { calledOn } from "./model.js";

const FONT = '"Segoe UI", "Microsoft YaHei UI", "Microsoft YaHei", "PingFang SC", "Noto Sans CJK SC", "Noto Sans SC", "Helvetica Neue", Arial, sans-serif';

export function fontOf(size, weight = 400) {
  return `${weight} ${size}px ${FONT}`;
}

const fits = new Map();
const glyphs = new Map();

/** Width of one sign at 100 px; each is measured once, and all Han signs are as wide as one. */
function glyphWidth(ctx, sign, weight) {
  const key = weight + (sign >= "\u4e00" && sign <= "\u9fff" ? "中" : sign);
  let width = glyphs.get(key);
  if (width === undefined) {
    const { font } = ctx;
    ctx.font = fontOf(100, weight);
    width = ctx.measureText(sign).width / 100;
    ctx.font = font;
    glyphs.set(key, width);
  }
  return width;
}

/** Text cut with an ellipsis to a width at one size; cuts are remembered. */
export function fitText(ctx, text, width, size, weight = 400) {
  const key = `${weight}|${size}|${Math.round(width)}|${text.length > 200 ? text.slice(0, 200) : text}`;
  const known = fits.get(key);
  if (known) return known;
  if (fits.size > 20000) fits.clear();
  const signs = Array.from(text.slice(0, 160));
  const room = width / size;
  const dots = glyphWidth(ctx, "…", weight);
  let used = 0;
  let count = 0;
  let cut = 0;
  let cutWidth = 0;
  for (; count < signs.length; count += 1) {
    if (used + dots <= room) {
      cut = count;
      cutWidth = used;
    }
    used += glyphWidth(ctx, signs[count], weight);
    if (used > room) break;
  }
  const whole = count === signs.length && text.length <= 160;
  const found = whole
    ? { text: signs.join(""), width: used * size, whole }
    : { text: cut ? `${signs.slice(0, cut).join("")}…` : "", width: cut ? (cutWidth + dots) * size : 0, whole };
  fits.set(key, found);
  return found;
}

/** A company's name in at most `lines` lines, each with its width; what tells equal names apart is never cut off. */
export function linesOf(ctx, model, i, width, size, weight, lines) {
  const name = model.name[i];
  const tail = model.apart[i] ? ` · ${model.apart[i]}` : "";
  const whole = fitText(ctx, calledOn(model, i), width, size, weight);
  if (whole.whole) return [whole];
  const ending = tail ? fitText(ctx, tail, width * 0.62, size, weight) : { text: "", width: 0 };
  const closed = (text) => {
    const cut = fitText(ctx, text, width - ending.width, size, weight);
    return { text: cut.text + ending.text, width: cut.width + ending.width };
  };
  if (lines < 2 || name.length > 160) return [closed(name)];
  const signs = Array.from(name);
  let count = 0;
  for (let used = 0; count < signs.length; count += 1) {
    used += glyphWidth(ctx, signs[count], weight) * size;
    if (used > width) break;
  }
  const space = signs.slice(0, count + 1).lastIndexOf(" ");
  const form = name.search(/(股份)?有限(责任)?公司|股份公司/);
  // Lines break before the legal form, or between words, rather than inside them.
  if (form > 3 && form <= count && form >= count - 7) count = Array.from(name.slice(0, form)).length;
  else if (space > 3 && space > count - 14) count = space;
  const top = fitText(ctx, signs.slice(0, count).join("").trimEnd(), width + 1, size, weight);
  return [top, closed(signs.slice(count).join("").trimStart())];
}
