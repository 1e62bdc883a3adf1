import { signal } from "@preact/signals";
import { onResyncCalmly, SPREAD_MS } from "../net/calm";
import { call, on } from "../net/client";
import type { PastAlert } from "../protocol";
import { patience } from "./insist";
import { noticeRefusal, phase } from "./session";

/** Her closed alerts whose text she, and she alone, can still read. */
export const past = signal<PastAlert[]>([]);

const asking = patience(() => void readPast(), SPREAD_MS);

export function watchPast(): void {
  onResyncCalmly(() => {
    if (phase.peek() === "in" && past.peek().length === 0) void readPast();
  });
  on("alert.changed", ({ state }) => {
    if (state === "closed" && phase.peek() === "in") void readPast();
  });
}

export async function readPast(): Promise<void> {
  try {
    past.value = (await call("alert.past", {})).alerts;
  } catch (error) {
    noticeRefusal(error);
    asking.after(error);
  }
}
