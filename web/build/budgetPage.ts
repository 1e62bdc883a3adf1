import { gzipSync } from "node:zlib";
import type { Plugin } from "vite";
import { type Chunk, weigh } from "./budget.ts";

/** What the page's own HTML makes a browser fetch before anything can be used. */
const FETCHED = /(?:src|href)="\/(assets\/[^"]+\.(?:js|css))"/g;

/** As `budget`, of everything: the HTML, its styles, its scripts and all they import. */
export function budgetPage(page: string, budgetKb: number): Plugin {
  return {
    name: `veilleuse-budget-${page}`,
    apply: "build",
    writeBundle(_, bundle) {
      const chunks = new Map<string, Chunk>();
      const texts = new Map<string, string>();
      for (const [file, output] of Object.entries(bundle)) {
        if (output.type === "chunk") chunks.set(file, output);
        else texts.set(file, String(output.source));
      }
      const html = texts.get(page) ?? "";
      if (!html) this.error(`${page} was not built`);
      const kb = Math.round(weighPage(html, chunks, texts) / 102.4) / 10;
      console.log(`${page}: ${kb} KB of ${budgetKb} KB (HTML, CSS and JavaScript, gzipped)`);
      if (kb > budgetKb) this.error(`${page} is over its budget of ${budgetKb} KB`);
    },
  };
}

function weighPage(html: string, chunks: Map<string, Chunk>, texts: Map<string, string>): number {
  const seen = new Set<string>();
  let bytes = gzipSync(html).length;
  for (const [, file = ""] of html.matchAll(FETCHED)) {
    const style = texts.get(file);
    bytes += style === undefined ? weigh(file, chunks, seen) : gzipSync(style).length;
  }
  return bytes;
}
