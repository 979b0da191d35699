import { svelte } from "@sveltejs/vite-plugin-svelte";
import { VitePWA } from "vite-plugin-pwa";
import { defineConfig } from "vitest/config";

export default defineConfig({
  plugins: [
    svelte(),
    VitePWA({
      strategies: "injectManifest",
      srcDir: "src",
      filename: "sw.ts",
      injectRegister: false,
      manifest: {
        name: "Perennial",
        short_name: "Perennial",
        description: "Tasks that come back",
        id: "/",
        start_url: "/",
        scope: "/",
        display: "standalone",
        background_color: "#ffffff",
        theme_color: "#1d6b45",
        icons: [
          { src: "/icon.svg", sizes: "any", type: "image/svg+xml", purpose: "any" },
          { src: "/icon-192.png", sizes: "192x192", type: "image/png", purpose: "any" },
          { src: "/icon-512.png", sizes: "512x512", type: "image/png", purpose: "any maskable" },
        ],
        shortcuts: [
          { name: "Add a task", url: "/today?add" },
          { name: "Inbox", url: "/inbox" },
        ],
      },
      injectManifest: { globPatterns: ["index.html", "assets/*", "icon.svg", "manifest.webmanifest"] },
    }),
  ],
  build: {
    target: "es2022",
    modulePreload: false,
    // One chunk: a lazy one may be gone when a new build has been deployed.
    rolldownOptions: { output: { codeSplitting: false } },
  },
  server: {
    proxy: {
      "/v1": "http://localhost:8080",
      "/config.json": "http://localhost:8080",
    },
  },
  test: {
    include: ["test/**/*.test.ts"],
  },
});
