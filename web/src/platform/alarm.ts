import { signal } from "@preact/signals";

/** True while the browser refuses sound until the page is touched; the screen then says so. */
export const soundBlocked = signal(false);

const BUZZ = [700, 200, 700, 200, 1200, 400];
const BUZZ_MS = BUZZ.reduce((sum, part) => sum + part, 0);

let context: AudioContext | null = null;
let voice: { oscillator: OscillatorNode; sway: OscillatorNode } | null = null;
let buzzing: ReturnType<typeof setInterval> | undefined;

/** Browsers let no page be loud before it was touched; some phones take the right back later. */
export function installSound(): void {
  for (const gesture of ["pointerdown", "keydown"]) {
    addEventListener(gesture, () => void unlockSound(), { capture: true, passive: true });
  }
}

export async function unlockSound(): Promise<void> {
  if (typeof AudioContext === "undefined") return;
  context ??= new AudioContext();
  if (context.state !== "running") await context.resume().catch(() => {});
  if (context.state === "running") soundBlocked.value = false;
}

/** Loud until stopped, and felt; safe to call again. */
export function startAlarm(): void {
  buzz();
  buzzing ??= setInterval(buzz, BUZZ_MS);
  if (typeof AudioContext === "undefined" || voice) return;
  beLoudWhenMuted();
  context ??= new AudioContext();
  voice = siren(context);
  soundBlocked.value = context.state !== "running";
  if (soundBlocked.value) void unlockSound();
}

export function stopAlarm(): void {
  clearInterval(buzzing);
  buzzing = undefined;
  soundBlocked.value = false;
  vibrate(0);
  voice?.oscillator.stop();
  voice?.sway.stop();
  voice = null;
}

export function vibrate(pattern: number | number[]): void {
  if (typeof navigator !== "undefined" && "vibrate" in navigator) navigator.vibrate(pattern);
}

function buzz(): void {
  vibrate(BUZZ);
}

/** A tone swaying between 650 and 1,350 Hz, where small speakers are loudest. */
function siren(audio: AudioContext): { oscillator: OscillatorNode; sway: OscillatorNode } {
  const oscillator = new OscillatorNode(audio, { type: "square", frequency: 1_000 });
  const sway = new OscillatorNode(audio, { type: "triangle", frequency: 1.6 });
  const depth = new GainNode(audio, { gain: 350 });
  sway.connect(depth).connect(oscillator.frequency);
  oscillator.connect(new GainNode(audio, { gain: 0.8 })).connect(audio.destination);
  oscillator.start();
  sway.start();
  return { oscillator, sway };
}

/** On an iPhone whose ring switch is off, only the kind "playback" is heard. */
function beLoudWhenMuted(): void {
  const session = (navigator as Navigator & { audioSession?: { type: string } }).audioSession;
  if (session) session.type = "playback";
}
