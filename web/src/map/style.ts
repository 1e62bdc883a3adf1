import type { LayerSpecification, SourceSpecification, StyleSpecification } from "maplibre-gl";
import type { Theme } from "../styles/theme";
import { FONT, stretch } from "./ink";
import { type Palette, palettes } from "./palette";
import { type Box, WORLD_URL } from "./sources";
import { regionLayers, regionSource } from "./streets";

export const HER = "her";

const EMPTY = { type: "FeatureCollection" as const, features: [] };
const TILES = [`pmtiles://${WORLD_URL}/{z}/{x}/{y}`];
const DEEP = 7;
/** Among streets a line that is right to a kilometre is wrong: it is no longer drawn. */
const ROUGH = 12;

/**
 * One archive, two sources: the world ends at zoom 6 and is stretched beyond, France goes on to
 * 10. What the deep tiles hold too (`fr`) is taken from one of them only.
 */
export function mapStyle(theme: Theme, region: Box | null): StyleSpecification {
  const colours = palettes[theme];
  const sources: Record<string, SourceSpecification> = {
    world: { type: "vector", tiles: TILES, minzoom: 0, maxzoom: 6 },
    france: { type: "vector", tiles: TILES, minzoom: DEEP, maxzoom: 10 },
    [HER]: { type: "geojson", data: EMPTY },
    ...(region ? { region: regionSource(region) } : {}),
  };
  const layers = [
    ...ground(colours),
    ...(region ? regionLayers(colours) : []),
    ...names(colours, region),
    ...her(colours),
  ];
  return { version: 8, sources, layers };
}

function ground(c: Palette): LayerSpecification[] {
  return [
    { id: "sea", type: "background", paint: { "background-color": c.sea } },
    fill("world-land", "world", "land", c.land),
    fill("france-land", "france", "land", c.land),
    fill("lakes", "world", "lake", c.sea),
    {
      id: "rivers",
      type: "line",
      source: "world",
      "source-layer": "river",
      minzoom: 4,
      maxzoom: ROUGH,
      paint: { "line-color": c.sea, "line-width": stretch([4, 0.6], [8, 2], [12, 4]) },
    },
    ...borders(c, "world"),
    ...borders(c, "france"),
  ];
}

function fill(id: string, source: string, layer: string, colour: string): LayerSpecification {
  const paint = { "fill-color": colour, "fill-antialias": false };
  return { id, type: "fill", source, "source-layer": layer, paint };
}

/** At zoom 7 and beyond, French lines come from the deep tiles alone. */
const onlyWorld = ["any", ["<", ["zoom"], DEEP], ["!", ["has", "fr"]]] as const;

function borders(c: Palette, source: "world" | "france"): LayerSpecification[] {
  const mine = source === "world" ? { filter: [...onlyWorld] } : {};
  const contested = ["case", ["has", "disputed"], ["literal", [3, 3]], ["literal", [1, 0]]];
  return [
    {
      id: `${source}-divisions`,
      type: "line",
      source,
      "source-layer": "admin1",
      minzoom: 4,
      maxzoom: ROUGH,
      paint: { "line-color": c.division, "line-width": stretch([4, 0.5], [10, 1.2]) },
      ...mine,
    },
    {
      id: `${source}-borders`,
      type: "line",
      source,
      "source-layer": "country",
      maxzoom: ROUGH,
      paint: {
        "line-color": c.border,
        "line-width": stretch([1, 0.5], [10, 1.6]),
        "line-dasharray": contested,
      },
      ...mine,
    },
  ] as LayerSpecification[];
}

/** Place names, kept out of the street map's box where it writes its own. */
function names(c: Palette, region: Box | null): LayerSpecification[] {
  const outside = region ? [["any", ["<", ["zoom"], 10], ["!", ["within", polygon(region)]]]] : [];
  const label = (source: string, filter: unknown[]) => ({
    id: `${source}-places`,
    type: "symbol",
    source,
    "source-layer": "place",
    filter,
    layout: {
      "text-field": ["get", "name"],
      "text-font": FONT,
      "text-size": ["interpolate", ["linear"], ["get", "pop"], 500, 12, 50_000, 14, 2_000_000, 18],
      "symbol-sort-key": ["-", 0, ["get", "pop"]],
      "text-padding": 6,
      "text-max-width": 8,
    },
    paint: { "text-color": c.label, "text-halo-color": c.halo, "text-halo-width": 1.4 },
  });
  const france = outside.length ? { filter: ["all", ...outside] } : { filter: ["all"] };
  return [
    label("world", ["all", onlyWorld, ...outside]),
    { ...label("france", []), ...france },
  ] as unknown as LayerSpecification[];
}

function polygon([west, south, east, north]: Box) {
  const ring = [
    [west, south],
    [east, south],
    [east, north],
    [west, north],
    [west, south],
  ];
  return { type: "Polygon", coordinates: [ring] };
}

/** Her circle and her way. `tone` is "alert" while her alert runs, "calm" once it is stopped. */
function her(c: Palette): LayerSpecification[] {
  const colour = ["match", ["get", "tone"], "alert", c.alert, c.calm];
  const circle = { source: HER, filter: ["==", ["geometry-type"], "Polygon"] };
  const way = { source: HER, filter: ["==", ["geometry-type"], "LineString"] };
  const round = { "line-cap": "round", "line-join": "round" };
  return [
    {
      id: "circle",
      type: "fill",
      ...circle,
      paint: { "fill-color": colour, "fill-opacity": 0.14 },
    },
    {
      id: "circle-edge",
      type: "line",
      ...circle,
      paint: { "line-color": colour, "line-width": 2 },
    },
    {
      id: "way",
      type: "line",
      ...way,
      layout: round,
      paint: { "line-color": colour, "line-width": 3, "line-dasharray": [0.5, 2] },
    },
  ] as LayerSpecification[];
}
