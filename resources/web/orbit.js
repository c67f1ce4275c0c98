"use strict";
// A camera on a sphere about its target, Z up, and the gestures that move it.

const HIGHEST_ELEVATION = (89 * Math.PI) / 180;
const TURN_PER_HEIGHT = 3.2; // radians for a drag over the height of the canvas
const ZOOM_PER_NOTCH = 1.12;
const NEAREST_SHARE = 0.02;
const FARTHEST_SHARE = 40;
const FREE_SHARE = 0.86; // of the height that may be covered before the camera stands back

class OrbitCamera {
  // start: target [m], distance [m], azimuth, elevation and vertical field of view [radians].
  constructor(start) {
    this.start = start;
    this.reset();
  }

  reset() {
    const start = this.start;
    this.target = [...start.target];
    this.distance = start.distance;
    this.azimuth = start.azimuth;
    this.elevation = start.elevation;
    this.changed = true;
  }

  turn(azimuth, elevation) {
    this.azimuth += azimuth;
    this.elevation = Math.min(Math.max(this.elevation + elevation, -HIGHEST_ELEVATION), HIGHEST_ELEVATION);
    this.changed = true;
  }

  zoom(factor) {
    const { distance } = this.start;
    this.distance = Math.min(Math.max(this.distance * factor, NEAREST_SHARE * distance),
      FARTHEST_SHARE * distance);
    this.changed = true;
  }

  // right and down in shares of the canvas height.
  pan(right, down) {
    const { rows, fov, distance } = this.view(1, 0);
    const span = 2 * distance * Math.tan(fov / 2);
    for (let i = 0; i < 3; i++) {
      this.target[i] -= span * (right * rows[0][i] + down * rows[1][i]);
    }
    this.changed = true;
  }

  // Camera for a canvas of this width over height, of which a share is covered at the bottom: the
  // picture's middle lies in the free part, and narrow and low canvases stand back.
  view(aspect, covered) {
    const distance = this.distance * Math.max(1, 1 / aspect, FREE_SHARE / (1 - covered));
    const ca = Math.cos(this.azimuth), sa = Math.sin(this.azimuth);
    const ce = Math.cos(this.elevation), se = Math.sin(this.elevation);
    const forward = [-ce * ca, -ce * sa, -se];
    const right = [-sa, ca, 0];
    const down = [
      forward[1] * right[2] - forward[2] * right[1],
      forward[2] * right[0] - forward[0] * right[2],
      forward[0] * right[1] - forward[1] * right[0],
    ];
    const eye = this.target.map((value, i) => value - distance * forward[i]);
    const row = (axis) => [...axis, -(axis[0] * eye[0] + axis[1] * eye[1] + axis[2] * eye[2])];
    return { rows: [row(right), row(down), row(forward)], eye, distance, fov: this.start.fov,
      lift: covered / 2, near: Math.min(0.01, 0.001 * distance) };
  }
}

// Drag to turn, with two fingers, another button or Shift to move, wheel or pinch to zoom.
class Gestures {
  constructor(canvas, camera, onChange) {
    this.canvas = canvas;
    this.camera = camera;
    this.onChange = onChange;
    this.pointers = new Map();
    canvas.addEventListener("pointerdown", (event) => this.down(event));
    canvas.addEventListener("pointermove", (event) => this.move(event));
    for (const name of ["pointerup", "pointercancel", "lostpointercapture"]) {
      canvas.addEventListener(name, (event) => this.up(event));
    }
    canvas.addEventListener("wheel", (event) => this.wheel(event), { passive: false });
    canvas.addEventListener("contextmenu", (event) => event.preventDefault());
    canvas.addEventListener("dblclick", () => { camera.reset(); onChange(); });
  }

  down(event) {
    this.canvas.setPointerCapture(event.pointerId);
    this.canvas.focus({ preventScroll: true });
    this.pointers.set(event.pointerId, [event.clientX, event.clientY]);
    this.canvas.classList.add("dragging");
    event.preventDefault();
  }

  up(event) {
    this.pointers.delete(event.pointerId);
    if (!this.pointers.size) this.canvas.classList.remove("dragging");
  }

  move(event) {
    const last = this.pointers.get(event.pointerId);
    if (!last) return;
    const height = this.canvas.clientHeight || 1;
    const before = this.fingers();
    this.pointers.set(event.pointerId, [event.clientX, event.clientY]);
    const dx = (event.clientX - last[0]) / height;
    const dy = (event.clientY - last[1]) / height;
    if (this.pointers.size > 1) {
      const after = this.fingers();
      if (after.spread > 0 && before.spread > 0) this.camera.zoom(before.spread / after.spread);
      this.camera.pan((after.x - before.x) / height, (after.y - before.y) / height);
    } else if (event.shiftKey || (event.buttons & 6) !== 0) {
      this.camera.pan(dx, dy);
    } else {
      this.camera.turn(-TURN_PER_HEIGHT * dx, TURN_PER_HEIGHT * dy);
    }
    this.onChange();
  }

  // Middle of the first two fingers and how far they are apart [px].
  fingers() {
    const [a, b] = [...this.pointers.values()];
    if (!b) return { x: a[0], y: a[1], spread: 0 };
    return { x: (a[0] + b[0]) / 2, y: (a[1] + b[1]) / 2, spread: Math.hypot(a[0] - b[0], a[1] - b[1]) };
  }

  wheel(event) {
    event.preventDefault();
    const lines = event.deltaMode === 1 ? event.deltaY / 3 : event.deltaY / 100;
    this.camera.zoom(ZOOM_PER_NOTCH ** Math.min(Math.max(lines, -4), 4));
    this.onChange();
  }
}
