import { useEffect, useMemo } from "preact/hooks";
import { openRoom, type Room } from "../../model/room";

/** The room of an alert, open while the view is. */
export function useRoom(alert: string): Room {
  const room = useMemo(() => openRoom(alert), [alert]);
  useEffect(() => room.close, [room]);
  return room;
}
