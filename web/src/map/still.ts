/** Whoever asked for less motion sees points jump, not glide. */
export const still = window.matchMedia("(prefers-reduced-motion: reduce)");
