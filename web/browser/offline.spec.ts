import { type BrowserContext, expect, type Page, test } from "@playwright/test";
import { add, allSent, signIn, task } from "./person";

/** Waits until the worker has the shell, and controls the page. */
async function installed(page: Page): Promise<void> {
  await page.evaluate(() => navigator.serviceWorker.ready);
  await page.reload();
  await expect.poll(() => page.evaluate(() => Boolean(navigator.serviceWorker.controller))).toBe(true);
}

const unsent = (page: Page) => page.locator(".state").getByText("not sent yet");

async function work(context: BrowserContext, page: Page, user: string) {
  await signIn(page, user);
  await add(page, "Water the ferns every day");
  await expect(task(page, "Water the ferns")).toBeVisible();
  await allSent(page);
  await installed(page);
  await expect(task(page, "Water the ferns")).toBeVisible();
  await context.setOffline(true);
}

test("without a network everything works, survives a reload, and arrives once", async ({ page, context, request }) => {
  const user = `user-offline-${Date.now()}`;
  await work(context, page, user);

  await add(page, "Buy soil tomorrow #garden");
  await page.getByRole("checkbox", { name: "Complete: Water the ferns" }).click();
  await expect(page.locator(".toast")).toContainText("Done: Water the ferns");
  await page.goto("/upcoming");
  await expect(unsent(page)).toContainText("2 not sent yet");
  await expect(task(page, "Buy soil")).toBeVisible();
  // The next occurrence, which the server has not created.
  await expect(task(page, "Water the ferns")).toHaveCount(1);
  await page.reload();
  await expect(task(page, "Buy soil")).toBeVisible();
  await expect(unsent(page)).toContainText("2 not sent yet");

  await context.setOffline(false);
  await allSent(page);
  const token = await (await request.get(`/local/token?user=${user}`)).text();
  await expect
    .poll(async () => {
      const response = await request.get("/v1/tasks?status=all", { headers: { Authorization: `Bearer ${token}` } });
      const { items } = (await response.json()) as { items: { title: string; status: string }[] };
      return items.map((each) => `${each.title}: ${each.status}`).sort();
    })
    .toEqual(["Buy soil: open", "Water the ferns: completed", "Water the ferns: open"]);
  await expect(task(page, "Water the ferns")).toHaveCount(1);
});

test("a change on another device appears without moving what the person does", async ({ page, browser }) => {
  const user = `user-two-${Date.now()}`;
  await signIn(page, user);
  await add(page, "Shared with myself");
  await expect(task(page, "Shared with myself")).toBeVisible();
  await allSent(page);
  const other = await browser.newContext();
  const phone = await other.newPage();
  await signIn(phone, user);
  await expect(task(phone, "Shared with myself")).toBeVisible();

  await page.keyboard.press("q");
  await page.getByRole("textbox", { name: "Task" }).pressSequentially("half a sen");
  await phone.getByRole("checkbox", { name: "Complete: Shared with myself" }).click();
  await add(phone, "From the phone");
  await expect(task(page, "From the phone")).toBeVisible();
  await expect(task(page, "Shared with myself")).toBeHidden();
  await page.keyboard.type("tence");
  await expect(page.getByRole("textbox", { name: "Task" })).toHaveValue("half a sentence");
  await other.close();
});

test("what the server refuses is explained, and the rest goes on", async ({ page, context, request }) => {
  const user = `user-refused-${Date.now()}`;
  await work(context, page, user);
  await task(page, "Water the ferns").click();
  await page.getByRole("textbox", { name: "Title" }).fill("Water all the ferns");
  await page.keyboard.press("Escape");
  await add(page, "Another one");
  // Meanwhile somebody deletes it.
  const token = await (await request.get(`/local/token?user=${user}`)).text();
  const headers = { Authorization: `Bearer ${token}` };
  const { items } = (await (await request.get("/v1/tasks", { headers })).json()) as { items: { id: string }[] };
  expect((await request.delete(`/v1/tasks/${items[0]?.id}`, { headers })).status()).toBe(204);

  await context.setOffline(false);
  await page.getByRole("button", { name: "1 needs attention" }).click({ timeout: 90_000 });
  await expect(page.getByText("Change:")).toBeVisible();
  await page.getByRole("button", { name: "Discard this change" }).click();
  await expect(page.getByText("Nothing needs your attention")).toBeVisible();
  await page.keyboard.press("g");
  await page.keyboard.press("t");
  await expect(task(page, "Another one")).toBeVisible();
});
