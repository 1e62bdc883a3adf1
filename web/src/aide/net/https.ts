import { OfflineError, RefusedError } from "../../net/errors";
import type { Commands, Refusal } from "../../protocol";
import { language } from "../../words/area";

/** A second or two of a GPRS connection more than a slow answer takes. */
const ANSWER_MS = 12_000;

interface How {
  proof?: string | null;
  /** Ends the question at once. */
  life?: AbortSignal;
  /** The question outlives the page. */
  keepalive?: boolean;
}

/**
 * One command, one POST. Never a cookie.
 * @throws RefusedError the server said no. @throws OfflineError nobody answered in time.
 */
export async function post<K extends keyof Commands>(
  name: K,
  request: Commands[K]["request"],
  how: How = {},
): Promise<Commands[K]["response"]> {
  const response = await send(name, request, how);
  const body: unknown = await response.json().catch(() => null);
  how.life?.throwIfAborted();
  if (response.ok && body !== null) return body as Commands[K]["response"];
  if (isRefusal(body)) throw new RefusedError(body);
  throw new OfflineError();
}

async function send(name: string, request: unknown, how: How): Promise<Response> {
  const [signal, done] = within(how.life);
  try {
    return await fetch(`/api/${name}`, {
      method: "POST",
      body: JSON.stringify(request),
      headers: headers(how.proof),
      credentials: "omit",
      cache: "no-store",
      keepalive: how.keepalive ?? false,
      signal,
    });
  } catch {
    throw new OfflineError();
  } finally {
    done();
  }
}

function headers(proof: string | null | undefined): Record<string, string> {
  const plain = { "Content-Type": "application/json", "Accept-Language": language.peek() };
  return proof ? { ...plain, "X-Veilleuse-Visit": proof } : plain;
}

/** Ends with the life of the page, or when it takes too long; `AbortSignal.any` is too young. */
function within(life: AbortSignal | undefined): [AbortSignal, () => void] {
  const one = new AbortController();
  const stop = () => one.abort();
  const timer = setTimeout(stop, ANSWER_MS);
  if (life?.aborted) stop();
  life?.addEventListener("abort", stop);
  const done = () => {
    clearTimeout(timer);
    life?.removeEventListener("abort", stop);
  };
  return [one.signal, done];
}

function isRefusal(body: unknown): body is Refusal {
  return typeof body === "object" && body !== null && "code" in body && "sentence" in body;
}
