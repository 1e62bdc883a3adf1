import { signal } from "@preact/signals";

/** On a phone the map can take the whole screen for a while. */
export const mapLarge = signal(false);
