// Answering, made better: an answer waits for the line, a sound is recorded here, a screen for many clears itself.
// Every page works without this file.
"use strict";

// --- an answer that could not be sent stays in the open page and is sent again

const PATIENCE = 20000;
const AGAIN = 3000;

async function send(form, button, status) {
  const data = new FormData(form, button);
  for (;;) {
    const stop = new AbortController();
    const slow = setTimeout(() => stop.abort(), PATIENCE);
    try {
      const reply = await fetch(location.href, { method: "POST", body: data, headers: { "X-Answer": "1" }, redirect: "manual", signal: stop.signal });
      const next = reply.headers.get("X-Next");
      if (next) return next;
      if (reply.status < 500) return ""; // a page to read: the browser asks for it itself, and twice is once
    } catch { /* no line: again, after a while */ } finally { clearTimeout(slow); }
    status.hidden = false;
    status.textContent = status.dataset.words;
    await new Promise((then) => setTimeout(then, AGAIN));
  }
}

for (const form of document.querySelectorAll("form[data-answer]")) {
  let going = false;
  form.addEventListener("submit", async (event) => {
    if (going) return event.preventDefault();
    // A file is sent by the browser, which shows how far it is.
    if ([...form.querySelectorAll("input[type=file]")].some((box) => box.files.length)) return;
    event.preventDefault();
    going = true;
    const button = event.submitter;
    const next = await send(form, button, form.querySelector("[data-line]"));
    document.dispatchEvent(new Event("alongside:leave"));
    if (next) return location.assign(next);
    if (button?.name) {
      const chosen = Object.assign(document.createElement("input"), { type: "hidden", name: button.name, value: button.value });
      form.append(chosen);
    }
    form.submit();
  });
  window.addEventListener("pageshow", () => { going = false; });
}

// --- recording

const MOST = 300;
const NEARLY = 270;

function record(panel) {
  const box = document.getElementById(panel.dataset.record);
  const says = panel.querySelector("[data-says]");
  const buttons = Object.fromEntries([...panel.querySelectorAll("[data-do]")].map((button) => [button.dataset.do, button]));
  const pauseWords = buttons.pause.textContent;
  let recorder, parts, seconds, clock, playing, context;

  const show = (...names) => Object.entries(buttons).forEach(([name, button]) => { button.parentElement.hidden = !names.includes(name); });
  const say = (words) => { if (says.textContent !== words) says.textContent = words; };

  function tick() {
    if (recorder.state !== "recording") return;
    seconds += 1;
    if (seconds >= MOST) return finish(panel.dataset.full);
    if (seconds === NEARLY) say(panel.dataset.nearly);
    else if (seconds % 10 === 0 && seconds < NEARLY) say(panel.dataset.recording.replace("{n}", seconds));
  }

  async function start() {
    let stream;
    try { stream = await navigator.mediaDevices.getUserMedia({ audio: true }); } catch { return say(panel.dataset.no); }
    const kind = ["audio/webm;codecs=opus", "audio/mp4", "audio/ogg;codecs=opus"].find((each) => MediaRecorder.isTypeSupported(each));
    recorder = new MediaRecorder(stream, { mimeType: kind, audioBitsPerSecond: 32000 });
    parts = [];
    seconds = 0;
    recorder.addEventListener("dataavailable", ({ data }) => parts.push(data));
    recorder.addEventListener("stop", () => { stream.getTracks().forEach((track) => track.stop()); keep(kind.split(";")[0]); });
    recorder.start(1000);
    clock = setInterval(tick, 1000);
    show("pause", "stop");
    say(panel.dataset.recording.replace("{n}", 0));
  }

  function finish(words) {
    clearInterval(clock);
    say(words);
    recorder.stop();
  }

  function pause() {
    const on = recorder.state === "recording";
    if (on) recorder.pause(); else recorder.resume();
    buttons.pause.textContent = on ? buttons.pause.dataset.again : pauseWords;
    say(on ? panel.dataset.paused : panel.dataset.recording.replace("{n}", seconds));
  }

  // The recording is laid into the page's own box for a file, so that it is sent like any other.
  function keep(kind) {
    const ending = { "audio/webm": "webm", "audio/mp4": "m4a", "audio/ogg": "ogg" }[kind];
    const laid = new DataTransfer();
    laid.items.add(new File(parts, `said.${ending}`, { type: kind }));
    box.files = laid.files;
    buttons.pause.textContent = pauseWords;
    show("listen", "again");
  }

  async function listen() {
    if (playing) { playing.stop(); return; }
    context ||= new AudioContext();
    playing = context.createBufferSource();
    playing.buffer = await context.decodeAudioData(await box.files[0].arrayBuffer());
    playing.connect(context.destination);
    playing.addEventListener("ended", () => { playing = null; });
    playing.start();
  }

  const does = { start, pause, listen, stop: () => finish(panel.dataset.listen), again: () => { box.value = ""; say(""); start(); } };
  for (const [name, button] of Object.entries(buttons)) button.addEventListener("click", does[name]);
  panel.hidden = false;
}

if (window.MediaRecorder && navigator.mediaDevices?.getUserMedia) document.querySelectorAll("[data-record]").forEach(record);

// --- a screen that many people use: it asks before it clears, and waits for whoever says so

function watch(panel) {
  const dialog = panel.querySelector("[data-still-there]");
  const words = dialog.querySelector("[data-words]");
  const clear = panel.querySelector("form[action]");
  const waits = panel.querySelector("[data-more-time]");
  const quiet = Number(panel.dataset.quiet);
  const warning = Number(panel.dataset.seconds);
  let still = 0;
  let cleared = false;
  let more = sessionStorage.getItem("more-time") === "1";
  waits.hidden = !more;

  for (const sign of ["pointerdown", "keydown", "input", "scroll", "touchmove"]) {
    document.addEventListener(sign, () => { if (!dialog.open) still = 0; }, { passive: true, capture: true });
  }
  dialog.addEventListener("close", () => {
    still = 0;
    if (dialog.returnValue !== "more") return;
    more = true;
    sessionStorage.setItem("more-time", "1");
    waits.hidden = false;
  });
  clear.addEventListener("submit", () => {
    sessionStorage.removeItem("more-time");
    document.dispatchEvent(new Event("alongside:leave"));
  });
  setInterval(() => {
    if (more) return;
    still += 1;
    if (still < quiet) return;
    if (!dialog.open) dialog.showModal();
    const left = quiet + warning - still;
    if (left % 10 === 0) words.textContent = words.dataset.words.replace("{n}", left);
    if (left <= 0 && !cleared) {
      cleared = true;
      clear.requestSubmit();
    }
  }, 1000);
}

document.querySelectorAll("[data-screen]").forEach(watch);
if (!document.querySelector("[data-screen]")) { try { sessionStorage.removeItem("more-time"); } catch { /* forbidden: then nothing was kept */ } }

// --- printing

for (const place of document.querySelectorAll("[data-print]")) {
  place.hidden = false;
  place.querySelector("button").addEventListener("click", () => window.print());
}
