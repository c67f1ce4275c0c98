"use strict";
// Reads a phys4d clip (.p4dc): header, table of blocks, rest cloud and groups of frames.
// The format is described in docs/clip-format.md. Nothing here touches the page.

const CLIP_MAGIC = "P4DCLIP\0";
const CLIP_VERSION = 1;
const REST_BLOCK = 1;
const FIRST_GROUP = 2;
const GROUP_MEMORY_BYTES = 256e6; // decoded groups that are kept

class ClipError extends Error {}

async function inflate(bytes) {
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate-raw"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

// Fills numbers[last] of one channel from raw bytes; returns the place behind it.
// before and earlier are the channel in the last frame and in the one before that.
function decodeChannel(raw, place, into, before, earlier) {
  const count = into.length;
  const how = raw[place++];
  const planes = how & 7;
  const frames = (how >> 3) & 3;
  if (place + planes * count > raw.length) throw new ClipError("a group of frames is cut off");
  const first = place;
  const second = planes > 1 ? place + count : -1;
  let sum = 0;
  const neighbour = (how & 32) !== 0;
  for (let i = 0; i < count; i++) {
    let code = planes > 0 ? raw[first + i] : 0;
    if (second >= 0) {
      code |= raw[second + i] << 8;
      for (let p = 2; p < planes; p++) code |= raw[place + p * count + i] << (8 * p);
    }
    const left = (code >>> 1) ^ -(code & 1);
    sum = neighbour ? (sum + left) | 0 : left;
    into[i] = sum;
  }
  if (frames === 1) for (let i = 0; i < count; i++) into[i] += before[i];
  if (frames === 2) for (let i = 0; i < count; i++) into[i] += 2 * before[i] - earlier[i];
  return place + planes * count;
}

class ClipFile {
  static async open(bytes) {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const magic = String.fromCharCode(...bytes.subarray(0, 8));
    if (magic !== CLIP_MAGIC) throw new ClipError("the data of this page are damaged");
    if (view.getUint32(8, true) > CLIP_VERSION) throw new ClipError("the data are of a newer version");
    const headerLength = view.getUint32(12, true);
    const blockCount = view.getUint32(16, true);
    const header = JSON.parse(new TextDecoder().decode(bytes.subarray(24, 24 + headerLength)));
    const blocks = [];
    for (let i = 0; i < blockCount; i++) {
      const entry = 24 + headerLength + 16 * i;
      const start = Number(view.getBigUint64(entry, true));
      blocks.push(bytes.subarray(start, start + view.getUint32(entry + 8, true)));
    }
    const clip = new ClipFile(header, blocks);
    await clip.readRest();
    return clip;
  }

  constructor(header, blocks) {
    this.header = header;
    this.blocks = blocks;
    this.count = header.gaussian_count;
    this.colorCount = 3 * (header.sh_degree + 1) ** 2;
    this.channels = 14 + (header.colors === "keyed" ? this.colorCount : 0);
    this.groups = new Map(); // number -> {raw, place, decoded, numbers}, least recently used first
    const groupBytes = 4 * header.group_frames * this.channels * this.count;
    this.keptGroups = Math.max(2, Math.floor(GROUP_MEMORY_BYTES / Math.max(groupBytes, 1)));
  }

  async readRest() {
    const raw = await inflate(this.blocks[REST_BLOCK]);
    const channels = 8 + this.colorCount;
    const numbers = new Int32Array(channels * this.count);
    let place = 0;
    for (let c = 0; c < channels; c++) {
      const into = numbers.subarray(c * this.count, (c + 1) * this.count);
      place = decodeChannel(raw, place, into, null, null);
    }
    this.rest = numbers;
  }

  // One channel of the rest cloud: 0-3 orientation, 4-6 log scales, 7 opacity, 8- colour.
  restChannel(c) {
    return this.rest.subarray(c * this.count, (c + 1) * this.count);
  }

  // Channels of a frame, all in one array: 0-2 centre, 3-6 turn, 7-12 stretch, 13 opacity, 14- colour.
  async frame(index) {
    const size = this.header.group_frames;
    const number = Math.floor(index / size);
    const group = await this.openGroup(number);
    for (; group.decoded <= index % size; group.decoded++) this.decodeFrame(group, group.decoded);
    if (index % size >= size / 2) this.prefetch(number + 1);
    const length = this.channels * this.count;
    return group.numbers.subarray((index % size) * length, (index % size + 1) * length);
  }

  async openGroup(number) {
    let group = this.groups.get(number);
    if (!group) {
      const first = number * this.header.group_frames;
      const frames = Math.min(this.header.group_frames, this.header.frame_count - first);
      group = {
        raw: inflate(this.blocks[FIRST_GROUP + number]),
        place: 0,
        decoded: 0,
        numbers: new Int32Array(frames * this.channels * this.count),
      };
      for (const old of this.groups.keys()) {
        if (this.groups.size < this.keptGroups) break;
        this.groups.delete(old);
      }
    }
    this.groups.delete(number);
    this.groups.set(number, group);
    group.bytes = await group.raw;
    return group;
  }

  prefetch(number) {
    const last = this.blocks.length - FIRST_GROUP;
    if (!this.groups.has(number % last)) this.openGroup(number % last).catch(() => {});
  }

  decodeFrame(group, step) {
    const { count, channels } = this;
    for (let c = 0; c < channels; c++) {
      const at = (frame) => group.numbers.subarray(
        (frame * channels + c) * count, (frame * channels + c + 1) * count);
      const before = step > 0 ? at(step - 1) : null;
      const earlier = step > 1 ? at(step - 2) : null;
      group.place = decodeChannel(group.bytes, group.place, at(step), before, earlier);
    }
  }
}
