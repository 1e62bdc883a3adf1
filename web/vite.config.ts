import { defineConfig } from "vite";
import { budget } from "./build/budget.ts";
import { budgetPage } from "./build/budgetPage.ts";
import { pack } from "./build/pack.ts";
import { serviceWorker } from "./build/serviceWorker.ts";

/** Where `npm run dev` finds the server. */
const SERVER = process.env.VEILLEUSE_DEV_SERVER ?? "http://127.0.0.1:8000";

export default defineConfig({
  plugins: [budget("index"), budgetPage("aide.html", 30), serviceWorker(), pack()],
  build: {
    target: "es2022",
    // The CSP allows neither data: sounds nor inline scripts.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 1200,
    rollupOptions: { input: { index: "index.html", console: "console.html", aide: "aide.html" } },
  },
  server: {
    proxy: {
      "/api": SERVER,
      "/basemap": SERVER,
      "/socket.io": { target: SERVER, ws: true },
    },
  },
});
