import { readdirSync } from "node:fs";
import { build, type Plugin } from "vite";

/** Files the shell needs offline; the map and its worker are fetched when a room is opened. */
const SHELL = /\.(html|js|css|svg|png|webmanifest|woff2|mp3|wav|ogg|m4a)$/;
const LATER = /(map|Map|maplibre|console)[^/]*\.(js|mjs|css|html)$/;

/** Builds src/sw.ts into /sw.js as one classic script, with the list of the shell's files. */
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
        define: { __SHELL__: JSON.stringify(shell.map((file) => `/${file}`)) },
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

function listed(folder: string): string[] {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => `${entry.parentPath}/${entry.name}`.slice(folder.length + 1));
}
