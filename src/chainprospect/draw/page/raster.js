// Thousands of bars and lines into a pixel buffer: without a GPU this is many times faster than drawing each on the canvas.

let kept = { width: 0, height: 0, image: null, pixels: null };

/** A cleared buffer of the canvas's size. */
export function bufferOf(ctx, width, height, ground) {
  if (kept.width !== width || kept.height !== height) {
    const image = ctx.createImageData(width, height);
    kept = { width, height, image, pixels: new Uint32Array(image.data.buffer) };
  }
  kept.pixels.fill(packed(ground));
  return kept;
}

/** `#rrggbb` as a pixel, the way little-endian machines keep it. */
export function packed(hex) {
  const value = parseInt(hex.slice(1), 16);
  return ((255 << 24) | ((value & 255) << 16) | (value & 0xff00) | (value >> 16)) >>> 0;
}

export function bar({ pixels, width, height }, left, top, wide, high, pixel) {
  const x0 = Math.max(0, Math.round(left));
  const x1 = Math.min(width, Math.max(Math.round(left) + 1, Math.round(left + wide)));
  const y0 = Math.max(0, Math.round(top));
  const y1 = Math.min(height, Math.max(Math.round(top) + 1, Math.round(top + high)));
  for (let y = y0; y < y1; y += 1) if (x1 > x0) pixels.fill(pixel, y * width + x0, y * width + x1);
}

/** A line one pixel wide, laid over what is there with `share` of 256; only every `stride`th pixel of it is set. */
export function line({ pixels, width, height }, x0, y0, x1, y1, pixel, share, stride) {
  // The part inside the buffer.
  let from = 0;
  let to = 1;
  const dx = x1 - x0;
  const dy = y1 - y0;
  if (dx !== 0) {
    const a = -x0 / dx;
    const b = (width - 1 - x0) / dx;
    from = Math.max(from, Math.min(a, b));
    to = Math.min(to, Math.max(a, b));
  } else if (x0 < 0 || x0 > width - 1) return;
  if (dy !== 0) {
    const a = -y0 / dy;
    const b = (height - 1 - y0) / dy;
    from = Math.max(from, Math.min(a, b));
    to = Math.min(to, Math.max(a, b));
  } else if (y0 < 0 || y0 > height - 1) return;
  if (from > to) return;
  let x = x0 + dx * from;
  let y = y0 + dy * from;
  const steps = Math.max(1, Math.ceil((Math.max(Math.abs(dx), Math.abs(dy)) * (to - from)) / stride));
  const sx = (dx * (to - from)) / steps;
  const sy = (dy * (to - from)) / steps;
  const rest = 256 - share;
  const rb = (pixel & 0xff00ff) * share;
  const g = (pixel & 0xff00) * share;
  for (let k = 0; k <= steps; k += 1) {
    const at = ((y + 0.5) | 0) * width + ((x + 0.5) | 0);
    const old = pixels[at];
    pixels[at] = 0xff000000 | ((((old & 0xff00ff) * rest + rb) >>> 8) & 0xff00ff) | ((((old & 0xff00) * rest + g) >>> 8) & 0xff00);
    x += sx;
    y += sy;
  }
}
