import type { LayerSpecification, SourceSpecification } from "maplibre-gl";
import { FONT, stretch } from "./ink";
import type { Palette } from "./palette";
import { type Box, REGION_URL } from "./sources";

/** The region's own OpenMapTiles layers, drawn over the plain land. */
export function regionSource(box: Box): SourceSpecification {
  return { type: "vector", url: `pmtiles://${REGION_URL}`, bounds: box };
}

export function regionLayers(c: Palette): LayerSpecification[] {
  return [
    ...areas(c),
    ...streetLayers(c),
    ...borderLayers(c),
    ...streetNames(c),
  ] as LayerSpecification[];
}

function layer(id: string, type: string, from: string, rest: object) {
  return { id: `region-${id}`, type, source: "region", "source-layer": from, ...rest };
}

function areas(c: Palette) {
  const only = (key: string, ...values: string[]) => ["in", ["get", key], ["literal", values]];
  return [
    layer("green", "fill", "landcover", {
      filter: only("class", "wood", "grass", "farmland"),
      paint: { "fill-color": c.green, "fill-antialias": false },
    }),
    layer("built", "fill", "landuse", {
      filter: only("class", "residential", "industrial", "commercial", "school", "hospital"),
      paint: { "fill-color": c.built, "fill-antialias": false },
    }),
    layer("water", "fill", "water", { paint: { "fill-color": c.sea } }),
    layer("streams", "line", "waterway", {
      minzoom: 11,
      paint: { "line-color": c.sea, "line-width": stretch([11, 0.8], [16, 4]) },
    }),
    layer("buildings", "fill", "building", {
      minzoom: 13,
      paint: { "fill-color": c.building, "fill-outline-color": c.division },
    }),
  ];
}

// biome-ignore format: a table is read in rows
const ROADS: [id: string, classes: string[], minzoom: number, widths: [number, number][]][] = [
  ["paths", ["path", "track"], 14, [[14, 0.6], [18, 4]]],
  ["service", ["service"], 14, [[14, 0.8], [18, 8]]],
  ["minor", ["minor"], 12, [[12, 0.6], [15, 3], [18, 16]]],
  ["tertiary", ["tertiary", "secondary"], 10, [[10, 0.8], [15, 5], [18, 20]]],
  ["main", ["primary", "trunk", "motorway"], 7, [[7, 0.8], [12, 2.5], [15, 6], [18, 24]]],
];

/** Both sides of a street together. */
const EDGE_PX = 1.6;

function streetLayers(c: Palette) {
  const colours: Record<string, string> = { paths: c.path, main: c.road, tertiary: c.road };
  const drawn = (edge: number) =>
    ROADS.map(([id, classes, minzoom, widths]) =>
      layer(edge ? `${id}-edge` : id, "line", "transportation", {
        minzoom: edge ? minzoom + 1 : minzoom,
        filter: ["in", ["get", "class"], ["literal", classes]],
        layout: { "line-cap": "round", "line-join": "round" },
        paint: {
          "line-color": edge ? c.edge : (colours[id] ?? c.street),
          "line-width": stretch(...widths.map(([at, px]) => [at, px + edge] as [number, number])),
        },
      }),
    );
  const rail = layer("rail", "line", "transportation", {
    minzoom: 11,
    filter: ["==", ["get", "class"], "rail"],
    paint: { "line-color": c.rail, "line-width": 1.5, "line-dasharray": [4, 2] },
  });
  // Every edge under every street: crossings stay open.
  return [...drawn(EDGE_PX), ...drawn(0), rail];
}

function borderLayers(c: Palette) {
  return [
    layer("borders", "line", "boundary", {
      minzoom: 9,
      filter: ["==", ["get", "admin_level"], 2],
      paint: { "line-color": c.border, "line-width": 1.2, "line-dasharray": [4, 3] },
    }),
  ];
}

function streetNames(c: Palette) {
  const ink = (colour: string) => ({
    "text-color": colour,
    "text-halo-color": c.halo,
    "text-halo-width": 1.6,
  });
  const name = ["get", "name:latin"];
  return [
    layer("street-names", "symbol", "transportation_name", {
      minzoom: 14,
      layout: {
        "symbol-placement": "line",
        "text-field": name,
        "text-font": FONT,
        "text-size": 13,
        "text-padding": 12,
      },
      paint: ink(c.label),
    }),
    layer("numbers", "symbol", "housenumber", {
      minzoom: 17,
      layout: { "text-field": ["get", "housenumber"], "text-font": FONT, "text-size": 12 },
      paint: ink(c.quiet),
    }),
    layer("landmarks", "symbol", "poi", {
      minzoom: 16,
      filter: ["has", "name:latin"],
      layout: { "text-field": name, "text-font": FONT, "text-size": 12, "text-max-width": 8 },
      paint: ink(c.quiet),
    }),
    layer("water-names", "symbol", "waterway", {
      minzoom: 11,
      filter: ["==", ["get", "class"], "river"],
      layout: {
        "symbol-placement": "line",
        "text-field": name,
        "text-font": FONT,
        "text-size": 13,
      },
      paint: ink(c.waterLabel),
    }),
    layer("places", "symbol", "place", {
      minzoom: 10,
      layout: {
        "text-field": name,
        "text-font": FONT,
        "text-size": ["match", ["get", "class"], "town", 18, "village", 15, 13],
        "text-max-width": 8,
      },
      paint: ink(c.label),
    }),
  ];
}
