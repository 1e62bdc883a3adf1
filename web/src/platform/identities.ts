/**
 * What this app calls itself outside: title, icon, notifications, home screen. All neutral; the
 * person chooses. The first is the one of a page that was never opened before.
 */
export interface Identity {
  id: string;
  name: { fr: string; en: string };
  manifest: string;
  icon: string;
  /** For iOS's home screen, 180 px. */
  touchIcon: string;
  /** For notifications, 192 px, and its one-colour badge, 96 px. */
  notice: string;
  badge: string;
  decoy: "list" | "timer";
}

export const IDENTITIES: readonly [Identity, ...Identity[]] = [
  identity("carnet", { fr: "Carnet", en: "Notebook" }, "list"),
  identity("minuteur", { fr: "Minuteur", en: "Timer" }, "timer"),
  identity("veilleuse", { fr: "Veilleuse", en: "Night light" }, "timer"),
];

/** An unknown id (an older version's) is the first. */
export function identityOf(id: string | undefined): Identity {
  return IDENTITIES.find((one) => one.id === id) ?? IDENTITIES[0];
}

function identity(id: string, name: Identity["name"], decoy: Identity["decoy"]): Identity {
  return {
    id,
    name,
    decoy,
    manifest: id === "carnet" ? "/manifest.webmanifest" : `/manifest-${id}.webmanifest`,
    icon: id === "carnet" ? "/icon.svg" : `/icons/${id}.svg`,
    touchIcon: `/icons/${id}-180.png`,
    notice: `/icons/${id}-192.png`,
    badge: `/icons/${id}-badge.png`,
  };
}
