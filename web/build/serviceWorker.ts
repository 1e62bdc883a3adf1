import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { build, type Plugin } from "vite";

/** Files the shell needs offline; the map and its worker are fetched when a room is opened. Of the
 * visitor's page nothing is ever kept on a device. */
const SHELL = /\.(html|js|css|svg|png|webmanifest|woff2|mp3|wav|ogg|m4a)$/;
const LATER = /(map|Map|maplibre|canvas|console|aide)[^/]*\.(js|mjs|css|html)$/;

/** The address every page is asked under; index.html is what answers it. */
const PAGE = "index.html";

/**
 * Builds src/sw.ts into /sw.js as one classic script, with the list of the shell's files and a name
 * that changes when any of them does (a page may change while every address stays).
 */
export function serviceWorker(): Plugin {
  let shell: string[] = [];
  let root = "";
  let outDir = "";
  let publicDir = "";
  return {
    name: "veilleuse-service-worker",
    apply: "build",
    configResolved(config) {
      root = config.root;
      outDir = config.build.outDir;
      publicDir = config.publicDir;
    },
    writeBundle(_, bundle) {
      const files = [...Object.keys(bundle), ...listed(publicDir)];
      shell = files.filter((file) => SHELL.test(file) && !LATER.test(file));
    },
    async closeBundle() {
      await build({
        root,
        configFile: false,
        publicDir: false,
        logLevel: "warn",
        define: {
          __SHELL__: JSON.stringify(shell.map((file) => `/${file}`)),
          __VERSION__: JSON.stringify(version(resolve(root, outDir), [...shell, PAGE])),
        },
        build: {
          outDir,
          emptyOutDir: false,
          rollupOptions: {
            input: "src/sw.ts",
            output: { format: "iife", entryFileNames: "sw.js" },
          },
        },
      });
    },
  };
}

/** Icons and manifests, so that a name chosen offline still has its icon. */
function listed(folder: string): string[] {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => `${entry.parentPath}/${entry.name}`.slice(folder.length + 1));
}

function version(folder: string, files: string[]): string {
  const hash = createHash("sha256");
  for (const file of files.toSorted()) hash.update(readFileSync(join(folder, file)));
  return hash.digest("hex").slice(0, 12);
}
