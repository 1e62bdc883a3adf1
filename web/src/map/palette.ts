import type { Theme } from "../styles/theme";

/** What the canvas needs as plain colours; the same family as styles/tokens.css. */
export interface Palette {
  sea: string;
  land: string;
  green: string;
  built: string;
  building: string;
  border: string;
  division: string;
  street: string;
  road: string;
  edge: string;
  path: string;
  rail: string;
  label: string;
  quiet: string;
  halo: string;
  waterLabel: string;
  alert: string;
  calm: string;
}

export const palettes: Record<Theme, Palette> = {
  dark: {
    sea: "#0b1119",
    land: "#1a2430",
    green: "#1b2b2d",
    built: "#1f2a37",
    building: "#283646",
    border: "#7388a3",
    division: "#34445a",
    street: "#34445a",
    road: "#4a5d76",
    edge: "#0f1620",
    path: "#2c3a4c",
    rail: "#3d4a5c",
    label: "#d5deea",
    quiet: "#a3b2c6",
    halo: "#121a24",
    waterLabel: "#7f9cc0",
    alert: "#ff8f85",
    calm: "#b3c0d1",
  },
  light: {
    sea: "#cfdde6",
    land: "#efeae0",
    green: "#dce5d2",
    built: "#e7e1d4",
    building: "#dcd5c6",
    border: "#6f7785",
    division: "#c3bcae",
    street: "#ffffff",
    road: "#ffffff",
    edge: "#8f8674",
    path: "#cfc6b4",
    rail: "#bdb6a8",
    label: "#2b3644",
    quiet: "#4f5b6c",
    halo: "#faf8f3",
    waterLabel: "#3f6483",
    alert: "#8f1414",
    calm: "#475365",
  },
};
