/** One small set of line icons, 24 × 24, drawn in the colour of the text beside them. */
const PATHS = {
  back: "M15 5l-7 7 7 7",
  close: "M6 6l12 12M18 6L6 18",
  check: "M5 12.5l4.5 4.5L19 7.5",
  phone:
    "M6 4h3l1.5 4.5-2 1.5a11 11 0 005.5 5.5l1.5-2L20 15v3a2 2 0 01-2.2 2A15 15 0 014 6.2 2 2 0 016 4z",
  send: "M4 12l16-7-6 15-3-6.5z",
  write: "M4 5h16v11H9l-5 4z",
  people:
    "M9 11a3 3 0 100-6 3 3 0 000 6zM3 19a6 6 0 0112 0M16 5.5a3 3 0 010 5.5M17.5 14a6 6 0 013.5 5",
  pin: "M12 21s7-6.2 7-11.5A7 7 0 005 9.5C5 14.8 12 21 12 21zM12 12a2.5 2.5 0 100-5 2.5 2.5 0 000 5z",
  eye: "M2.5 12S6 5.5 12 5.5 21.5 12 21.5 12 18 18.5 12 18.5 2.5 12 2.5 12zM12 14.5a2.5 2.5 0 100-5 2.5 2.5 0 000 5z",
  cover: "M4 4h16v16H4zM8 9h8M8 13h5",
  guide: "M5 4h9a4 4 0 014 4v12H9a4 4 0 01-4-4zM9 8.5h5M9 12h5",
  device: "M7 3h10v18H7zM11 18h2",
  gear: "M4 7h10M18 7h2M4 17h2M10 17h10M16 5v4M8 15v4",
  share: "M12 3v11M8 6.5L12 3l4 3.5M5 12v8h14v-8",
  flag: "M6 21V4M6 5h11l-2 4 2 4H6",
  more: "M5 12h.01M12 12h.01M19 12h.01",
  map: "M4 6l5-2 6 2 5-2v14l-5 2-6-2-5 2zM9 4v14M15 6v14",
  clock: "M12 21a9 9 0 100-18 9 9 0 000 18zM12 7v5l3.5 2",
  offline:
    "M4 4l16 16M8.5 15.5a5 5 0 017 0M5 12a10 10 0 015-2.700M19 12a10 10 0 00-4-2.5M12 19h.01",
  grow: "M14 4h6v6M20 4l-7 7M10 20H4v-6M4 20l7-7",
  lamp: "M8 4h8l3 8H5zM12 12v6M8 20h8",
  bell: "M6 16V11a6 6 0 0112 0v5l1.5 2h-15zM10 20.5h4",
} as const;

export type IconName = keyof typeof PATHS;

export function Icon({ name, size = 24 }: { name: IconName; size?: number }) {
  return (
    <svg
      class="icon"
      viewBox="0 0 24 24"
      width={size}
      height={size}
      fill="none"
      stroke="currentColor"
      stroke-width="2"
      stroke-linecap="round"
      stroke-linejoin="round"
      aria-hidden="true"
    >
      <path d={PATHS[name]} />
    </svg>
  );
}
