// Thousands of bars and lines into a pixel buffer: without a GPU this is many times faster than drawing each on the canvas.

let kept = { width: 0, height: 0, image: null, pixels: null, ink: null };

/** A cleared buffer of the canvas's size: pixels, and how much ink lines have left on each, which stops at its full 255. */
export function bufferOf(ctx, width, height, ground) {
  if (kept.width !== width || kept.height !== height) {
    const image = ctx.createImageData(width, height);
    kept = { width, height, image, pixels: new Uint32Array(image.data.buffer), ink: new Uint8ClampedArray(width * height) };
  } else kept.ink.fill(0);
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
  // Calling `fill` costs more than setting the few pixels of a far bar.
  if (x1 - x0 < 24) for (let y = y0; y < y1; y += 1) for (let at = y * width + x0, end = y * width + x1; at < end; at += 1) pixels[at] = pixel;
  else for (let y = y0; y < y1; y += 1) pixels.fill(pixel, y * width + x0, y * width + x1);
}

/**
 * A line one pixel wide that leaves `amount` of ink on every `stride`th of its pixels. Lines that start in one column
 * take different `phase`s (0 to 1), or their dots would stand in stripes.
 */
export function line({ ink, width, height }, ends, amount, stride, phase) {
  const [x0, y0, x1, y1] = ends;
  const dx = x1 - x0;
  const dy = y1 - y0;
  // The part inside the buffer.
  let from = 0;
  let to = 1;
  if (Math.min(x0, x1) < 0 || Math.max(x0, x1) > width - 1 || Math.min(y0, y1) < 0 || Math.max(y0, y1) > height - 1) {
    for (const [start, step, end] of [[x0, dx, width - 1], [y0, dy, height - 1]]) {
      if (step === 0 && (start < 0 || start > end)) return;
      if (step === 0) continue;
      from = Math.max(from, Math.min(-start / step, (end - start) / step));
      to = Math.min(to, Math.max(-start / step, (end - start) / step));
    }
    if (from > to) return;
  }
  const part = to - from;
  const steps = Math.max(1, Math.ceil((Math.max(Math.abs(dx), Math.abs(dy)) * part) / stride));
  // Whole numbers in 1/65536 px: the first frame runs before the engine has made fast code for fractions.
  const sx = Math.trunc((dx * part * 65536) / steps);
  const sy = Math.trunc((dy * part * 65536) / steps);
  let x = Math.floor((x0 + dx * from + 0.5) * 65536) + Math.trunc(sx * phase);
  let y = Math.floor((y0 + dy * from + 0.5) * 65536) + Math.trunc(sy * phase);
  for (let k = 0; k < steps; k += 1) {
    ink[(y >> 16) * width + (x >> 16)] += amount;
    x += sx;
    y += sy;
  }
}

/** The ink of all lines as colour: a `share` of the colour for each unit, laid one over the other. */
export function shade({ pixels, ink }, ground, colour, share) {
  const tones = new Uint32Array(256);
  const [from, to] = [packed(ground), packed(colour)];
  const mixed = (shift, part) => Math.round(((from >>> shift) & 255) * part + ((to >>> shift) & 255) * (1 - part)) << shift;
  for (let n = 0; n < 256; n += 1) {
    const part = (1 - share) ** n;
    tones[n] = ((255 << 24) | mixed(16, part) | mixed(8, part) | mixed(0, part)) >>> 0;
  }
  for (let at = 0; at < ink.length; at += 1) {
    const wet = ink[at];
    if (wet !== 0) pixels[at] = tones[wet];
  }
}
