import type { ComponentChildren } from "preact";
import type { MapPerson } from "./RoomMap";
import type { CanvasState } from "./useCanvas";
import { type MapWord, t } from "./words";

/** The map's own buttons, within the thumb's reach. */
export function Controls({ view, caller }: { view: CanvasState; caller: MapPerson | null }) {
  const { canvas, following } = view;
  if (!canvas) return null;
  return (
    <div class="map-controls">
      <IconButton word="closer" onClick={() => canvas.zoomBy(1)}>
        <path d="M12 5v14M5 12h14" />
      </IconButton>
      <IconButton word="further" onClick={() => canvas.zoomBy(-1)}>
        <path d="M5 12h14" />
      </IconButton>
      <IconButton word="everyone" onClick={() => canvas.seeEveryone()}>
        <path d="M4 9V4h5M15 4h5v5M20 15v5h-5M9 20H4v-5" />
      </IconButton>
      {caller?.fix && (
        <button
          type="button"
          class="map-recentre"
          aria-pressed={following}
          onClick={() => canvas.recentre()}
        >
          {t(following ? "following" : "recentre")}
        </button>
      )}
    </div>
  );
}

interface IconButtonProps {
  word: MapWord;
  onClick: () => void;
  children: ComponentChildren;
}

function IconButton({ word, onClick, children }: IconButtonProps) {
  return (
    <button type="button" class="map-icon" aria-label={t(word)} title={t(word)} onClick={onClick}>
      <svg viewBox="0 0 24 24" aria-hidden="true">
        {children}
      </svg>
    </button>
  );
}

/** What the map owes the reader: waiting for what, missing what, made by whom. */
export function Notices({ view }: { view: CanvasState }) {
  const { drawing, failing, streetsMissing, again } = view;
  if (drawing === "none") return <p class="map-plain">{t("no_webgl")}</p>;
  if (drawing === "failed") return <Plain word="no_map" onAgain={again} />;
  return (
    <>
      {drawing === "loading" && !failing && (
        <p class="map-loading" role="status">
          {t("loading")}
        </p>
      )}
      <div class="map-notes">
        {failing && <Plain word="no_tiles" onAgain={again} />}
        {drawing === "ready" && !failing && streetsMissing && <p>{t("no_streets")}</p>}
      </div>
      <p class="map-made">
        {t("made_world")} · {t("made_streets")}
      </p>
    </>
  );
}

function Plain({ word, onAgain }: { word: MapWord; onAgain: () => void }) {
  return (
    <p class="map-plain" role="status">
      {t(word)}{" "}
      <button type="button" class="map-again" onClick={onAgain}>
        {t("again")}
      </button>
    </p>
  );
}
