import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { FakeServer, refusal } from "../net/fakeServer";
import { calling, endCall, tapCall } from "./answering";

let server: FakeServer;

beforeEach(() => {
  vi.useFakeTimers();
  server = new FakeServer();
});

afterEach(() => vi.useRealTimers());

const accept = () => {
  server.answers["alert.call"] = () => ({ body: { state: "acting" } });
  server.answers["alert.call_end"] = () => ({ body: { state: "acting" } });
};

describe("a call made where there is no network", () => {
  it("is told once there is one, and its outcome after it", async () => {
    tapCall("alert-one");
    endCall("reached");
    await vi.advanceTimersByTimeAsync(10_000);
    expect(server.of("alert.call").length).toBeGreaterThan(2);
    expect(server.of("alert.call_end")).toEqual([]);
    accept();
    await vi.advanceTimersByTimeAsync(4_000);
    const told = server.of("alert.call_end");
    expect(told.map((one) => one.body.outcome)).toEqual(["reached"]);
    expect(new Set(server.asked.map((one) => one.body.call)).size).toBe(1);
    expect(calling.value).toBeNull();
  });

  it("is not insisted upon when the server says no", async () => {
    server.answers["alert.call"] = () => refusal("closed");
    tapCall("alert-one");
    await vi.advanceTimersByTimeAsync(10_000);
    expect(server.of("alert.call")).toHaveLength(1);
    endCall(null);
  });
});
