"use strict";
// The player: a clock, the controls and the exchange with the scene server.

const SPEEDS = [0.1, 0.25, 0.5, 1, 2];
const QUIET_AFTER_MS = 3000;
const SHARPEST_RATIO = 2; // device pixels a CSS pixel that are drawn at most

const byId = (id) => document.getElementById(id);

class Player {
  constructor({ settings, options, painter, server, theme }, header) {
    Object.assign(this, { settings, options, painter, server, theme });
    this.frameCount = header.frame_count;
    this.frameTime = header.frame_dt_s;
    this.canvas = painter.canvas;
    this.camera = new OrbitCamera(settings.camera);
    this.time = 0; // seconds since the first frame
    this.asked = null; // what the server is working on
    this.shown = -1; // frame in the picture
    this.serial = 0; // pictures drawn
    this.dirty = true;
    this.speed = 1;
    this.loop = true;
    this.playing = false;
    this.lastTick = null;
    new Gestures(this.canvas, this.camera, () => this.wake());
    this.connectControls();
    this.theme.onChange = () => this.wake();
    this.applyOptions();
    new ResizeObserver(() => this.resize()).observe(this.canvas);
    this.resize();
    requestAnimationFrame((now) => this.tick(now));
  }

  get frame() {
    return Math.min(Math.floor(this.time / this.frameTime + 1e-6), this.frameCount - 1);
  }

  get duration() {
    return this.frameCount * this.frameTime;
  }

  applyOptions() {
    const { options } = this;
    const frame = Number(options.get("frame") || 0);
    const last = this.frameCount - 1;
    this.goTo(Math.min(Math.max(Number.isFinite(frame) ? Math.round(frame) : 0, 0), last));
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    this.setPlaying(!options.has("paused") && !calm && this.frameCount > 1);
    if (options.get("loop") === "0") this.setLoop(false);
    if (SPEEDS.includes(Number(options.get("speed")))) this.setSpeed(Number(options.get("speed")));
  }

  connectControls() {
    byId("scrub").max = this.frameCount - 1;
    byId("last").textContent = ((this.frameCount - 1) * this.frameTime).toFixed(2);
    byId("scrub").addEventListener("input", (event) => {
      this.setPlaying(false);
      this.goTo(Number(event.target.value));
    });
    byId("play").addEventListener("click", () => this.togglePlaying());
    byId("loop").addEventListener("click", () => this.setLoop(!this.loop));
    byId("home").addEventListener("click", () => { this.camera.reset(); this.wake(); });
    byId("theme").addEventListener("click", () => this.theme.toggle());
    byId("info").addEventListener("click", () => this.showAbout(byId("about").hidden));
    byId("full").addEventListener("click", () => this.toggleFull());
    byId("full").hidden = !document.fullscreenEnabled;
    byId("speed").addEventListener("change", (event) => this.setSpeed(Number(event.target.value)));
    document.addEventListener("fullscreenchange", () =>
      byId("full").setAttribute("aria-pressed", String(Boolean(document.fullscreenElement))));
    document.addEventListener("keydown", (event) => this.key(event));
    for (const name of ["pointermove", "pointerdown", "keydown"]) {
      document.addEventListener(name, () => this.stir());
    }
    this.canvas.addEventListener("webglcontextlost", (event) => event.preventDefault());
    this.canvas.addEventListener("webglcontextrestored", () => {
      this.painter.build();
      this.shown = -1;
      this.wake();
    });
  }

  key(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const control = event.target.closest("button, select, input");
    const steps = { ArrowLeft: -1, ArrowRight: 1 };
    const actions = {
      " ": () => this.togglePlaying(),
      Home: () => this.goTo(0),
      End: () => { this.setPlaying(false); this.goTo(this.frameCount - 1); },
      l: () => this.setLoop(!this.loop),
      f: () => this.toggleFull(),
      t: () => this.theme.toggle(),
      r: () => { this.camera.reset(); this.wake(); },
      "[": () => this.stepSpeed(-1),
      "]": () => this.stepSpeed(1),
      "?": () => this.showAbout(byId("about").hidden),
      Escape: () => this.showAbout(false),
      "+": () => { this.camera.zoom(1 / ZOOM_PER_NOTCH); this.wake(); },
      "-": () => { this.camera.zoom(ZOOM_PER_NOTCH); this.wake(); },
    };
    if (event.key in steps && (!control || control.id === "play")) {
      this.setPlaying(false);
      this.goTo(Math.min(Math.max(this.frame + steps[event.key], 0), this.frameCount - 1));
    } else if (actions[event.key] && !(control && [" ", "Home", "End"].includes(event.key))) {
      actions[event.key]();
    } else {
      return;
    }
    event.preventDefault();
  }

  goTo(frame) {
    this.time = frame * this.frameTime;
    this.wake();
  }

  togglePlaying() {
    if (!this.playing && this.frame === this.frameCount - 1) this.time = 0;
    this.setPlaying(!this.playing);
  }

  setPlaying(playing) {
    this.playing = playing;
    this.lastTick = null;
    byId("play").setAttribute("aria-label", playing ? "Pause" : "Play");
    byId("play").querySelector("use").setAttribute("href", playing ? "#icon-pause" : "#icon-play");
    this.stir();
    this.wake();
  }

  setLoop(loop) {
    this.loop = loop;
    byId("loop").setAttribute("aria-pressed", String(loop));
  }

  setSpeed(speed) {
    this.speed = speed;
    byId("speed").value = String(speed);
  }

  stepSpeed(change) {
    const place = SPEEDS.indexOf(this.speed) + change;
    this.setSpeed(SPEEDS[Math.min(Math.max(place, 0), SPEEDS.length - 1)]);
  }

  showAbout(visible) {
    byId("about").hidden = !visible;
    byId("info").setAttribute("aria-expanded", String(visible));
  }

  toggleFull() {
    if (document.fullscreenElement) document.exitFullscreen();
    else if (document.fullscreenEnabled) document.documentElement.requestFullscreen();
  }

  // Controls fade while the scene plays in full screen and nothing is touched.
  stir() {
    document.body.classList.remove("quiet");
    clearTimeout(this.quietTimer);
    this.quietTimer = setTimeout(() => {
      const full = document.fullscreenElement && this.playing && byId("about").hidden;
      document.body.classList.toggle("quiet", Boolean(full));
    }, QUIET_AFTER_MS);
  }

  resize() {
    const ratio = Math.min(window.devicePixelRatio || 1, SHARPEST_RATIO);
    const width = Math.max(1, Math.round(this.canvas.clientWidth * ratio));
    const height = Math.max(1, Math.round(this.canvas.clientHeight * ratio));
    if (this.canvas.width === width && this.canvas.height === height) return;
    this.canvas.width = width;
    this.canvas.height = height;
    if (this.view) this.painter.draw(this.view, this.look());
    this.wake();
  }

  wake() {
    this.dirty = true;
  }

  // Share of the canvas height that the bar takes away.
  covered() {
    const bar = byId("bar").getBoundingClientRect();
    const height = this.canvas.clientHeight;
    if (!bar.height || document.body.classList.contains("quiet")) return 0;
    return Math.min(Math.max((height - bar.top) / height, 0), 0.5);
  }

  look() {
    const { stage } = this.settings;
    const plain = plainColor(this.options.get("background"));
    if (plain) {
      return { floor: plain, horizon: plain, zenith: plain, fade: 1, ground: null, shadow: 0, plain: true };
    }
    return { ...stage[this.theme.name], fade: stage.fade, ground: stage.ground, plain: false };
  }

  tick(now) {
    if (this.playing && this.lastTick !== null) this.advance((now - this.lastTick) / 1000);
    this.lastTick = this.playing ? now : null;
    this.showTime();
    if (!this.asked && (this.dirty || this.frame !== this.shown)) this.ask();
    requestAnimationFrame((next) => this.tick(next));
  }

  advance(seconds) {
    this.time += this.speed * Math.min(seconds, 0.25);
    if (this.time < this.duration) return;
    if (this.loop) {
      this.time %= this.duration;
    } else {
      this.time = (this.frameCount - 1) * this.frameTime;
      this.setPlaying(false);
    }
  }

  // Asks for a frame in the order that the present view needs; it is drawn with that very view.
  ask() {
    const view = this.camera.view(this.canvas.width / this.canvas.height, this.covered());
    this.asked = { view };
    this.dirty = false;
    this.server.send({ type: "want", frame: this.frame, depthRow: view.rows[2], near: view.near,
      again: this.shown < 0 });
  }

  // Draws the answer.
  receive(packet) {
    this.view = this.asked.view;
    this.asked = null;
    this.painter.take(packet);
    this.painter.draw(this.view, this.look());
    this.shown = packet.frame;
    document.body.dataset.frame = packet.frame;
    document.body.dataset.serial = ++this.serial;
    document.body.classList.remove("loading");
  }

  showTime() {
    const frame = this.frame;
    if (frame === this.timeShown) return;
    this.timeShown = frame;
    const scrub = byId("scrub");
    scrub.value = frame;
    const share = this.frameCount > 1 ? frame / (this.frameCount - 1) : 0;
    scrub.style.setProperty("--done", `calc(${share} * (100% - 16px) + 8px)`);
    const seconds = (frame * this.frameTime).toFixed(2);
    scrub.setAttribute("aria-valuetext", `${seconds} seconds, frame ${frame + 1} of ${this.frameCount}`);
    byId("now").textContent = seconds;
  }
}

// Red, green and blue 0 to 1 of "rrggbb"; null for anything else.
function plainColor(text) {
  if (!/^[0-9a-f]{6}$/i.test(text || "")) return null;
  return [0, 2, 4].map((i) => parseInt(text.slice(i, i + 2), 16) / 255);
}
