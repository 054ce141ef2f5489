// The data of the page as typed columns, with what follows from them: children, ties and ways to the anchor.

export const ANCHOR = 0;
export const LEAD = 1;
export const LOOKALIKE = 2;
export const GATED = 3;
export const BETWEEN = 4;
export const BAND_UP = -100;
export const BAND_VIA = 100;
export const BAND_DOWN = 101;
export const STANDINGS = ["anchor", "lead", "lookalike", "gated", "between"];

export function isBand(column) {
  return Math.abs(column) >= BAND_VIA;
}

/** A column that is 0 but for a few rows. */
function sparse(Kind, count, few) {
  const found = new Kind(count);
  for (const [i, value] of Object.entries(few)) found[i] = value;
  return found;
}

const KINDS = { i1: Int8Array, u1: Uint8Array, i2: Int16Array, u2: Uint16Array, i4: Int32Array, u4: Uint32Array, f8: Float64Array };

function bytesOf(text) {
  if (Uint8Array.fromBase64) return Uint8Array.fromBase64(text);
  const signs = atob(text);
  const found = new Uint8Array(signs.length);
  for (let i = 0; i < signs.length; i += 1) found[i] = signs.charCodeAt(i);
  return found;
}

/** A column as Python packs it: one number for all rows, or the narrowest kind that holds them and its bytes. */
function unpacked(Kind, count, column) {
  if (!Array.isArray(column)) return new Kind(count).fill(column);
  const found = new KINDS[column[0]](bytesOf(column[1]).buffer);
  return found instanceof Kind ? found : new Kind(found);
}

/** Numbers in parts of a unit, 0 for what is unknown and else one more than they are; NaN for what is unknown. */
function numbers(count, column, unit) {
  const found = unpacked(Float64Array, count, column);
  for (let i = 0; i < count; i += 1) found[i] = found[i] ? (found[i] - 1) / unit : NaN;
  return found;
}

function lazily(object, key, work) {
  let value;
  Object.defineProperty(object, key, { get: () => (value ??= work()) });
}

/** Rows of `owner` for each company: `values[starts[i]..starts[i + 1]]`. */
function grouped(owners, values, count) {
  const starts = new Int32Array(count + 1);
  for (const owner of owners) starts[owner + 1] += 1;
  for (let i = 0; i < count; i += 1) starts[i + 1] += starts[i];
  const next = starts.slice(0, count);
  const rows = new Int32Array(owners.length);
  owners.forEach((owner, i) => {
    rows[next[owner]] = values[i];
    next[owner] += 1;
  });
  return { starts, rows, of: (i) => rows.subarray(starts[i], starts[i + 1]) };
}

const COMPANIES = {
  standing: Int8Array, side: Int8Array, tier: Int8Array, parent: Int32Array, tie: Int32Array, low: Int8Array, high: Int8Array,
  industry: Int32Array, region: Int32Array, gate: Int32Array, rank: Int32Array, column: Int16Array, rows: Int32Array,
};
const RELATIONS = { source: Int32Array, target: Int32Array, kind: Uint8Array, grade: Int8Array };

/** The columns that are there; of a large picture some follow with the words. */
function takeColumns(model, kinds, count, columns) {
  for (const key of Object.keys(kinds)) if (key in columns) model[key] = unpacked(kinds[key], count, columns[key]);
}

/** The model of what the first picture shows; only companies it may label have their names yet. */
export function readModel(data) {
  const c = data.companies;
  const r = data.relations;
  const count = c.count;
  const ties = r.count;
  const model = {
    data,
    count,
    ties,
    name: new Array(count),
    apart: c.apart,
    score: numbers(count, c.score, 100),
    depth: sparse(Int8Array, count, c.depth),
    first: new Uint8Array(count),
  };
  takeColumns(model, COMPANIES, count, c);
  takeColumns(model, RELATIONS, ties, r);
  for (const i of c.first) model.first[i] = 1;
  c.named.forEach((i, k) => { model.name[i] = c.name[k]; });
  model.anchors = c.anchors;
  model.leads = c.leads;
  model.lookalikes = c.lookalikes;
  // What only some views need is worked out when first asked for: 20,000 companies should be on screen at once.
  lazily(model, "amount", () => numbers(ties, r.amount, 1));
  lazily(model, "children", () => childrenOf(model));
  lazily(model, "turnover", () => turnover(model));
  lazily(model, "tiesOf", () => {
    const ends = new Int32Array(ties * 2);
    const which = new Int32Array(ties * 2);
    for (let t = 0; t < ties; t += 1) {
      ends[2 * t] = model.source[t];
      ends[2 * t + 1] = model.target[t];
      which[2 * t] = which[2 * t + 1] = t;
    }
    return grouped(ends, which, count);
  });
  model.allTies = new Int32Array(ties);
  for (let t = 0; t < ties; t += 1) model.allTies[t] = t;
  let start = 0;
  model.columns = c.columns.map(([column, length]) => ({ column, rows: model.rows.subarray(start, (start += length)) }));
  model.byScore = Int32Array.from(c.named);
  lazily(model, "listed", () => {
    const found = [];
    for (let i = 0; i < count; i += 1) if (model.standing[i] === LEAD || model.standing[i] === LOOKALIKE) found.push(i);
    return found;
  });
  return model;
}

/** What stands after the script in the file: all names and ids, and what panels tell in words. */
export function completeModel(model, words) {
  const { name, apart, others, id, later, ...told } = words;
  Object.assign(model, { name, apart, others, id });
  takeColumns(model, COMPANIES, model.count, later.companies);
  takeColumns(model, RELATIONS, model.ties, later.relations);
  Object.assign(model.data.relations, later.relations);
  Object.assign(model.data, told);
  model.byScore = byScore(model);
  lazily(model, "index", () => new Map(id.map((one, i) => [one, i])));
}

/** Children by parent and column, best first; lookalikes hang on their anchor. */
function childrenOf(model) {
  const groups = new Map();
  for (let i = 0; i < model.count; i += 1) {
    if (model.parent[i] < 0) continue;
    const key = groupKey(model, model.parent[i], model.column[i]);
    if (!groups.has(key)) groups.set(key, []);
    groups.get(key).push(i);
  }
  const best = (a, b) =>
    (model.rank[a] || Infinity) - (model.rank[b] || Infinity) ||
    (model.score[b] || -1) - (model.score[a] || -1) ||
    a - b;
  for (const rows of groups.values()) rows.sort(best);
  return groups;
}

/** Lookalikes of one side are one group, whichever anchor they were found for. */
export function groupKey(model, parent, column) {
  return column === BAND_UP || column === BAND_DOWN ? column : parent * 1024 + column + 512;
}

/** Largest known amount a year of a company's ties; NaN when none is known. */
function turnover(model) {
  const found = new Float64Array(model.count).fill(NaN);
  for (let t = 0; t < model.ties; t += 1) {
    const amount = model.amount[t];
    if (Number.isNaN(amount)) continue;
    for (const i of [model.source[t], model.target[t]]) if (!(found[i] >= amount)) found[i] = amount;
  }
  return found;
}

/** All companies, anchors first, then by score. Score and position share one number, so that no comparing function is needed. */
function byScore(model) {
  const keys = new Float64Array(model.count);
  for (let i = 0; i < model.count; i += 1) {
    const score = model.standing[i] === ANCHOR ? 1000 : model.score[i] || 0;
    keys[i] = Math.round((1000 - score) * 100) * 2 ** 21 + i;
  }
  keys.sort();
  return Int32Array.from(keys, (key) => key % 2 ** 21);
}

/** Ways to the anchor as [companies, ties], anchor first: the kept chains, else the way over the parents. */
export function waysOf(model, i) {
  const kept = model.data.chains[i];
  if (kept && kept.length) return kept.map(([companies, ties]) => [companies, ties]);
  const companies = [i];
  const ties = [];
  let here = i;
  while (model.parent[here] >= 0 && companies.length < 40) {
    if (model.tie[here] >= 0) ties.unshift(model.tie[here]);
    here = model.parent[here];
    companies.unshift(here);
  }
  return [[companies, ties]];
}

/** What a company is called on the map: its name, and what tells it from others of that name. */
export function calledOn(model, i) {
  const apart = model.apart[i];
  return apart ? `${model.name[i]} · ${apart}` : model.name[i];
}
