import { PMTiles, Protocol } from "pmtiles";

export const WORLD_URL = "/basemap/world.pmtiles";
export const REGION_URL = "/basemap/liechtenstein.pmtiles";

/** West, south, east, north; degrees. */
export type Box = [number, number, number, number];

export const protocol = new Protocol();

/** The box of the street map, read from the file itself; null when there is none. */
export async function regionBox(): Promise<Box | null> {
  protocol.tiles.clear(); // whatever failed before is asked again
  try {
    const region = new PMTiles(REGION_URL);
    protocol.add(region);
    const header = await region.getHeader();
    return [header.minLon, header.minLat, header.maxLon, header.maxLat];
  } catch {
    return null;
  }
}

export function covers(box: Box | null, lon: number, lat: number): boolean {
  if (!box) return false;
  const [west, south, east, north] = box;
  return lon >= west && lon <= east && lat >= south && lat <= north;
}
