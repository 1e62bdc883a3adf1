import type { Commands, Refusal } from "../protocol";
import { language } from "../words/area";
import { OfflineError, RefusedError } from "./errors";
import { headers } from "./secrets";

/** The HTTPS door: the same commands as the socket, one POST each. */
export async function post<K extends keyof Commands>(
  name: K,
  request: Commands[K]["request"],
  timeoutMs: number,
): Promise<Commands[K]["response"]> {
  const response = await send(name, request, timeoutMs);
  const body: unknown = await response.json().catch(() => null);
  if (response.ok) return body as Commands[K]["response"];
  if (isRefusal(body)) throw new RefusedError(body);
  throw new OfflineError();
}

async function send(name: string, request: unknown, timeoutMs: number): Promise<Response> {
  try {
    return await fetch(`/api/${name}`, {
      method: "POST",
      body: JSON.stringify(request),
      headers: {
        "Content-Type": "application/json",
        "Accept-Language": language.peek(),
        ...headers(),
      },
      credentials: "same-origin",
      cache: "no-store",
      signal: AbortSignal.timeout(timeoutMs),
    });
  } catch {
    throw new OfflineError();
  }
}

function isRefusal(body: unknown): body is Refusal {
  return typeof body === "object" && body !== null && "code" in body && "sentence" in body;
}
