"use strict";
// Opens the embedded clip and starts the player, or says why that is not possible.

const TOO_OLD = "This browser is too old to play the scene. Open the page in a current version of " +
  "Chrome, Edge, Firefox or Safari.";
const NO_WEBGL = "This scene needs WebGL 2, which is switched off or missing here. Switch on " +
  "hardware acceleration in the browser's settings, or open the page in another browser.";

// A worker with the server in it; where pages may not have one, the server runs in the page.
class ServerLink {
  constructor(onMessage) {
    const source = byId("server-source").textContent;
    const serve = "const server = new SceneServer((m, t) => self.postMessage(m, t || []));" +
      "self.onmessage = (event) => server.receive(event.data);";
    try {
      const url = URL.createObjectURL(new Blob([source, "\n", serve], { type: "text/javascript" }));
      this.worker = new Worker(url);
      this.worker.onmessage = (event) => onMessage(event.data);
      this.worker.onerror = (event) => onMessage({ type: "failed", reason: event.message });
    } catch {
      this.server = new SceneServer((message) => onMessage(message));
    }
  }

  send(message, transfer) {
    if (this.worker) this.worker.postMessage(message, transfer || []);
    else setTimeout(() => this.server.receive(message), 0);
  }
}

function fail(text) {
  document.body.classList.remove("loading");
  document.body.classList.add("failed");
  byId("message-text").textContent = text;
}

function bytesOf(element) {
  const text = element.textContent;
  element.textContent = "";
  if (Uint8Array.fromBase64) return Uint8Array.fromBase64(text);
  const characters = atob(text);
  const bytes = new Uint8Array(characters.length);
  for (let i = 0; i < characters.length; i++) bytes[i] = characters.charCodeAt(i);
  return bytes;
}

function canUnpack() {
  try {
    return Boolean(new DecompressionStream("deflate-raw"));
  } catch {
    return false;
  }
}

function pageOptions() {
  const options = new URLSearchParams(location.search);
  new URLSearchParams(location.hash.slice(1)).forEach((value, key) => options.set(key, value));
  return options;
}

function describe(header, notes) {
  const count = header.gaussian_count.toLocaleString("en");
  const seconds = (header.frame_count * header.frame_dt_s).toFixed(1);
  const still = header.frame_count === 1;
  document.body.classList.toggle("still", still);
  byId("facts").textContent = `${count} Gaussians` +
    (still ? "" : ` · ${header.frame_count} frames · ${seconds} s`);
  byId("notes").replaceChildren(...notes.map((note) => {
    const item = document.createElement("li");
    item.textContent = note;
    return item;
  }));
}

// Light or dark as the system wants it, until someone chooses.
class Theme {
  constructor(wanted) {
    const system = matchMedia("(prefers-color-scheme: dark)");
    this.chosen = wanted === "light" || wanted === "dark";
    this.onChange = () => {};
    this.set(this.chosen ? wanted : system.matches ? "dark" : "light");
    system.addEventListener("change", () => {
      if (!this.chosen) this.set(system.matches ? "dark" : "light");
    });
  }

  set(name) {
    this.name = name;
    document.documentElement.dataset.theme = name;
    this.onChange();
  }

  toggle() {
    this.chosen = true;
    this.set(this.name === "dark" ? "light" : "dark");
  }
}

function start() {
  const options = pageOptions();
  const settings = JSON.parse(byId("settings").textContent);
  const theme = new Theme(options.get("theme"));
  document.body.classList.toggle("bare", options.has("bare"));
  if (!canUnpack()) return fail(TOO_OLD);
  let painter;
  try {
    painter = new Painter(byId("view"), settings.shaders);
  } catch (error) {
    return fail(error.message.startsWith("WebGL") ? NO_WEBGL : `The scene cannot be drawn: ${error.message}`);
  }
  let player = null;
  const link = new ServerLink((message) => {
    if (message.type === "failed") fail(`The scene cannot be played: ${message.reason}`);
    if (message.type === "packet") player.receive(message);
    if (message.type === "opened") {
      painter.open(message);
      describe(message.header, settings.notes);
      player = new Player({ settings, options, painter, server: link, theme }, message.header);
    }
  });
  const data = bytesOf(byId("clip")).buffer;
  link.send({ type: "open", data, ground: settings.stage.ground }, [data]);
}

start();
