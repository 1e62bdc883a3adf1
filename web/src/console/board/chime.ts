import { effect, signal } from "@preact/signals";
import { fresh } from "./board";

/** A desk may be looked away from. Off until asked for: some watch from a place that must stay quiet. */
export const sounding = signal(false);

const NOTES_HZ = [523.25, 659.25];
const NOTE_S = 0.18;
const LOUDNESS = 0.12;

let context: AudioContext | null = null;

/** Called from a click: browsers let no page sound before one. */
export function toggleSound(): void {
  context ??= new AudioContext();
  sounding.value = !sounding.value;
  if (sounding.value) play();
}

/** Two soft notes whenever an alert appears. Returns how to stop. */
export function chimeOnFresh(): () => void {
  let known = fresh.peek();
  return effect(() => {
    const appeared = [...fresh.value].some((alert) => !known.has(alert));
    known = fresh.value;
    if (appeared && sounding.peek()) play();
  });
}

function play(): void {
  NOTES_HZ.forEach((hertz, n) => {
    if (context) note(context, hertz, context.currentTime + n * NOTE_S);
  });
}

function note(on: AudioContext, hertz: number, at: number): void {
  const tone = new OscillatorNode(on, { frequency: hertz });
  const swell = new GainNode(on, { gain: 0 });
  swell.gain.linearRampToValueAtTime(LOUDNESS, at + 0.02);
  swell.gain.linearRampToValueAtTime(0, at + NOTE_S);
  tone.connect(swell).connect(on.destination);
  tone.start(at);
  tone.stop(at + NOTE_S);
}
