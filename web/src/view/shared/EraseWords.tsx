import { eraseWords } from "../../model/erasing";
import { sayError, toast } from "../../model/toasts";
import { t } from "../../words/app";
import { Consent } from "./Consent";

interface EraseWordsProps {
  room: string;
  /** What will be destroyed, where it is more than one's own words. */
  what?: string;
  onDone?: () => void;
}

/** For whoever wrote: at once for everybody, and for good. */
export function EraseWords({ room, what, onDone }: EraseWordsProps) {
  const erase = () => {
    eraseWords(room)
      .then(() => {
        toast(t("room.erased"));
        onDone?.();
      })
      .catch(sayError);
  };
  return (
    <Consent
      icon="close"
      label={t("room.erase")}
      what={what ?? t("room.eraseWhat")}
      onYes={erase}
    />
  );
}
