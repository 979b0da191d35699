import { defineConfig } from "@playwright/test";

// The tests run against a whole system, whose address is in PERENNIAL_URL: ./run, or the one that WebAppIT starts.
export default defineConfig({
  testDir: "browser",
  outputDir: "target/browser",
  workers: 1,
  retries: 0,
  // To end what hangs; nothing is measured by it.
  timeout: 300_000,
  expect: { timeout: 20_000 },
  reporter: [["list"]],
  use: {
    baseURL: process.env.PERENNIAL_URL ?? "http://localhost:8080",
    locale: "en-GB",
    timezoneId: "Europe/Berlin",
    viewport: { width: 1180, height: 760 },
    launchOptions: {
      executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
      args: ["--no-sandbox"],
    },
  },
});
