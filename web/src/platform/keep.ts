import type { Me } from "../protocol";
import { type Drawer, memoryDrawer, openDrawer } from "./drawer";

/** Everything this device remembers. No text, no name, no position is ever put here. */
export interface Keep {
  /** The secret half of the session (the other is the cookie). */
  device?: string;
  /** Can launch, stop and report position, nothing else. */
  credential?: string;
  language?: Me["language"];
  lockHash?: string;
  lockSalt?: string;
  identity?: string;
  /** An alert asked for and not acknowledged yet; `at` in milliseconds UTC. */
  press?: { id: string; at: number };
  /** Not her own device only: nothing outlives the tab. */
  shared?: boolean;
  /** The neutral site shown by the hide button. */
  exit?: string;
}

/** The names on disk say nothing to whoever reads them. */
const LETTERS: Record<keyof Keep, string> = {
  device: "d",
  credential: "c",
  language: "l",
  lockHash: "h",
  lockSalt: "s",
  identity: "i",
  press: "p",
  shared: "m",
  exit: "e",
};

export interface KeepStore {
  read(): Promise<Keep>;
  write(patch: Partial<Keep>): Promise<void>;
  erase(): Promise<void>;
  /** From now on nothing outlives the tab; what was on disk is taken off it. */
  leaveDisk(): Promise<void>;
}

/** A disk not read by then is left as it is, and the page opens without it: signed out. So long,
 * because a slow phone is far commoner than a disk that never answers. */
const READ_MS = 8_000;

/** `lend` gives the drawer of the disk; it is asked once, at the first use. */
export function createKeep(lend: () => Promise<Drawer>): KeepStore {
  let lent: Promise<Drawer> | null = null;
  let drawer: Promise<Drawer> | null = null;
  let sealed = false;
  const borrow = () => {
    lent ??= lend().catch(memoryDrawer);
    return lent;
  };
  const disk = () => {
    drawer ??= soon(borrow().then(tried), READ_MS).catch(memoryDrawer);
    return drawer;
  };
  /** Once it is erased even looking could make an empty one anew. */
  const read = async () => (sealed ? {} : parse(await (await disk()).read()));

  async function write(patch: Partial<Keep>): Promise<void> {
    if (sealed) return;
    if (patch.shared) await leaveDisk();
    await alone(async () => {
      const next = { ...(await read()), ...patch };
      if (!sealed) await (await disk()).write(format(next));
    });
  }

  function leaveDisk(): Promise<void> {
    const before = disk();
    // Replaced before the first await: a write that follows must already find the memory.
    drawer = before.then(intoMemory);
    return drawer.then(() => undefined);
  }

  /** For good: after it this page writes nothing more, whatever was still on its way. */
  async function erase(): Promise<void> {
    sealed = true;
    drawer = null;
    await (await borrow()).erase();
  }

  return { read, write, erase, leaveDisk };
}

const own = createKeep(openDrawer);
export const readKeep = (): Promise<Keep> => own.read();
/** Changes the fields given; `undefined` forgets one. */
export const writeKeep = (patch: Partial<Keep>): Promise<void> => own.write(patch);
export const eraseKeep = (): Promise<void> => own.erase();

/** From now on nothing outlives the tab (a device that is not hers only). */
export const keepInMemoryOnly = (): void => {
  void own.leaveDisk();
};

/** @throws Error it did not settle within `ms`. */
export function soon<T>(work: Promise<T>, ms: number): Promise<T> {
  const late = new Promise<never>((_, fail) => setTimeout(fail, ms, new Error("late")));
  return Promise.race([work, late]);
}

async function tried(drawer: Drawer): Promise<Drawer> {
  await drawer.read();
  return drawer;
}

async function intoMemory(before: Drawer): Promise<Drawer> {
  const memory = memoryDrawer();
  const text = await before.read().catch(() => null);
  if (text !== null) await memory.write(text);
  await before.erase().catch(() => undefined);
  return memory;
}

let before: Promise<void> = Promise.resolve();

/** Two tabs that write at once do not lose each other's field; without locks, at least one tab. */
async function alone(work: () => Promise<void>): Promise<void> {
  if (typeof navigator !== "undefined" && navigator.locks) {
    await navigator.locks.request("prefs", work);
    return;
  }
  const mine = before.then(work);
  before = mine.catch(() => undefined);
  await mine;
}

function format(keep: Keep): string {
  const entries = Object.entries(keep).filter(([, value]) => value !== undefined);
  return JSON.stringify(
    Object.fromEntries(entries.map(([name, value]) => [LETTERS[name as keyof Keep], value])),
  );
}

function parse(text: string | null): Keep {
  if (!text) return {};
  try {
    const stored = JSON.parse(text) as Record<string, unknown>;
    const names = Object.entries(LETTERS).filter(([, letter]) => letter in stored);
    return Object.fromEntries(names.map(([name, letter]) => [name, stored[letter]])) as Keep;
  } catch {
    // A half-written text is worth nothing: start afresh rather than never start.
    return {};
  }
}
