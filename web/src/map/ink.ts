/** No glyph files: letters are drawn from the fonts of this device. */
export const FONT = ["Noto Sans", "Liberation Sans", "DejaVu Sans", "Arial", "sans-serif"];

/** A width in pixels that grows with the zoom. The cast: MapLibre types expressions as tuples. */
export function stretch(...stops: [zoom: number, pixels: number][]): number {
  return ["interpolate", ["exponential", 1.5], ["zoom"], ...stops.flat()] as unknown as number;
}
