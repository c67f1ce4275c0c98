"use strict";
// Turns frames of a clip into what the painter uploads, and puts the Gaussians in order.
// Runs in a worker; where none can be made, in the page. Nothing here touches the page.
//
// Every answer holds one frame together with the order of that very frame for the view asked for,
// so that no picture is ever drawn with an older order.

const LOWEST_OPACITY = 1 / 255;
const KEY_COUNT = 65536;
const RANGE_SAMPLES = 4096;
const SHADOW_CELLS = 96;
const SHADOW_EDGES = [0, 0.04, 0.1, 0.2, 0.35, 0.6, 1.0, 1.6, 2.6]; // heights in object sizes
const SHADOW_BLUR = 0.02;
const SHADOW_BLUR_PER_HEIGHT = 0.42;
const SHADOW_DARKNESS = 0.62;
const SHADOW_OPACITY = 0.1;

class SceneServer {
  constructor(post) {
    this.post = post;
    this.sent = -1; // frame whose geometry the painter has
  }

  async receive(message) {
    try {
      if (message.type === "open") await this.open(new Uint8Array(message.data), message.ground);
      if (message.type === "want") await this.answer(message);
    } catch (error) {
      this.post({ type: "failed", reason: error.message || String(error) });
    }
  }

  async open(bytes, ground) {
    this.clip = await ClipFile.open(bytes);
    this.ground = ground;
    const header = this.clip.header;
    const count = this.clip.count;
    this.turning = header.colors === "turning" && header.sh_degree > 0;
    this.texels = this.turning ? 4 : 3;
    this.width = 4 * Math.floor(2048 / this.texels / 4) * this.texels; // whole Gaussians in a row
    this.height = Math.max(1, Math.ceil((count * this.texels) / this.width));
    this.axes = restAxes(this.clip);
    this.depths = new Float32Array(count);
    this.shown = new Uint8Array(count);
    this.keys = new Uint16Array(count);
    this.starts = new Uint32Array(KEY_COUNT);
    const colors = header.colors === "keyed" ? null : colorTexels(this.clip, null);
    this.post({ type: "opened", header, texels: this.texels, width: this.width,
      height: this.height, colors });
  }

  async answer({ frame, depthRow, near, again }) {
    const packet = { type: "packet", frame };
    const transfer = [];
    if (frame !== this.sent || again) {
      const numbers = await this.clip.frame(frame);
      packet.geometry = this.pose(numbers);
      transfer.push(packet.geometry.buffer);
      if (this.clip.header.colors === "keyed") {
        packet.colors = colorTexels(this.clip, numbers);
        transfer.push(packet.colors.buffer);
      }
      packet.shadow = castShadow(this.geometry, this.clip.count, this.ground);
      this.sent = frame;
    }
    packet.order = this.sort(depthRow, near);
    transfer.push(packet.order.buffer);
    this.post(packet, transfer);
  }

  // Texels of every Gaussian: centre and opacity; covariance xx xy xz yy; yz zz; its turn.
  pose(numbers) {
    const { count, header } = this.clip;
    const { steps, origin_m: origin } = header;
    const out = new Float32Array(this.width * this.height * 4);
    const at = (channel) => numbers.subarray(channel * count, (channel + 1) * count);
    const [px, py, pz, qw, qx, qy, qz] = [0, 1, 2, 3, 4, 5, 6].map(at);
    const [sxx, sxy, sxz, syy, syz, szz, op] = [7, 8, 9, 10, 11, 12, 13].map(at);
    const restOpacity = this.clip.restChannel(7);
    const { axes, texels } = this;
    const s = steps.stretch;
    for (let i = 0; i < count; i++) {
      const o = 4 * texels * i;
      out[o] = origin[0] + steps.position_m * px[i];
      out[o + 1] = origin[1] + steps.position_m * py[i];
      out[o + 2] = origin[2] + steps.position_m * pz[i];
      out[o + 3] = Math.min(Math.max((op[i] + restOpacity[i]) * steps.opacity, 0), 1);
      let w = qw[i], x = qx[i], y = qy[i], z = qz[i];
      const length = Math.sqrt(w * w + x * x + y * y + z * z);
      if (length > 0) { w /= length; x /= length; y /= length; z /= length; } else w = 1;
      if (w < 0) { w = -w; x = -x; y = -y; z = -z; }
      const xx = 1 + s * sxx[i], xy = s * sxy[i], xz = s * sxz[i];
      const yy = 1 + s * syy[i], yz = s * syz[i], zz = 1 + s * szz[i];
      let c00 = 0, c01 = 0, c02 = 0, c11 = 0, c12 = 0, c22 = 0;
      for (let k = 0; k < 3; k++) { // one axis of the Gaussian after the other
        const a = axes[9 * i + 3 * k], b = axes[9 * i + 3 * k + 1], c = axes[9 * i + 3 * k + 2];
        const u = xx * a + xy * b + xz * c, v = xy * a + yy * b + yz * c, t = xz * a + yz * b + zz * c;
        const fx = 2 * (y * t - z * v), fy = 2 * (z * u - x * t), fz = 2 * (x * v - y * u);
        const mx = u + w * fx + y * fz - z * fy;
        const my = v + w * fy + z * fx - x * fz;
        const mz = t + w * fz + x * fy - y * fx;
        c00 += mx * mx; c01 += mx * my; c02 += mx * mz;
        c11 += my * my; c12 += my * mz; c22 += mz * mz;
      }
      out[o + 4] = c00; out[o + 5] = c01; out[o + 6] = c02; out[o + 7] = c11;
      out[o + 8] = c12; out[o + 9] = c22;
      if (texels === 4) { out[o + 12] = w; out[o + 13] = x; out[o + 14] = y; out[o + 15] = z; }
    }
    this.keep(out);
    return out;
  }

  // Centres and opacities of the frame stay here for sorting when the geometry goes away.
  keep(geometry) {
    const count = this.clip.count;
    const stride = 4 * this.texels;
    this.geometry = this.geometry || new Float32Array(6 * count);
    for (let i = 0; i < count; i++) {
      const o = stride * i;
      const g = 6 * i;
      this.geometry[g] = geometry[o];
      this.geometry[g + 1] = geometry[o + 1];
      this.geometry[g + 2] = geometry[o + 2];
      this.geometry[g + 3] = geometry[o + 3];
      // mean cross-section, from the covariance's trace
      this.geometry[g + 4] = (geometry[o + 4] + geometry[o + 7] + geometry[o + 9]) / 3;
    }
  }

  // Indices of the visible Gaussians from far to near: counting sort of 16-bit depths.
  sort([rx, ry, rz, shift], near) {
    const { depths, keys, starts, shown, geometry } = this;
    const count = this.clip.count;
    let visible = 0;
    for (let i = 0; i < count; i++) {
      const g = 6 * i;
      const depth = rx * geometry[g] + ry * geometry[g + 1] + rz * geometry[g + 2] + shift;
      depths[i] = depth;
      shown[i] = depth > near && geometry[g + 3] >= LOWEST_OPACITY ? 1 : 0;
      visible += shown[i];
    }
    const [low, high] = usefulRange(depths, shown, visible);
    const scale = (KEY_COUNT - 1) / Math.max(high - low, 1e-12);
    starts.fill(0);
    for (let i = 0; i < count; i++) {
      if (!shown[i]) continue;
      keys[i] = Math.min(Math.max((high - depths[i]) * scale, 0), KEY_COUNT - 1);
      starts[keys[i]]++;
    }
    for (let key = 0, total = 0; key < KEY_COUNT; key++) {
      const here = starts[key];
      starts[key] = total;
      total += here;
    }
    const order = new Uint32Array(visible);
    for (let i = 0; i < count; i++) if (shown[i]) order[starts[keys[i]]++] = i;
    return order;
  }
}

// Depths between which the keys are spent, so that a few strays far away cost no precision.
function usefulRange(depths, shown, visible) {
  if (!visible) return [0, 1];
  let low = Infinity, high = -Infinity;
  const sample = [];
  const step = Math.max(1, Math.floor(depths.length / RANGE_SAMPLES));
  for (let i = 0; i < depths.length; i++) {
    if (!shown[i]) continue;
    if (depths[i] < low) low = depths[i];
    if (depths[i] > high) high = depths[i];
    if (i % step === 0) sample.push(depths[i]);
  }
  if (sample.length > 1) {
    const sorted = Float32Array.from(sample).sort();
    const first = sorted[Math.floor(0.01 * (sorted.length - 1))];
    const last = sorted[Math.ceil(0.99 * (sorted.length - 1))];
    const room = Math.max(last - first, 1e-6);
    low = Math.max(low, first - room);
    high = Math.min(high, last + room);
  }
  return [low, high];
}

// Axes of every Gaussian at rest times their standard deviations, nine numbers each.
function restAxes(clip) {
  const { count, header } = clip;
  const [qw, qx, qy, qz, lx, ly, lz] = [0, 1, 2, 3, 4, 5, 6].map((c) => clip.restChannel(c));
  const axes = new Float32Array(9 * count);
  const step = header.steps.rest_log_scale;
  for (let i = 0; i < count; i++) {
    const length = Math.hypot(qw[i], qx[i], qy[i], qz[i]) || 1;
    const w = (qw[i] || (length === 1 ? 1 : 0)) / length;
    const x = qx[i] / length, y = qy[i] / length, z = qz[i] / length;
    const a = Math.exp(lx[i] * step), b = Math.exp(ly[i] * step), c = Math.exp(lz[i] * step);
    axes.set([
      a * (1 - 2 * (y * y + z * z)), a * 2 * (x * y + w * z), a * 2 * (x * z - w * y),
      b * 2 * (x * y - w * z), b * (1 - 2 * (x * x + z * z)), b * 2 * (y * z + w * x),
      c * 2 * (x * z + w * y), c * 2 * (y * z - w * x), c * (1 - 2 * (x * x + y * y)),
    ], 9 * i);
  }
  return axes;
}

// Colour coefficients, four numbers each, in rows of the same width as textures allow.
function colorTexels(clip, numbers) {
  const { count, header, colorCount } = clip;
  const bands = colorCount / 3;
  const width = colorTextureWidth(bands);
  const height = Math.max(1, Math.ceil((count * bands) / width));
  const out = new Float32Array(width * height * 4);
  for (let k = 0; k < bands; k++) {
    const step = k === 0 ? header.steps.base_color : header.steps.view_color;
    for (let c = 0; c < 3; c++) {
      const rest = clip.restChannel(8 + 3 * k + c);
      const base = numbers ? (14 + 3 * k + c) * count : -1;
      for (let i = 0; i < count; i++) {
        const change = numbers ? numbers[base + i] : 0;
        out[4 * (i * bands + k) + c] = step * (rest[i] + change);
      }
    }
  }
  return out;
}

function colorTextureWidth(bands) {
  return bands * Math.floor(2048 / bands);
}

// Shadow of the Gaussians under light from the whole sky: they are sorted into layers of height,
// whose cover of the ground is blurred in proportion to their height.
function castShadow(geometry, count, ground) {
  if (ground === null) return null;
  const xs = [], ys = [];
  let top = 0;
  const step = Math.max(1, Math.floor(count / RANGE_SAMPLES));
  for (let i = 0; i < count; i += step) {
    if (geometry[6 * i + 3] <= SHADOW_OPACITY) continue;
    xs.push(geometry[6 * i]);
    ys.push(geometry[6 * i + 1]);
    top = Math.max(top, geometry[6 * i + 2] - ground);
  }
  if (xs.length < 2) return null;
  const [x0, x1] = robustRange(xs), [y0, y1] = robustRange(ys);
  const size = Math.max(x1 - x0, y1 - y0, 1e-6);
  const highest = Math.min(Math.max(top, 0) / size, SHADOW_EDGES[SHADOW_EDGES.length - 1]);
  const half = size / 2 + 2.2 * size * (SHADOW_BLUR + SHADOW_BLUR_PER_HEIGHT * highest);
  const cx = (x0 + x1) / 2, cy = (y0 + y1) / 2;
  const cell = (2 * half) / SHADOW_CELLS;
  const layers = SHADOW_EDGES.slice(1).map(() => null);
  for (let i = 0; i < count; i++) {
    const g = 6 * i;
    const height = (geometry[g + 2] - ground) / size;
    if (geometry[g + 3] <= SHADOW_OPACITY || height < -0.5) continue;
    const column = Math.floor((geometry[g] - cx + half) / cell);
    const row = Math.floor((geometry[g + 1] - cy + half) / cell);
    if (column < 0 || row < 0 || column >= SHADOW_CELLS || row >= SHADOW_CELLS) continue;
    let layer = 0;
    while (layer < layers.length && height >= SHADOW_EDGES[layer + 1]) layer++;
    if (layer === layers.length) continue;
    layers[layer] = layers[layer] || new Float32Array(SHADOW_CELLS * SHADOW_CELLS);
    const area = 2 * Math.PI * geometry[g + 3] * geometry[g + 4];
    layers[layer][row * SHADOW_CELLS + column] += area / (cell * cell);
  }
  const light = new Float32Array(SHADOW_CELLS * SHADOW_CELLS).fill(1);
  layers.forEach((cover, layer) => {
    if (!cover) return;
    const height = (SHADOW_EDGES[layer] + SHADOW_EDGES[layer + 1]) / 2;
    const sigma = (size * (SHADOW_BLUR + SHADOW_BLUR_PER_HEIGHT * height)) / cell;
    for (let i = 0; i < cover.length; i++) cover[i] = 1 - Math.exp(-cover[i]);
    const soft = blurred(cover, sigma);
    for (let i = 0; i < light.length; i++) light[i] *= 1 - Math.min(Math.max(soft[i], 0), 1);
  });
  return { darkness: shadowBytes(light), cells: SHADOW_CELLS, place: [cx, cy, half] };
}

function robustRange(values) {
  values.sort((a, b) => a - b);
  const last = values.length - 1;
  return [values[Math.floor(0.01 * last)], values[Math.ceil(0.99 * last)]];
}

// Darkness 0 to 255 that runs out to zero at the border, so that no edge shows on the ground.
function shadowBytes(light) {
  const bytes = new Uint8Array(light.length);
  const ramp = (i) => {
    const t = Math.min(1, Math.min(i, SHADOW_CELLS - 1 - i) / 10);
    return t * t * (3 - 2 * t);
  };
  for (let row = 0; row < SHADOW_CELLS; row++) {
    for (let column = 0; column < SHADOW_CELLS; column++) {
      const i = row * SHADOW_CELLS + column;
      bytes[i] = Math.round(255 * SHADOW_DARKNESS * (1 - light[i]) * ramp(row) * ramp(column));
    }
  }
  return bytes;
}

// Three box filters one after the other come close to a Gaussian of standard deviation sigma.
function blurred(picture, sigma) {
  let current = picture;
  const radius = Math.max(0, Math.round((Math.sqrt(4 * sigma * sigma + 1) - 1) / 2));
  if (!radius) return current;
  for (let pass = 0; pass < 3; pass++) {
    current = boxFiltered(boxFiltered(current, radius, 1, SHADOW_CELLS), radius, SHADOW_CELLS, 1);
  }
  return current;
}

// Running means along one axis; what lies outside counts as zero.
function boxFiltered(picture, radius, along, across) {
  const out = new Float32Array(picture.length);
  const n = SHADOW_CELLS;
  const share = 1 / (2 * radius + 1);
  for (let line = 0; line < n; line++) {
    const base = line * across;
    let sum = 0;
    for (let i = 0; i < Math.min(radius, n); i++) sum += picture[base + i * along];
    for (let i = 0; i < n; i++) {
      if (i + radius < n) sum += picture[base + (i + radius) * along];
      if (i - radius - 1 >= 0) sum -= picture[base + (i - radius - 1) * along];
      out[base + i * along] = sum * share;
    }
  }
  return out;
}
