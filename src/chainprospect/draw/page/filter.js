// Who passes the filter. Others are dimmed; the companies on a chain of one that passes stay readable.

import { ANCHOR, STANDINGS, waysOf } from "./model.js";

const SIDES = { "-1": "up", 0: "centre", 1: "down", 2: "via" };

export function sideOf(model, i) {
  return SIDES[model.side[i]];
}

/** Bands a company may be in, as words; none known gives `unknown`. */
export function bandsOf(model, i) {
  if (model.low[i] < 0) return ["unknown"];
  return model.data.bands.slice(model.low[i], model.high[i] + 1);
}

export function tierOf(model, i) {
  return model.tier[i] > 0 ? String(model.tier[i]) : "";
}

function oneOf(chosen, value) {
  return !chosen.length || chosen.includes(value);
}

function passes(model, filter, i) {
  const { regions, industries } = model.data;
  if (!oneOf(filter.side, sideOf(model, i))) return false;
  if (!oneOf(filter.standing, STANDINGS[model.standing[i]])) return false;
  if (filter.tier.length && !filter.tier.includes(tierOf(model, i))) return false;
  if (filter.size.length && !bandsOf(model, i).some((band) => filter.size.includes(band))) return false;
  if (!oneOf(filter.region, model.region[i] < 0 ? "" : regions[model.region[i]])) return false;
  if (!oneOf(filter.industry, model.industry[i] < 0 ? "" : industries.key[model.industry[i]])) return false;
  return !filter.score || model.score[i] >= filter.score;
}

/** Whether one of the company's ways to the anchor runs over chosen kinds and grades only. */
function wayPasses(model, filter, ties) {
  const { kinds, grades } = model.data;
  return ties.every((t) => oneOf(filter.kind, kinds[model.kind[t]]) && oneOf(filter.grade, grades[model.grade[t]]));
}

/** For each company 2: passes, 1: on the chain of one that passes, 0: dimmed. */
export function judge(model, filter) {
  const found = new Uint8Array(model.count);
  const byTie = filter.kind.length || filter.grade.length;
  for (let i = 0; i < model.count; i += 1) {
    if (model.standing[i] === ANCHOR) {
      found[i] = Math.max(found[i], 1);
      continue;
    }
    if (!passes(model, filter, i)) continue;
    const ways = waysOf(model, i).filter(([, ties]) => !byTie || (ties.length && wayPasses(model, filter, ties)));
    if (!ways.length) continue;
    found[i] = 2;
    for (const [companies] of ways) for (const one of companies) found[one] = Math.max(found[one], 1);
  }
  return found;
}
