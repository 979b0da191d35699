// Measures the app in the real browser, with 5,000 tasks:  PERENNIAL_URL=http://localhost:8080 npm run measure
import { chromium } from "@playwright/test";

const url = process.env.PERENNIAL_URL ?? "http://localhost:8080";
const TASKS = 5000;
const user = `user-measure-${Date.now()}`;
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox"],
});
const context = await browser.newContext();
const page = await context.newPage();
const print = (what, value) => console.log(`${what.padEnd(60)} ${value}`);

const token = await (await context.request.get(`${url}/local/token?user=${user}`)).text();
const lines = Array.from({ length: TASKS }, (_, index) => {
  const due = { date: new Date(Date.now() + (index % 60) * 86_400_000).toISOString().slice(0, 10) };
  return JSON.stringify({ kind: "task", id: `m${index}`, title: `Task ${index} of the measurement`, due });
});
// In parts, each of which ends before the timeout of the gateway.
for (let from = 0; from < TASKS; from += 500) {
  const imported = await context.request.post(`${url}/v1/import`, {
    headers: { Authorization: `Bearer ${token}`, "Content-Type": "application/x-ndjson" },
    data: lines.slice(from, from + 500).join("\n"),
    timeout: 300_000,
  });
  if (!imported.ok()) throw new Error(`the import failed: ${imported.status()}`);
}

await page.goto(url);
await page.getByRole("button", { name: "Sign in" }).click();
const ada = page.getByRole("button", { name: "ada" });
await ada.evaluate((element, name) => element.setAttribute("value", name), user);
const begin = Date.now();
await ada.click();
await page.locator("[data-task]").first().waitFor({ timeout: 120_000 });
print(`${TASKS} tasks read from nothing, on the screen`, `${Date.now() - begin} ms`);

await page.goto(`${url}/inbox`);
await page.locator("[data-task]").first().waitFor();
await page.evaluate(() => navigator.serviceWorker.ready);
await page.reload();
await context.setOffline(true);
const starts = [];
for (let i = 0; i < 5; i++) {
  const from = Date.now();
  await page.reload();
  await page.locator("[data-task]").first().waitFor();
  starts.push(Date.now() - from);
}
await context.setOffline(false);
print("opened from the cache without a network, median of 5", `${starts.sort((a, b) => a - b)[2]} ms`);

await page.locator("[data-task] .open").first().focus();
// From the key event to the second frame after the change: it is painted then.
const paints = await page.evaluate(async () => {
  const times = [];
  for (const key of ["j", "j", "x", "u", "j", "x", "u", "k", "x", "u", "j", "x", "j", "x", "j", "x"]) {
    const target = document.activeElement ?? document.body;
    const from = performance.now();
    const before = document.querySelector("main").innerHTML.length + String(document.activeElement?.ariaLabel);
    target.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }));
    while (document.querySelector("main").innerHTML.length + String(document.activeElement?.ariaLabel) === before) {
      await new Promise((resolve) => setTimeout(resolve));
      if (performance.now() - from > 2000) break;
    }
    await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
    times.push(performance.now() - from);
    await new Promise((resolve) => setTimeout(resolve, 120));
  }
  return times;
});
paints.sort((a, b) => a - b);
print(`key to paint with ${TASKS} tasks in the list, median`, `${paints[paints.length >> 1].toFixed(0)} ms`);
print("the same, the longest of 16", `${paints.at(-1).toFixed(0)} ms`);
await browser.close();
