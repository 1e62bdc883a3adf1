import { vi } from "vitest";

/** One request as the server saw it. */
export interface Asked {
  command: string;
  body: Record<string, unknown>;
}

type Answer = { status?: number; body: unknown } | "no answer";

/** The HTTPS door of a server, for tests: what was asked, and what it answers. */
export class FakeServer {
  readonly asked: Asked[] = [];
  answers: Record<string, (body: Record<string, unknown>) => Answer> = {};

  constructor() {
    vi.stubGlobal("fetch", (url: string, init: RequestInit) => this.receive(url, init));
  }

  of(command: string): Asked[] {
    return this.asked.filter((one) => one.command === command);
  }

  private async receive(url: string, init: RequestInit): Promise<Response> {
    const command = url.replace("/api/", "");
    const body = JSON.parse(String(init.body)) as Record<string, unknown>;
    this.asked.push({ command, body });
    const answer = this.answers[command]?.(body) ?? "no answer";
    if (answer === "no answer") throw new TypeError("network");
    return Response.json(answer.body, { status: answer.status ?? 200 });
  }
}

export const refusal = (code: string, retry_after_ms: number | null = null): Answer => ({
  status: 400,
  body: { code, sentence: `sentence of ${code}`, retry_after_ms },
});
