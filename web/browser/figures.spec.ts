import { AxeBuilder } from "@axe-core/playwright";
import { expect, test } from "@playwright/test";
import { add, allSent, signIn, task } from "./person";

test("what was completed is in the insights, and what ran for it in the usage with its price", async ({ page }) => {
  const user = `user-figures-${Date.now()}`;
  await signIn(page, user);
  await add(page, "Water the ferns every day #plants today");
  await expect(task(page, "Water the ferns")).toBeVisible();
  await page.getByRole("checkbox", { name: "Complete: Water the ferns" }).click();
  await expect(task(page, "Water the ferns")).toBeHidden();
  await allSent(page);

  await expect(async () => {
    await page.keyboard.press("g");
    await page.keyboard.press("t");
    await page.keyboard.press("g");
    await page.keyboard.press("n");
    await expect(page.getByRole("heading", { level: 1, name: "Insights" })).toBeVisible();
    await expect(page.locator(".tile", { hasText: "Completed" }).locator(".value")).toHaveText("1", { timeout: 2000 });
    // Read by a request of its own, maybe before the event was processed.
    await expect(page.locator("figure", { hasText: "By tag" })).toContainText("#plants", { timeout: 2000 });
  }).toPass();
  await expect(page.locator(".tile", { hasText: "Days in a row" })).toContainText("1 of 1 today");
  const byDay = page.locator("figure", { hasText: "Completed, by day" });
  await byDay.getByText("As a table").click();
  await expect(byDay.getByRole("row", { name: "Today" })).toContainText("1");
  await page.getByRole("spinbutton", { name: "Tasks a day" }).fill("3");
  await page.getByRole("spinbutton", { name: "Tasks a day" }).press("Tab");
  await expect(page.locator(".tile", { hasText: "Days in a row" })).toContainText("1 of 3 today");

  await page.goto("/usage");
  await expect(page.locator(".total")).toContainText("invocations are billed");
  await expect(page.locator("figure", { hasText: "By function" })).toContainText("task-api");
  await expect(page.getByRole("row", { name: /task-api POST \/v1\/batch/ }).first()).toContainText("USD");
  const budget = page.getByRole("textbox", { name: /A month, in/ });
  await budget.fill("2.50");
  await budget.press("Tab");
  await expect(page.getByRole("main").getByRole("status")).toContainText("USD 2.50");
  await budget.fill("much");
  await budget.press("Tab");
  await expect(page.getByRole("main").getByRole("status")).toContainText("decimal");

  await page.goto("/done");
  await task(page, "Water the ferns").first().click();
  await page.getByText("History").click();
  await page.getByRole("link", { name: /What ran for it/ }).click();
  await expect(page.getByRole("heading", { level: 1, name: "What happened" })).toBeVisible();
  await expect(page.getByRole("row", { name: /task-api/ }).first()).toBeVisible();
  await expect(page.getByRole("row", { name: /on-completed-recurrence.*task\.completed/ }).first()).toContainText(
    "USD",
  );
  expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
  const pictures = process.env.PICTURES ?? "target/pictures";
  await page.screenshot({ path: `${pictures}/flow.png`, animations: "disabled" });
});
