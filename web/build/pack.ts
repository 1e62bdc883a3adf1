import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { brotliCompressSync, gzipSync } from "node:zlib";
import type { Plugin } from "vite";

/** What shrinks; pictures and sounds are packed already. */
const SHRINKS = /\.(html|js|mjs|css|svg|webmanifest)$/;

/** Puts the packed form beside each file, so that no server ever packs while an alarm waits. */
export function pack(): Plugin {
  let folder = "";
  return {
    name: "veilleuse-pack",
    apply: "build",
    enforce: "post",
    configResolved(config) {
      folder = resolve(config.root, config.build.outDir);
    },
    closeBundle: {
      order: "post",
      sequential: true,
      handler() {
        for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
          if (entry.isFile() && SHRINKS.test(entry.name)) {
            packFile(`${entry.parentPath}/${entry.name}`);
          }
        }
      },
    },
  };
}

function packFile(path: string): void {
  const plain = readFileSync(path);
  writeFileSync(`${path}.gz`, gzipSync(plain, { level: 9 }));
  writeFileSync(`${path}.br`, brotliCompressSync(plain));
}
