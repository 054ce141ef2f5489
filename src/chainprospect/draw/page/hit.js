// Which card or open-mark lies under a point: cards are kept in a grid of cells.

const CELL = 128;

export function gridOf(model, places) {
  const cells = new Map();
  for (const i of places.rows) {
    const half = places.width[i] / 2;
    const row = Math.floor(places.y[i] / CELL);
    for (let c = Math.floor((places.x[i] - half) / CELL); c <= Math.floor((places.x[i] + half) / CELL); c += 1) {
      for (const r of [row - 1, row, row + 1]) {
        const key = c * 65536 + r;
        if (!cells.has(key)) cells.set(key, []);
        cells.get(key).push(i);
      }
    }
  }
  return cells;
}

/** Company at a world point, or -1; `slack` widens cards that are too small to hit. */
export function companyAt(grid, places, x, y, slack) {
  const rows = grid.get(Math.floor(x / CELL) * 65536 + Math.floor(y / CELL)) ?? [];
  let best = -1;
  let nearest = Infinity;
  for (const i of rows) {
    const dx = Math.max(0, Math.abs(places.x[i] - x) - places.width[i] / 2);
    const dy = Math.abs(places.y[i] - y);
    if (dx <= slack && dy <= places.card / 2 + slack && dy < nearest) {
      best = i;
      nearest = dy;
    }
  }
  return best;
}

export function markAt(places, x, y, slack) {
  return places.marks.find((m) => Math.abs(m.x - x) <= (m.half ?? 13) + slack && Math.abs(m.y - y) <= 9 + slack) ?? null;
}
