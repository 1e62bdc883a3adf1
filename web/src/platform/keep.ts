import type { Language } from "../words/area";

/** The little this device remembers. */
export interface Keep {
  device?: string;
  credential?: string;
  language?: Language;
  lockHash?: string;
  lockSalt?: string;
  identity?: string;
  press?: { id: string; at: number };
}

let kept: Keep = {};

/** From now on nothing outlives the tab. */
export function keepInMemoryOnly(): void {}

export async function readKeep(): Promise<Keep> {
  return kept;
}

export async function writeKeep(patch: Partial<Keep>): Promise<void> {
  kept = { ...kept, ...patch };
}

export async function eraseKeep(): Promise<void> {
  kept = {};
}
