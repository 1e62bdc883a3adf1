/**
 * Where the few things a device must remember are put, in one small text that can be destroyed.
 *
 * The origin's private file system comes first: removing its file removes the bytes from the
 * browser's profile at once. Chromium's IndexedDB keeps deleted values in its log files for days
 * (measured: still readable after the database was deleted and the browser closed), so it is only
 * the fallback of browsers without the other, and those delete its file.
 */
export interface Drawer {
  read(): Promise<string | null>;
  write(text: string): Promise<void>;
  erase(): Promise<void>;
}

/** Neutral on purpose: whoever opens the developer tools reads this name. */
const NAME = "prefs";

export async function openDrawer(): Promise<Drawer> {
  const file = await fileDrawer().catch(() => null);
  if (file) return file;
  return typeof indexedDB === "undefined" ? memoryDrawer() : databaseDrawer();
}

export function memoryDrawer(): Drawer {
  let held: string | null = null;
  return {
    read: async () => held,
    write: async (text) => {
      held = text;
    },
    erase: async () => {
      held = null;
    },
  };
}

async function fileDrawer(): Promise<Drawer | null> {
  const writable =
    typeof FileSystemFileHandle !== "undefined" &&
    "createWritable" in FileSystemFileHandle.prototype;
  if (!writable || !navigator.storage?.getDirectory) return null;
  const folder = await navigator.storage.getDirectory();
  return {
    read: () => readFile(folder),
    write: async (text) => {
      const handle = await folder.getFileHandle(NAME, { create: true });
      const stream = await handle.createWritable();
      await stream.write(text);
      await stream.close();
    },
    erase: () => folder.removeEntry(NAME).catch(unlessMissing),
  };
}

/** A file replaced while it is read says so: the next look finds the new one. */
async function readFile(folder: FileSystemDirectoryHandle, looks = 5): Promise<string | null> {
  const handle = await folder.getFileHandle(NAME).catch(unlessMissing);
  if (!handle) return null;
  try {
    return await (await handle.getFile()).text();
  } catch (error) {
    if (looks <= 1) throw error;
    return readFile(folder, looks - 1);
  }
}

function unlessMissing(error: unknown): undefined {
  if (error instanceof DOMException && error.name === "NotFoundError") return undefined;
  throw error;
}

/** Opened and closed at each use, so that no open tab can block the deletion. */
function databaseDrawer(): Drawer {
  return {
    read: async () => (await withStore("readonly", (store) => store.get("a"))) ?? null,
    write: async (text) => {
      await withStore("readwrite", (store) => store.put(text, "a"));
    },
    erase: () => settled(indexedDB.deleteDatabase(NAME)).then(() => undefined),
  };
}

async function withStore<T>(
  mode: IDBTransactionMode,
  use: (store: IDBObjectStore) => IDBRequest<T>,
): Promise<T> {
  const opening = indexedDB.open(NAME, 1);
  opening.onupgradeneeded = () => opening.result.createObjectStore("a");
  const database = await settled(opening);
  try {
    return await settled(use(database.transaction("a", mode).objectStore("a")));
  } finally {
    database.close();
  }
}

function settled<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}
