import { useEffect, useState } from "preact/hooks";
import { call, onResync } from "../net/client";
import type { Fix } from "../protocol";
import { joined } from "./trail";

/** The way is long: it is read when the map opens and, after a cut, at most this often. */
const AGAIN_MS = 60_000;

/** Where she went since the launch, oldest first; empty where nobody may know it. */
export function useTrail(
  room: string | undefined,
  who: string | undefined,
  fix: Fix | null,
): Fix[] {
  const [points, setPoints] = useState<Fix[]>([]);
  useEffect(() => {
    if (!room || !who) return;
    let read = 0;
    let gone = false;
    const ask = async () => {
      if (Date.now() - read < AGAIN_MS) return;
      read = Date.now();
      const answer = await call("position.trail", { room }).catch(() => null);
      if (!answer) read = 0;
      else if (!gone)
        setPoints(answer.points.filter((one) => one.who === who).map((one) => one.fix));
    };
    void ask();
    const leave = onResync(() => void ask());
    return () => {
      gone = true;
      leave();
    };
  }, [room, who]);
  useEffect(() => {
    if (room && fix) setPoints((known) => joined(known, fix));
  }, [room, fix?.at]);
  return points;
}
