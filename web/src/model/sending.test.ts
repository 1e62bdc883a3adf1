import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { FakeServer, refusal } from "../net/fakeServer";
import { giveUpAll, onSent, retry, say, unsent } from "./sending";

let server: FakeServer;
let arrived: (string | null)[];

beforeEach(() => {
  vi.useFakeTimers();
  server = new FakeServer();
  arrived = [];
  onSent((_room, _channel, entry) => arrived.push(entry.text));
});

afterEach(async () => {
  giveUpAll();
  await vi.advanceTimersByTimeAsync(10_000);
  vi.useRealTimers();
});

const accept = () => {
  server.answers["room.say"] = (body) => ({
    body: { entry: { seq: 1, kind: "said", text: body.text, client_id: body.client_id } },
  });
};

describe("the send queue", () => {
  it("delivers in the order written", async () => {
    accept();
    say("room-one", ["her"], "one");
    say("room-one", ["her"], "two");
    await vi.advanceTimersByTimeAsync(10);
    expect(arrived).toEqual(["one", "two"]);
    expect(unsent.value).toEqual([]);
  });

  it("keeps what could not be sent, says so, and retries under the same id", async () => {
    say("room-one", ["her"], "one");
    await vi.advanceTimersByTimeAsync(10);
    expect(unsent.value[0]?.state).toBe("unsent");
    accept();
    await vi.advanceTimersByTimeAsync(3_100);
    expect(arrived).toEqual(["one"]);
    expect(new Set(server.of("room.say").map((one) => one.body.client_id)).size).toBe(1);
  });

  it("keeps refused words until the person decides", async () => {
    server.answers["room.say"] = () => refusal("closed");
    say("room-one", ["her"], "one");
    await vi.advanceTimersByTimeAsync(10);
    const [kept] = unsent.value;
    expect(kept).toMatchObject({ state: "refused", text: "one", sentence: "sentence of closed" });
    accept();
    retry(kept?.id ?? "");
    await vi.advanceTimersByTimeAsync(10);
    expect(arrived).toEqual(["one"]);
  });

  it("sends by itself what the server could not record, as its sentence says", async () => {
    server.answers["room.say"] = () => refusal("try_again");
    say("room-one", ["her"], "one");
    await vi.advanceTimersByTimeAsync(10);
    expect(unsent.value[0]?.state).toBe("sending");
    accept();
    await vi.advanceTimersByTimeAsync(1_100);
    expect(arrived).toEqual(["one"]);
  });

  it("writes to both partitions of a mixed alert under ids of their own", async () => {
    accept();
    say("room-one", ["her", "her_ally"], "one");
    await vi.advanceTimersByTimeAsync(10);
    const [first, second] = server.of("room.say").map((one) => one.body.client_id);
    expect(second).toBe(`${first}_ally`);
  });
});
