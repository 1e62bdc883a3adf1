import { effect, type ReadonlySignal, signal, untracked } from "@preact/signals";

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

interface Chime {
  /** Asked at the moment: silent otherwise. */
  only?: () => boolean;
  /** How often one sounds. */
  times?: (name: string) => number;
}

/** Two soft notes whenever a name appears in `names`. Returns how to stop. */
export function chimeOn(
  names: ReadonlySignal<ReadonlySet<string>>,
  { only = () => true, times = () => 1 }: Chime = {},
): () => void {
  let known = names.peek();
  return effect(() => {
    const appeared = [...names.value].filter((name) => !known.has(name));
    known = names.value;
    if (appeared.length > 0 && sounding.peek() && untracked(only)) {
      play(Math.max(...appeared.map(times)));
    }
  });
}

function play(times = 1): void {
  const notes = Array.from({ length: times }, () => NOTES_HZ).flat();
  notes.forEach((hertz, n) => {
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
