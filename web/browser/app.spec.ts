import { AxeBuilder } from "@axe-core/playwright";
import { expect, test } from "@playwright/test";
import { add, allSent, signIn, task } from "./person";

test("a person signs in, adds, completes and undoes", async ({ page }) => {
  const violations: string[] = [];
  page.on("console", (message) => {
    if (/content security policy|trusted ?types/i.test(message.text())) violations.push(message.text());
  });
  const title = `Water the orchids (${Date.now()})`;
  await signIn(page);
  await add(page, `${title} every day #home p1`);
  await expect(task(page, title)).toBeVisible();
  await allSent(page);
  await page.getByRole("checkbox", { name: `Complete: ${title}` }).click();
  await expect(page.locator(".toast")).toContainText("Done: Water the orchids");
  await expect(task(page, title)).toBeHidden();
  // Before it goes away, however long the analysis takes.
  await page.getByRole("button", { name: "Undo" }).click();
  expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
  await expect(task(page, title)).toBeVisible();
  await allSent(page);
  expect(violations).toEqual([]);
});

test("everything is done by the keyboard", async ({ page }) => {
  const user = `user-keys-${Date.now()}`;
  await signIn(page, user);
  await add(page, "First");
  await add(page, "Second");
  await expect(task(page, "Second")).toBeVisible();

  await page.keyboard.press("n");
  await page.keyboard.type("Garden");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { level: 1, name: "Garden" })).toBeVisible();
  await page.keyboard.press("g");
  await page.keyboard.press("t");

  await page.keyboard.press("j");
  await expect(task(page, "First")).toBeFocused();
  await page.keyboard.press("j");
  await expect(task(page, "Second")).toBeFocused();
  await page.keyboard.press("x");
  await expect(task(page, "Second")).toBeHidden();
  await expect(task(page, "First")).toBeFocused();
  await page.keyboard.press("u");
  await expect(task(page, "Second")).toBeVisible();

  await page.keyboard.press("k");
  await page.keyboard.press("p");
  await page.keyboard.type("1");
  await page.keyboard.press("Enter");
  await expect(task(page, "First")).toHaveAccessibleName(/high priority/);
  await page.keyboard.press("#");
  await page.keyboard.type("home");
  await page.keyboard.press("Enter");
  await page.keyboard.press("Escape");
  await expect(task(page, "First")).toContainText("#home");
  await page.keyboard.press("l");
  await page.keyboard.type("gar");
  await page.keyboard.press("Enter");
  await expect(task(page, "First")).toContainText("Garden");
  await page.keyboard.press("d");
  await page.keyboard.type("tomorrow 17:30");
  await page.keyboard.press("Enter");
  await expect(task(page, "First")).toBeHidden();

  await page.keyboard.press("/");
  await page.keyboard.type("#home fir");
  await expect(task(page, "First")).toContainText("Tomorrow 17:30");
  await page.keyboard.press("Escape");
  await page.keyboard.press("j");
  await page.keyboard.press("e");
  await page.getByRole("textbox", { name: "Notes" }).fill("By the window");
  await page.keyboard.press("Control+Enter");
  await expect(page.getByRole("dialog")).toBeHidden();
  await expect(page.locator(".toast")).toContainText("Saved: First");
  await page.keyboard.press("Delete");
  await expect(task(page, "First")).toBeHidden();
  await page.keyboard.press("u");
  await expect(task(page, "First")).toBeVisible();

  await page.keyboard.press("Control+k");
  await page.keyboard.type("upc");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { level: 1, name: "Upcoming" })).toBeVisible();
  await allSent(page);
});

test("a task is dragged to a list and to a day", async ({ page }) => {
  await signIn(page, `user-drag-${Date.now()}`);
  await page.getByRole("button", { name: "New list" }).click();
  await page.getByRole("textbox", { name: "Name" }).fill("Garden");
  await page.keyboard.press("Enter");
  await page.getByRole("link", { name: /^Today/ }).click();
  await add(page, "Prune");
  await task(page, "Prune").dragTo(page.getByRole("link", { name: /^Garden/ }));
  await expect(task(page, "Prune")).toContainText("Garden");
  await page.getByRole("link", { name: "Upcoming" }).click();
  const third = page.getByRole("list", { name: "The next seven days" }).getByRole("button").nth(3);
  await task(page, "Prune").dragTo(third);
  await expect(third).toHaveAccessibleName(/: 1 task$/);
  await page.keyboard.press("u");
  await expect(third).toHaveAccessibleName(/: 0 tasks/);
});

test("a list is shared, and both see what the other does", async ({ page, browser }) => {
  const [owner, guest] = [`user-owner-${Date.now()}`, `user-guest-${Date.now()}`];
  await signIn(page, owner);
  await page.getByRole("button", { name: "New list" }).click();
  await page.getByRole("textbox", { name: "Name" }).fill("Household");
  await page.keyboard.press("Enter");
  await add(page, "Buy bread");
  await allSent(page);
  await page.getByRole("button", { name: "Settings and sharing of Household" }).click();
  await page.getByRole("textbox", { name: "User to invite" }).fill(guest);
  await page.getByRole("button", { name: "Invite" }).click();
  await expect(page.getByText("is invited, and sees the list after accepting")).toBeVisible();
  await page.keyboard.press("Escape");

  const context = await browser.newContext();
  const other = await context.newPage();
  await signIn(other, guest);
  await other.getByRole("link", { name: /^Lists/ }).click();
  await other.getByRole("button", { name: "Accept" }).click();
  await other
    .getByRole("link", { name: /Household/ })
    .first()
    .click();
  await other.getByRole("checkbox", { name: "Complete: Buy bread" }).click();
  await expect(task(page, "Buy bread")).toBeHidden();
  await context.close();
});

test("many tabs have one stream and one session", async ({ page, context }) => {
  await signIn(page, `user-tabs-${Date.now()}`);
  await add(page, "Water the ferns every day");
  await allSent(page);
  const tabs = await Promise.all(Array.from({ length: 6 }, () => context.newPage()));
  await Promise.all(tabs.map((tab) => tab.goto("/today")));
  // Each needs a token of its own for the preview, and the refresh token is good once.
  for (const tab of tabs) await task(tab, "Water the ferns").click();
  for (const tab of tabs) {
    await expect(tab.locator(".preview li").first()).toBeVisible();
    await expect(tab.getByText("Sign in again")).toBeHidden();
  }
});
