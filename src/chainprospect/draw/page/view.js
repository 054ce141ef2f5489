// The window onto the map: screen = world · k + offset.

const LEAST = 0.02;
const MOST = 4;

export function toWorld(view, x, y) {
  return [(x - view.x) / view.k, (y - view.y) / view.k];
}

export function zoomed(view, factor, x, y) {
  const k = Math.min(MOST, Math.max(LEAST, view.k * factor));
  const [wx, wy] = toWorld(view, x, y);
  return { k, x: x - wx * k, y: y - wy * k };
}

/** Window that shows the whole box between the margins; small pictures are not blown up. */
export function fitted(box, width, height, margin, most = 1.15) {
  const room = { w: Math.max(40, width - margin.left - margin.right), h: Math.max(40, height - margin.top - margin.bottom) };
  const k = Math.max(LEAST, Math.min(most, room.w / (box.right - box.left), room.h / (box.bottom - box.top)));
  return {
    k,
    x: margin.left + (room.w - (box.left + box.right) * k) / 2,
    y: margin.top + (room.h - (box.top + box.bottom) * k) / 2,
  };
}
