import type { RoomView } from "../../protocol";
import type { Topic } from "./topics";

/** Farther than this, advice to come near would be cruel. */
const FAR_M = 20_000;
const LATE_MS = 2 * 3_600_000;

type Moment = Pick<RoomView, "state" | "launched_at" | "my_state"> & {
  caller: Pick<RoomView["caller"], "distance_m">;
};

/** What a responder most likely wonders now. `now` in milliseconds UTC. */
export function topicOf(room: Moment, now: number): Topic {
  const late = room.my_state !== "acting" && now - room.launched_at > LATE_MS;
  if (room.state === "closed" || late) return "late";
  if (room.state === "stopped") return "silent";
  return (room.caller.distance_m ?? 0) > FAR_M ? "far" : "received";
}
