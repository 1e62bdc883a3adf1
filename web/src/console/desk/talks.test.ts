import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { draftOf, keepDraft } from "../../model/drafts";
import { say, unsent } from "../../model/sending";
import { FakeServer } from "../../net/fakeServer";
import { desk } from "./desk";
import { DESK, SOFIA_TALK } from "./people";
import { unreadOf } from "./rules";
import { spokenIn, watchTalks } from "./talks";

let server: FakeServer;
let leave: () => void;

const SAID = {
  kind: "said",
  at: 0,
  who: "her",
  name: null,
  detail: null,
  text: "Bonjour",
  client_id: null,
};
const WRITTEN = {
  ...SOFIA_TALK,
  channels: [
    { channel: "all" as const, seq: 2, read: 0 },
    { channel: "officers" as const, seq: 0, read: 0 },
  ],
};

beforeEach(() => {
  server = new FakeServer();
  server.answers["room.sync"] = () => ({
    body: {
      entries: [
        { ...SAID, seq: 1 },
        { ...SAID, seq: 2 },
      ],
      head: 2,
    },
  });
  server.answers["room.read"] = () => ({ body: { seq: 2 } });
  desk.value = { ...DESK, talks: [WRITTEN] };
  leave = watchTalks();
});

afterEach(() => {
  leave();
  desk.value = null;
});

const texts = (spoken: ReturnType<typeof spokenIn>) =>
  (spoken.logs.value.all?.entries ?? []).map(({ text }) => text);

it("reads a conversation whole, and tells the desk what was read", async () => {
  const spoken = spokenIn(WRITTEN);
  await vi.waitFor(() => expect(texts(spoken)).toEqual(["Bonjour", "Bonjour"]));
  spoken.markRead("all");
  expect(desk.value?.talks.map((talk) => unreadOf(talk))).toEqual([0]);
  expect(server.of("room.read")[0]?.body).toMatchObject({ channel: "all", seq: 2 });
});

it("keeps nothing of a conversation that is no more hers: words, drafts, what was unsent", async () => {
  const spoken = spokenIn(WRITTEN);
  await vi.waitFor(() => expect(texts(spoken)).toHaveLength(2));
  keepDraft(`${WRITTEN.room} officers`, "Elle habite");
  say(WRITTEN.room, ["all"], "Je t'écoute");
  desk.value = { ...DESK, talks: [] };
  expect(texts(spoken)).toEqual([]);
  expect(draftOf(`${WRITTEN.room} officers`)).toBe("");
  expect(unsent.value).toEqual([]);
});

it("keeps what is being typed while the page is only covered", () => {
  spokenIn(WRITTEN);
  keepDraft(`${WRITTEN.room} all`, "Je t'écoute");
  leave();
  expect(draftOf(`${WRITTEN.room} all`)).toBe("Je t'écoute");
});
