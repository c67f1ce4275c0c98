"use strict";
const data = JSON.parse(document.getElementById("data").textContent);
const by = (id) => document.getElementById(id);
const state = { frame: 0, playing: false, since: 0, start: 0, open: null };
const last = data.frames - 1;

/* One picture of a run's strip; a run that has ended stays at its last. */
function paint(canvas, run, frame) {
  if (!run.image.complete || !run.image.naturalWidth) return;
  const index = Math.min(frame, run.frames - 1);
  const x = (index % data.columns) * data.width;
  const y = Math.floor(index / data.columns) * data.height;
  canvas.getContext("2d").drawImage(
    run.image, x, y, data.width, data.height, 0, 0, canvas.width, canvas.height);
}

function show(frame) {
  state.frame = frame;
  by("scrub").value = frame;
  by("time").textContent = `${(frame / data.fps).toFixed(2)} / ${(last / data.fps).toFixed(2)} s`;
  for (const run of data.runs) paint(run.canvas, run, frame);
  if (state.open) paint(by("more-view"), state.open, frame);
  document.body.dataset.frame = frame;
}

/* One clock for all: the frame follows from the time that has passed. */
function tick(now) {
  if (!state.playing) return;
  const passed = ((now - state.since) / 1000) * data.fps * Number(by("speed").value);
  let frame = state.start + Math.floor(passed);
  if (frame > last) {
    if (!by("loop").checked) { show(last); pause(); return; }
    restart(now, 0);
    frame = 0;
  }
  if (frame !== state.frame) show(frame);
  requestAnimationFrame(tick);
}

function restart(now, frame) { state.since = now; state.start = frame; }

function play() {
  if (state.playing || last === 0) return;
  state.playing = true;
  restart(performance.now(), state.frame >= last ? 0 : state.frame);
  by("play").textContent = "❚❚";
  requestAnimationFrame(tick);
}

function pause() { state.playing = false; by("play").textContent = "▶"; }

function toggle() { if (state.playing) pause(); else play(); }

function seek(frame) {
  show(Math.max(0, Math.min(last, frame)));
  restart(performance.now(), state.frame);
}

function cell(run) {
  const figure = document.createElement("figure");
  figure.tabIndex = 0;
  figure.className = run.failed ? "failed" : "";
  run.canvas = document.createElement("canvas");
  run.canvas.width = data.width;
  run.canvas.height = data.height;
  run.canvas.setAttribute("role", "img");
  run.canvas.setAttribute("aria-label", run.title);
  const caption = document.createElement("figcaption");
  const detail = document.createElement("small");
  detail.textContent = run.detail;
  caption.append(run.title, detail);
  figure.append(run.canvas, caption);
  figure.addEventListener("click", () => open(run));
  figure.addEventListener("keydown", (event) => { if (event.key === "Enter") open(run); });
  run.figure = figure;
  run.image = new Image();
  run.image.addEventListener("load", () => paint(run.canvas, run, state.frame));
  run.image.src = run.strip;
}

function open(run) {
  state.open = run;
  by("more-title").textContent = run.title;
  by("more-detail").textContent = run.detail;
  const view = by("more-view");
  view.width = data.width;
  view.height = data.height;
  by("more-values").replaceChildren(...Object.entries(run.values).map(([name, value]) => {
    const row = document.createElement("tr");
    for (const text of [name, typeof value === "number" ? Number(value.toPrecision(6)) : value]) {
      const entry = document.createElement("td");
      entry.textContent = text;
      row.append(entry);
    }
    return row;
  }));
  by("more").showModal();
  show(state.frame);
}

/* Runs without the value come last, whichever way is sorted. */
function arrange() {
  const name = by("sort").value;
  const sign = by("order").getAttribute("aria-pressed") === "true" ? -1 : 1;
  const order = [...data.runs].sort((one, other) => {
    const [a, b] = [one.values[name], other.values[name]];
    if (a === undefined || b === undefined) return (a === undefined) - (b === undefined);
    return sign * (typeof a === "number" ? a - b : String(a).localeCompare(String(b)));
  });
  by("grid").replaceChildren(...order.map((run) => run.figure));
}

function fillSort() {
  const names = new Set(data.runs.flatMap((run) => Object.keys(run.values)));
  for (const name of names) {
    if (new Set(data.runs.map((run) => run.values[name])).size < 2) continue;
    by("sort").append(new Option(name.replaceAll("_", " "), name));
  }
  if (!by("sort").options.length) by("sort").append(new Option("run", "run"));
}

function onKey(event) {
  if (event.target.matches("select, input")) return;
  const moves = { ArrowLeft: state.frame - 1, ArrowRight: state.frame + 1, Home: 0, End: last };
  if (event.key === " ") { event.preventDefault(); toggle(); }
  else if (event.key in moves) { event.preventDefault(); pause(); seek(moves[event.key]); }
}

by("grid").style.setProperty("--cell", `${Math.max(data.width, 180)}px`);
data.runs.forEach(cell);
fillSort();
arrange();
by("scrub").max = last;
by("play").addEventListener("click", toggle);
by("scrub").addEventListener("input", () => seek(Number(by("scrub").value)));
by("speed").addEventListener("change", () => restart(performance.now(), state.frame));
by("sort").addEventListener("change", arrange);
by("order").addEventListener("click", () => {
  const pressed = by("order").getAttribute("aria-pressed") !== "true";
  by("order").setAttribute("aria-pressed", String(pressed));
  arrange();
});
by("more").addEventListener("close", () => { state.open = null; });
document.addEventListener("keydown", onKey);
show(0);
play();
