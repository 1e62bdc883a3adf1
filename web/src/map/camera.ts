import { LngLatBounds, type Map as MapLibre } from "maplibre-gl";
import type { Fix } from "../protocol";
import { zoomFor } from "./circle";
import { type Box, covers } from "./sources";
import { still } from "./still";

/** No street is known beyond the region: opening closer would show an empty plain. */
const PLAIN_ZOOM = 10.5;
const STREET_ZOOM = 16;
/** Looking at somebody from the list comes no closer than this by itself. */
const LOOK_ZOOM = 14;
const EASE_MS = 700;
/** What the map's own buttons cover, and a pin's name. Pixels. */
const CLEAR = { top: 96, right: 88, bottom: 128, left: 88 };
/** On a low map there is less to keep clear of. */
const CLEAR_LOW = { top: 48, right: 40, bottom: 48, left: 40 };
const LOW_PX = 270;

/** Where the map looks: it follows her until somebody moves it by hand. */
export class Camera {
  private readonly map: MapLibre;
  private readonly region: Box | null;
  private readonly onFollow: (following: boolean) => void;
  private following = true;
  private opened = false;

  constructor(map: MapLibre, region: Box | null, onFollow: (following: boolean) => void) {
    this.map = map;
    this.region = region;
    this.onFollow = onFollow;
    map.on("movestart", (event) => {
      if ("originalEvent" in event && event.originalEvent) this.follow(false);
    });
  }

  /** Her newest point: the first opens the map on it, later ones are followed. */
  keepUp(fix: Fix, moved: boolean): void {
    if (!this.opened) {
      this.opened = true;
      this.map.jumpTo({ center: [fix.lon, fix.lat], zoom: this.zoomOn(fix) });
    } else if (this.following && moved) this.travel(fix, this.map.getZoom());
  }

  recentre(fix: Fix): void {
    this.follow(true);
    this.travel(fix, this.zoomOn(fix));
  }

  lookAt(fix: Fix): void {
    this.follow(false);
    this.travel(fix, Math.max(this.map.getZoom(), Math.min(this.zoomOn(fix), LOOK_ZOOM)));
  }

  seeAll(fixes: Fix[]): void {
    const bounds = new LngLatBounds();
    for (const fix of fixes) bounds.extend([fix.lon, fix.lat]);
    if (bounds.isEmpty()) return;
    this.follow(false);
    const padding = this.height() < LOW_PX ? CLEAR_LOW : CLEAR;
    this.map.fitBounds(bounds, { padding, maxZoom: STREET_ZOOM, ...pace() });
  }

  zoomBy(steps: number): void {
    this.map.easeTo({ zoom: this.map.getZoom() + steps, ...pace() });
  }

  /** Closer than this, only streets would help, and there are none here. */
  lacksStreets(): boolean {
    const { lng, lat } = this.map.getCenter();
    return this.map.getZoom() > PLAIN_ZOOM - 1 && !covers(this.region, lng, lat);
  }

  private follow(on: boolean): void {
    if (on === this.following) return;
    this.following = on;
    this.onFollow(on);
  }

  private travel(fix: Fix, zoom: number): void {
    this.map.easeTo({ center: [fix.lon, fix.lat], zoom, ...pace() });
  }

  /** Her whole circle on screen, as close as the map under it has something to say. */
  private zoomOn(fix: Fix): number {
    const pixels = Math.min(this.map.getCanvas().clientWidth, this.height());
    const deepest = covers(this.region, fix.lon, fix.lat) ? STREET_ZOOM : PLAIN_ZOOM;
    return Math.min(deepest, zoomFor(fix.accuracy_m, fix.lat, Math.max(120, pixels * 0.6)));
  }

  private height(): number {
    return this.map.getCanvas().clientHeight;
  }
}

function pace() {
  return { duration: still.matches ? 0 : EASE_MS };
}
