// What leaves the page: the picture, the table and the printed sheet.

import { STANDINGS, waysOf } from "./model.js";
import { paint } from "./paint.js";
import { fitText, fontOf } from "./text.js";
import { strengthOf } from "./ties.js";
import { boxOf } from "./place.js";
import { countLine, legendRows } from "./controls.js";
import { regionWord, sizeWord } from "./list.js";
import { sideOf } from "./filter.js";
import { fitted } from "./view.js";
import { save } from "./dom.js";
import { industryWord, points, say, term } from "./words.js";

const COLUMNS = ["rank", "company_id", "company", "standing", "score", "side", "tier", "size", "industry", "region", "gate", "chain"];

/** A cell that a spreadsheet neither runs nor breaks on. */
function safeCell(value) {
  let text = String(value ?? "");
  if (/^[=+\-@\t\r]/.test(text)) text = `'${text}`;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** Table of the companies that are shown and not dimmed. */
export function tableText(app) {
  const { model, look } = app;
  const lines = [COLUMNS.join(",")];
  const rows = look.places.rows.filter((i) => strengthOf(look, i) > 0);
  rows.sort((a, b) => model.standing[a] - model.standing[b] || (model.rank[a] || 1e9) - (model.rank[b] || 1e9) || a - b);
  for (const i of rows) {
    const { key, zh } = model.data.industries;
    const [companies] = waysOf(model, i)[0];
    lines.push([
      model.rank[i] || "", model.id[i], model.name[i], say(`standing.${STANDINGS[model.standing[i]]}`), points(model.score[i]),
      say(`side.${sideOf(model, i)}`), model.tier[i] || "", model.standing[i] === 0 ? "" : sizeWord(model, i),
      model.industry[i] < 0 ? "" : industryWord(key[model.industry[i]], zh[model.industry[i]]), regionWord(model, i),
      model.gate[i] < 0 ? "" : term("gate", model.data.gates[model.gate[i]]), companies.map((one) => model.name[one]).join(" → "),
    ].map(safeCell).join(","));
  }
  return `\ufeff${lines.join("\r\n")}\r\n`;
}

export function saveTable(app) {
  save(new Blob([tableText(app)], { type: "text/csv;charset=utf-8" }), `${say("csv.file")}.csv`);
}

/** The map with its title and legend on one canvas, `ratio` px for each CSS px. */
function picture(app, width, height, view, ratio) {
  const canvas = document.createElement("canvas");
  const ctx = canvas.getContext("2d");
  const rows = legendRows(app);
  ctx.font = fontOf(12);
  const places = [];
  let x = 16;
  let y = 0;
  for (const [, colour, word, count] of rows) {
    const cut = fitText(ctx, word, 260, 12);
    const wide = 20 + cut.width + 8 + ctx.measureText(String(count)).width + 18;
    if (x + wide > width && x > 16) {
      x = 16;
      y += 20;
    }
    places.push([x, y, colour, cut.text, cut.width, count]);
    x += wide;
  }
  const signs = [say("legend.arrow"), say("legend.width"), say("legend.dashed")].join(" · ");
  const foot = y + 20 + 24;
  canvas.width = Math.round(width * ratio);
  canvas.height = Math.round((44 + height + foot) * ratio);
  // The map is painted on its own canvas, because a frame sets its own transform.
  const map = document.createElement("canvas");
  map.width = Math.round(width * ratio);
  map.height = Math.round(height * ratio);
  paint(map.getContext("2d"), app.model, app.look, view, { width, height, ratio });
  ctx.setTransform(ratio, 0, 0, ratio, 0, 0);
  ctx.fillStyle = "#ffffff";
  ctx.fillRect(0, 0, width, 44 + height + foot);
  ctx.drawImage(map, 0, 44, width, height);
  ctx.textBaseline = "middle";
  ctx.textAlign = "left";
  const title = fitText(ctx, app.title(), width * 0.6, 17, 600);
  ctx.font = fontOf(17, 600);
  ctx.fillStyle = "#1c2733";
  ctx.fillText(title.text, 16, 22);
  const counts = fitText(ctx, countLine(app), width - title.width - 60, 12);
  ctx.font = fontOf(12);
  ctx.textAlign = "right";
  ctx.fillStyle = "#5b6b7b";
  ctx.fillText(counts.text, width - 16, 22);
  ctx.textAlign = "left";
  const top = 44 + height + 14;
  for (const [left, line, colour, word, wide, count] of places) {
    ctx.fillStyle = colour;
    ctx.beginPath();
    ctx.arc(left + 6, top + line, 5, 0, Math.PI * 2);
    ctx.fill();
    ctx.fillStyle = "#1c2733";
    ctx.fillText(word, left + 16, top + line);
    ctx.fillStyle = "#5b6b7b";
    ctx.fillText(String(count), left + 16 + wide + 6, top + line);
  }
  ctx.fillStyle = "#5b6b7b";
  const note = say("print.foot", { s: app.model.data.snapshot, d: app.model.data.as_of ?? say("unknown") });
  ctx.fillText(fitText(ctx, `${signs} · ${note}`, width - 32, 12).text, 16, top + y + 22);
  return canvas;
}

export function savePicture(app) {
  const canvas = picture(app, app.size.width, app.size.height, app.view, 2);
  canvas.toBlob((blob) => save(blob, `${say("csv.file")}.png`), "image/png");
}

/** Fill the sheet that only the printer sees: the whole shown map on one A4 page, landscape. */
export function fillSheet(app, sheet) {
  const width = 1240;
  const height = 690;
  const view = fitted(boxOf(app.look.places), width, height, { left: 16, right: 16, top: 42, bottom: 12 });
  const canvas = picture(app, width, height, view, 2);
  sheet.replaceChildren(canvas);
}
