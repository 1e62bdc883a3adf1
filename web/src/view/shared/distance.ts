import { t } from "../../words/app";

/** The server gives whole kilometres from cells: 0 is "less than one". */
export function distance(km: number | null): string {
  if (km === null) return t("alarm.farUnknown");
  return km < 1 ? t("alarm.near") : t("alarm.far", { km: Math.round(km) });
}
