import { gzipSync } from "node:zlib";
import type { Plugin } from "vite";

/** Kilobytes of JavaScript, compressed, that the first useful screen may cost. */
const BUDGET_KB = 60;

export interface Chunk {
  code: string;
  imports: string[];
}

/** Prints what the first screen costs, and fails the build above the budget. */
export function budget(entry: string): Plugin {
  return {
    name: "veilleuse-budget",
    apply: "build",
    writeBundle(_, bundle) {
      const chunks = new Map<string, Chunk>();
      let first = "";
      for (const [file, output] of Object.entries(bundle)) {
        if (output.type !== "chunk") continue;
        chunks.set(file, output);
        if (output.isEntry && output.name === entry) first = file;
      }
      const bytes = weigh(first, chunks, new Set());
      const kb = Math.round(bytes / 102.4) / 10;
      console.log(`first screen: ${kb} KB of ${BUDGET_KB} KB (JavaScript, gzipped)`);
      if (kb > BUDGET_KB) this.error(`the first screen is over its budget of ${BUDGET_KB} KB`);
    },
  };
}

/** Bytes of a file and of all it imports, compressed. */
export function weigh(file: string, chunks: Map<string, Chunk>, seen: Set<string>): number {
  const chunk = chunks.get(file);
  if (!chunk || seen.has(file)) return 0;
  seen.add(file);
  const own = gzipSync(chunk.code).length;
  return chunk.imports.reduce((sum, next) => sum + weigh(next, chunks, seen), own);
}
