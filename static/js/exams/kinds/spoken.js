// A spoken answer: recorded, heard again, recorded anew as often as one likes. What counts is the last one that the
// server has; until it has it, the page says so and goes on trying.

import { make, word } from "../page.js";

const LONGEST = 5 * 60_000;
const AGAIN = 4000;
const BITS = 32_000;

export function spoken(item, { choose, upload, heard }) {
  let recorder = null;
  let timer = 0;
  const told = make("p", { class: "how", role: "status" });
  const sound = make("audio", { controls: true, hidden: true, preload: "none", "aria-label": word("yourRecording") });
  const button = make("button", { type: "button", class: "btn btn-primary record", onclick: () => { (recorder ? stop : start)(); } }, word("record"));
  const say = (text) => { told.textContent = text; };

  async function start() {
    try {
      const stream = await navigator.mediaDevices.getUserMedia({ audio: true });
      const parts = [];
      recorder = new MediaRecorder(stream, { audioBitsPerSecond: BITS });
      recorder.addEventListener("dataavailable", ({ data }) => { parts.push(data); });
      recorder.addEventListener("stop", () => {
        for (const track of stream.getTracks()) track.stop();
        take(new Blob(parts, { type: recorder.mimeType }));
        recorder = null;
      });
      recorder.start(1000);
    } catch {
      recorder = null;
      say(word("noMicrophone"));
      return;
    }
    timer = setTimeout(stop, LONGEST);
    button.textContent = word("stop");
    button.classList.add("is-recording");
    sound.hidden = true;
    say(word("recording"));
  }

  function stop() {
    clearTimeout(timer);
    if (recorder?.state === "recording") recorder.stop();
    button.textContent = word("recordAgain");
    button.classList.remove("is-recording");
  }

  function play(address) {
    sound.src = address;
    sound.hidden = false;
  }

  async function take(blob) {
    play(URL.createObjectURL(blob));
    if (!upload) return say(word("recorded"));
    say(word("sendingRecording"));
    const { word: answer, data } = await upload(blob);
    if (answer === "done") {
      choose([data.recording]);
      say(word("recorded"));
    } else if (answer === "unreachable" || answer === "signed-out") {
      say(word("recordingWaits"));
      setTimeout(() => { if (!recorder) take(blob); }, AGAIN);
    } else {
      say(word("refused"));
    }
  }

  return {
    body: [make("div", { class: "recorder" }, button, sound), told],
    keys: [],
    show([reference]) {
      if (!reference) { if (!recorder && !sound.src.startsWith("blob:")) sound.hidden = true; return; }
      button.textContent = recorder ? word("stop") : word("recordAgain");
      if (!sound.src.startsWith("blob:") && heard) play(heard(reference));
    },
    says: () => word("yourRecording"),
  };
}
