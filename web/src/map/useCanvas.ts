import type { RefObject } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import type { Theme } from "../styles/theme";
import type { Canvas, CanvasEvents } from "./canvas";

/** `none`: this device cannot draw it. `failed`: its code could not be fetched. */
export type Drawing = "loading" | "ready" | "none" | "failed";

export interface CanvasState {
  drawing: Drawing;
  canvas: Canvas | null;
  failing: boolean;
  following: boolean;
  streetsMissing: boolean;
  again: () => void;
}

/** Opens the drawn map in `host` once, and tells what becomes of it. */
export function useCanvas(
  host: RefObject<HTMLDivElement | null>,
  theme: Theme,
  title: string,
  onPick: (who: string) => void,
): CanvasState {
  const [drawing, setDrawing] = useState<Drawing>(() => (drawable() ? "loading" : "none"));
  const [canvas, setCanvas] = useState<Canvas | null>(null);
  const [failing, setFailing] = useState(false);
  const [following, setFollowing] = useState(true);
  const [streetsMissing, setStreetsMissing] = useState(false);
  const [attempt, setAttempt] = useState(0);
  const pick = useRef(onPick);
  pick.current = onPick;

  // Theme and title only matter at birth: a change of theme is told below.
  useEffect(() => {
    const element = host.current;
    if (!element || drawing === "none") return;
    let gone = false;
    let opened: Canvas | null = null;
    const events: CanvasEvents = {
      ready: () => setDrawing("ready"),
      tilesFail: () => setFailing(true),
      follows: setFollowing,
      streetsMissing: setStreetsMissing,
      picked: (who) => pick.current(who),
    };
    open(element, theme, title, events).then(
      (canvas) => {
        opened = canvas;
        if (gone) canvas.close();
        else setCanvas(canvas);
      },
      () => !gone && setDrawing("failed"),
    );
    return () => {
      gone = true;
      opened?.close();
    };
  }, [attempt]);

  useEffect(() => canvas?.dress(theme), [canvas, theme]);

  const again = () => {
    setDrawing("loading");
    setCanvas(null);
    setFailing(false);
    setAttempt(attempt + 1);
  };
  return { drawing, canvas, failing, following, streetsMissing, again };
}

async function open(host: HTMLElement, theme: Theme, title: string, events: CanvasEvents) {
  const { Canvas } = await import("./canvas");
  return Canvas.open(host, theme, title, events);
}

function drawable(): boolean {
  return document.createElement("canvas").getContext("webgl2") !== null;
}
