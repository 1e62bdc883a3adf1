import {
  addProtocol,
  type GeoJSONSource,
  LngLatBounds,
  Map as MapLibre,
  ScaleControl,
  setWorkerUrl,
} from "maplibre-gl";
import workerUrl from "maplibre-gl/dist/maplibre-gl-worker.mjs?url";
import "maplibre-gl/dist/maplibre-gl.css";
import type { Fix } from "../protocol";
import type { Theme } from "../styles/theme";
import { ring, zoomFor } from "./circle";
import { Pins } from "./pins";
import type { MapPerson } from "./RoomMap";
import { type Box, covers, protocol, regionBox } from "./sources";
import { HER, mapStyle } from "./style";

// Its worker is a file of our own origin: the content policy allows no other.
setWorkerUrl(workerUrl);
addProtocol("pmtiles", protocol.tile);

/** No street is known beyond the region: opening closer would show an empty plain. */
const PLAIN_ZOOM = 10.5;
const STREET_ZOOM = 16;
const WORLD_ZOOM = 4;
const EASE_MS = 700;

export interface CanvasEvents {
  ready(): void;
  tilesFail(): void;
  follows(following: boolean): void;
  streetsMissing(missing: boolean): void;
  picked(who: string): void;
}

export interface Scene {
  caller: MapPerson | null;
  people: MapPerson[];
  running: boolean;
  picked: string | null;
  /** Where she went, oldest first. */
  way: Fix[];
}

const still = window.matchMedia("(prefers-reduced-motion: reduce)");

/** The drawn map: it follows her until somebody moves it by hand. */
export class Canvas {
  private readonly map: MapLibre;
  private readonly region: Box | null;
  private readonly events: CanvasEvents;
  private readonly pins: Pins;
  private scene: Scene = { caller: null, people: [], running: true, picked: null, way: [] };
  private following = true;
  private opened = false;

  static async open(host: HTMLElement, theme: Theme, title: string, events: CanvasEvents) {
    return new Canvas(host, theme, title, await regionBox(), events);
  }

  private constructor(
    host: HTMLElement,
    theme: Theme,
    title: string,
    region: Box | null,
    events: CanvasEvents,
  ) {
    this.region = region;
    this.events = events;
    this.map = new MapLibre({
      container: host,
      style: mapStyle(theme, region),
      center: [2.5, 46.6],
      zoom: WORLD_ZOOM,
      maxZoom: 18,
      attributionControl: false,
      dragRotate: false,
      pitchWithRotate: false,
      touchPitch: false,
      fadeDuration: still.matches ? 0 : 150,
      locale: { "Map.Title": title },
    });
    this.map.touchZoomRotate.disableRotation();
    this.map.keyboard.disableRotation();
    this.map.addControl(new ScaleControl({ maxWidth: 96 }), "bottom-left");
    this.pins = new Pins(this.map, events.picked);
    this.listen();
  }

  private listen(): void {
    this.map.once("idle", () => this.events.ready());
    this.map.on("error", () => this.events.tilesFail());
    this.map.on("movestart", (event) => {
      if ("originalEvent" in event && event.originalEvent) this.follow(false);
    });
    this.map.on("moveend", () => this.lookForStreets());
    this.map.on("zoomend", () => this.show(this.scene));
  }

  show(scene: Scene): void {
    const old = this.scene;
    const before = old.caller?.fix ?? null;
    this.scene = scene;
    const everyone = scene.caller ? [scene.caller, ...scene.people] : scene.people;
    this.pins.show(everyone, scene.running, scene.picked);
    if (!sameHer(old, scene)) this.drawHer();
    const fix = scene.caller?.fix;
    if (!fix) return;
    if (!this.opened) this.openOn(fix);
    else if (this.following && moved(before, fix)) this.travel(fix, this.map.getZoom());
  }

  dress(theme: Theme): void {
    this.map.setStyle(mapStyle(theme, this.region));
    this.map.once("styledata", () => this.drawHer());
  }

  recentre(): void {
    const fix = this.scene.caller?.fix;
    if (!fix) return;
    this.follow(true);
    this.travel(fix, this.zoomOn(fix));
  }

  seeEveryone(): void {
    const { caller, people } = this.scene;
    const fixes = [caller, ...people].flatMap((one) => (one?.fix ? [one.fix] : []));
    if (fixes.length === 0) return;
    const bounds = new LngLatBounds();
    for (const fix of fixes) bounds.extend([fix.lon, fix.lat]);
    this.follow(false);
    this.map.fitBounds(bounds, { padding: 56, maxZoom: STREET_ZOOM, ...this.pace() });
  }

  lookAt(fix: Fix): void {
    this.follow(false);
    this.travel(fix, Math.max(this.map.getZoom(), Math.min(this.zoomOn(fix), 14)));
  }

  zoomBy(steps: number): void {
    this.map.easeTo({ zoom: this.map.getZoom() + steps, ...this.pace() });
  }

  close(): void {
    this.pins.clear();
    this.map.remove();
  }

  private openOn(fix: Fix): void {
    this.opened = true;
    this.map.jumpTo({ center: [fix.lon, fix.lat], zoom: this.zoomOn(fix) });
    this.lookForStreets();
  }

  private travel(fix: Fix, zoom: number): void {
    this.map.easeTo({ center: [fix.lon, fix.lat], zoom, ...this.pace() });
  }

  private pace() {
    return { duration: still.matches ? 0 : EASE_MS };
  }

  /** Her whole circle on screen, as close as the map under it has something to say. */
  private zoomOn(fix: Fix): number {
    const pixels = Math.min(this.map.getCanvas().clientWidth, this.map.getCanvas().clientHeight);
    const deepest = covers(this.region, fix.lon, fix.lat) ? STREET_ZOOM : PLAIN_ZOOM;
    return Math.min(deepest, zoomFor(fix.accuracy_m, fix.lat, Math.max(120, pixels * 0.6)));
  }

  private follow(on: boolean): void {
    if (on === this.following) return;
    this.following = on;
    this.events.follows(on);
  }

  private lookForStreets(): void {
    const { lng, lat } = this.map.getCenter();
    this.events.streetsMissing(this.map.getZoom() > 9.5 && !covers(this.region, lng, lat));
  }

  /** Her circle and her way; the pin itself is not of the canvas. */
  private drawHer(): void {
    const source = this.map.getSource<GeoJSONSource>(HER);
    if (!source) {
      this.map.once("styledata", () => this.drawHer());
      return;
    }
    const { caller, running, way } = this.scene;
    const tone = running ? "alert" : "calm";
    const features = [...(caller?.fix ? [disc(caller.fix)] : []), ...(way[1] ? [line(way)] : [])];
    source.setData({
      type: "FeatureCollection",
      features: features.map((geometry) => ({ type: "Feature", properties: { tone }, geometry })),
    });
  }
}

function sameHer(old: Scene, next: Scene): boolean {
  const sameFix = old.caller?.fix === next.caller?.fix;
  return sameFix && old.running === next.running && old.way === next.way;
}

function moved(before: Fix | null, after: Fix): boolean {
  return !before || before.lat !== after.lat || before.lon !== after.lon;
}

function disc(fix: Fix) {
  return { type: "Polygon" as const, coordinates: [ring(fix, fix.accuracy_m)] };
}

function line(way: Fix[]) {
  return { type: "LineString" as const, coordinates: way.map(({ lon, lat }) => [lon, lat]) };
}
