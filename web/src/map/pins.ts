import { type Map as Canvas, Marker } from "maplibre-gl";
import { nowMs } from "../platform/clock";
import type { Fix } from "../protocol";
import { ageOf, ageWords } from "./age";
import type { MapPerson } from "./RoomMap";
import { still } from "./still";

const GLIDE_MS = 900;
/** With more names than this on one map, or from further away, nobody reads any. */
const NAMES_SHOWN = 8;
const NAMES_ZOOM = 13;

interface Pin {
  marker: Marker;
  name: HTMLElement;
  at: [number, number];
  frame: number;
}

/** Everybody's point on the canvas. The list beside it says the same, so these are silent. */
export class Pins {
  private readonly pins = new Map<string, Pin>();
  private readonly canvas: Canvas;
  private readonly onPick: (who: string) => void;
  private readonly onGlide: (who: string, at: [number, number]) => void;

  /** `onGlide` hears every step of a pin on its way. */
  constructor(canvas: Canvas, onPick: Pins["onPick"], onGlide: Pins["onGlide"]) {
    this.canvas = canvas;
    this.onPick = onPick;
    this.onGlide = onGlide;
  }

  show(people: MapPerson[], running: boolean, picked: string | null): void {
    const placed = people.filter((one): one is MapPerson & { fix: Fix } => one.fix !== null);
    const here = new Set(placed.map((one) => one.who));
    for (const who of this.pins.keys()) if (!here.has(who)) this.remove(who);
    const room = placed.length <= NAMES_SHOWN && this.canvas.getZoom() >= NAMES_ZOOM;
    for (const one of placed) {
      const pin = this.pins.get(one.who) ?? this.add(one, one.fix);
      const named = one.side === "caller" || one.who === picked || room;
      dress(pin, one, one.fix, { running, named, picked: one.who === picked });
      glide(pin, [one.fix.lon, one.fix.lat], (at) => this.onGlide(one.who, at));
    }
  }

  clear(): void {
    for (const who of [...this.pins.keys()]) this.remove(who);
  }

  private add(one: MapPerson, fix: Fix): Pin {
    const element = document.createElement("div");
    const shape = element.appendChild(document.createElement("span"));
    const name = element.appendChild(document.createElement("span"));
    shape.className = "pin-shape";
    shape.textContent = one.side === "caller" ? "" : initial(one.name);
    name.className = "pin-name";
    element.setAttribute("role", "presentation");
    element.setAttribute("aria-hidden", "true");
    element.addEventListener("click", () => this.onPick(one.who));
    const at: [number, number] = [fix.lon, fix.lat];
    const marker = new Marker({ element, subpixelPositioning: true }).setLngLat(at);
    const pin = { marker: marker.addTo(this.canvas), name, at, frame: 0 };
    this.pins.set(one.who, pin);
    return pin;
  }

  private remove(who: string): void {
    const pin = this.pins.get(who);
    if (!pin) return;
    cancelAnimationFrame(pin.frame);
    pin.marker.remove();
    this.pins.delete(who);
  }
}

const initial = (name: string): string => [...name.trim()][0]?.toUpperCase() ?? "·";

interface Dress {
  running: boolean;
  named: boolean;
  picked: boolean;
}

function dress(pin: Pin, one: MapPerson, fix: Fix, how: Dress): void {
  const now = nowMs();
  const marks = {
    caller: one.side === "caller",
    partner: one.side === "partner",
    running: how.running,
    stale: ageOf(fix, now) === "silent",
    named: how.named,
    picked: how.picked,
  };
  const classes = pin.marker.getElement().classList;
  classes.add("pin");
  for (const [mark, on] of Object.entries(marks)) classes.toggle(`pin-${mark}`, on);
  const words = one.side === "caller" ? `${one.name} · ${ageWords(fix, now)}` : one.name;
  if (pin.name.textContent !== words) pin.name.textContent = words;
}

/** Slide rather than jump, so that the eye follows who went where; at once for who asked so. */
function glide(pin: Pin, to: [number, number], onStep: (at: [number, number]) => void): void {
  if (to[0] === pin.at[0] && to[1] === pin.at[1]) return;
  const from = pin.marker.getLngLat().toArray();
  pin.at = to;
  cancelAnimationFrame(pin.frame);
  const far = Math.abs(to[0] - from[0]) + Math.abs(to[1] - from[1]) > 0.5;
  if (still.matches || far || document.hidden) {
    pin.marker.setLngLat(to);
    onStep(to);
    return;
  }
  const start = performance.now();
  const step = (time: number) => {
    const part = Math.min(1, (time - start) / GLIDE_MS);
    const at: [number, number] = [mix(from[0], to[0], part), mix(from[1], to[1], part)];
    pin.marker.setLngLat(at);
    onStep(at);
    if (part < 1) pin.frame = requestAnimationFrame(step);
  };
  pin.frame = requestAnimationFrame(step);
}

const mix = (from: number, to: number, part: number): number => from + (to - from) * part;
