import {
  addProtocol,
  type GeoJSONSource,
  Map as MapLibre,
  ScaleControl,
  setWorkerUrl,
} from "maplibre-gl";
import workerUrl from "maplibre-gl/dist/maplibre-gl-worker.mjs?url";
import "maplibre-gl/dist/maplibre-gl.css";
import type { Fix } from "../protocol";
import type { Theme } from "../styles/theme";
import { Camera } from "./camera";
import { ring } from "./circle";
import type { Point } from "./distance";
import { Pins } from "./pins";
import type { MapPerson } from "./RoomMap";
import { type Box, protocol, regionBox } from "./sources";
import { still } from "./still";
import { HER, mapStyle } from "./style";

// Its worker is a file of our own origin: the content policy allows no other.
setWorkerUrl(workerUrl);
addProtocol("pmtiles", protocol.tile);

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

/** The drawn map: what stands on it, and where it looks. */
export class Canvas {
  private readonly map: MapLibre;
  private readonly region: Box | null;
  private readonly pins: Pins;
  private readonly camera: Camera;
  private scene: Scene = { caller: null, people: [], running: true, picked: null, way: [] };
  /** Where her pin is now: on its way between two points, her circle goes with it. */
  private at: Point | null = null;

  static async open(host: HTMLElement, theme: Theme, title: string, events: CanvasEvents) {
    const region = await regionBox();
    return new Canvas(draw(host, theme, title, region), region, events);
  }

  private constructor(map: MapLibre, region: Box | null, events: CanvasEvents) {
    this.map = map;
    this.region = region;
    this.camera = new Camera(map, region, events.follows);
    this.pins = new Pins(map, events.picked, (who, at) => this.accompany(who, at));
    map.once("idle", () => events.ready());
    map.on("error", () => events.tilesFail());
    map.on("moveend", () => events.streetsMissing(this.camera.lacksStreets()));
    map.on("zoomend", () => this.show(this.scene));
  }

  show(scene: Scene): void {
    const old = this.scene;
    this.scene = scene;
    this.pins.show(everyone(scene), scene.running, scene.picked);
    if (!sameHer(old, scene)) this.drawHer();
    const fix = scene.caller?.fix;
    if (fix) this.camera.keepUp(fix, moved(old.caller?.fix ?? null, fix));
  }

  dress(theme: Theme): void {
    this.map.setStyle(mapStyle(theme, this.region));
    this.map.once("styledata", () => this.drawHer());
  }

  recentre(): void {
    const fix = this.scene.caller?.fix;
    if (fix) this.camera.recentre(fix);
  }

  seeEveryone(): void {
    this.camera.seeAll(everyone(this.scene).flatMap((one) => (one.fix ? [one.fix] : [])));
  }

  lookAt(fix: Fix): void {
    this.camera.lookAt(fix);
  }

  zoomBy(steps: number): void {
    this.camera.zoomBy(steps);
  }

  close(): void {
    this.pins.clear();
    this.map.remove();
  }

  private accompany(who: string, [lon, lat]: [number, number]): void {
    if (who !== this.scene.caller?.who) return;
    this.at = { lat, lon };
    this.drawHer();
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
    const fix = caller?.fix;
    const circle = fix ? [disc(this.at ?? fix, fix.accuracy_m)] : [];
    const features = [...circle, ...(way[1] ? [line(way)] : [])];
    source.setData({
      type: "FeatureCollection",
      features: features.map((geometry) => ({ type: "Feature", properties: { tone }, geometry })),
    });
  }
}

/** France, until her point is known. North stays up: nobody in a hurry turns a map. */
function draw(host: HTMLElement, theme: Theme, title: string, region: Box | null): MapLibre {
  const map = new MapLibre({
    container: host,
    style: mapStyle(theme, region),
    center: [2.5, 46.6],
    zoom: 4,
    maxZoom: 18,
    attributionControl: false,
    dragRotate: false,
    pitchWithRotate: false,
    touchPitch: false,
    fadeDuration: still.matches ? 0 : 150,
    locale: { "Map.Title": title },
  });
  map.touchZoomRotate.disableRotation();
  map.keyboard.disableRotation();
  map.addControl(new ScaleControl({ maxWidth: 96 }), "bottom-left");
  return map;
}

function everyone({ caller, people }: Scene): MapPerson[] {
  return caller ? [caller, ...people] : people;
}

function sameHer(old: Scene, next: Scene): boolean {
  const sameFix = old.caller?.fix === next.caller?.fix;
  return sameFix && old.running === next.running && old.way === next.way;
}

function moved(before: Fix | null, after: Fix): boolean {
  return !before || before.lat !== after.lat || before.lon !== after.lon;
}

function disc(centre: Point, metres: number) {
  return { type: "Polygon" as const, coordinates: [ring(centre, metres)] };
}

function line(way: Fix[]) {
  return { type: "LineString" as const, coordinates: way.map(({ lon, lat }) => [lon, lat]) };
}
