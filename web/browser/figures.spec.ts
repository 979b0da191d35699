import { expect, test } from "@playwright/test";
import { add, allSent, signIn, task } from "./person";

test("what was completed is in the insights, and what ran for it in the usage with its price", async ({ page }) => {
  const user = `user-figures-${Date.now()}`;
  await signIn(page, user);
  await add(page, "Water the ferns every day #plants today");
  await expect(task(page, "Water the ferns")).toBeVisible();
  await page.getByRole("checkbox", { name: "Complete: Water the ferns" }).click();
  await expect(page.locator(".toast")).toContainText("Done: Water the ferns");
  await allSent(page);

  await expect(async () => {
    await page.keyboard.press("g");
    await page.keyboard.press("t");
    await page.keyboard.press("g");
    await page.keyboard.press("n");
    await expect(page.getByRole("heading", { level: 1, name: "Insights" })).toBeVisible();
    await expect(page.locator(".tile", { hasText: "Completed" }).locator(".value")).toHaveText("1", { timeout: 2000 });
  }).toPass();
  await expect(page.locator(".tile", { hasText: "Days in a row" })).toContainText("1 of 1 in this day");
  const byDay = page.locator("figure", { hasText: "Completed, by day" });
  await byDay.getByText("As a table").click();
  await expect(byDay.getByRole("row", { name: "Today" })).toContainText("1");
  await expect(page.locator("figure", { hasText: "By tag" })).toContainText("#plants");
  await page.getByRole("spinbutton", { name: "Tasks a day" }).fill("3");
  await page.getByRole("spinbutton", { name: "Tasks a day" }).press("Tab");
  await expect(page.locator(".tile", { hasText: "Days in a row" })).toContainText("1 of 3 in this day");

  await expect(async () => {
    await page.goto("/usage");
    const line = page.getByRole("row", { name: /on-completed-recurrence/ });
    await expect(line.first()).toContainText("USD", { timeout: 3000 });
  }).toPass();
  await expect(page.locator(".total")).toContainText("invocations are billed");
  await page.getByRole("textbox", { name: /A month, in/ }).fill("2.50");
  await page.getByRole("textbox", { name: /A month, in/ }).press("Tab");
  await expect(page.getByRole("status").first()).toContainText("USD 2.50");
  await page.getByRole("textbox", { name: /A month, in/ }).fill("much");
  await page.getByRole("textbox", { name: /A month, in/ }).press("Tab");
  await expect(page.getByRole("status").first()).toContainText("decimal");

  await page
    .getByRole("row", { name: /on-completed-recurrence/ })
    .getByRole("link")
    .first()
    .click();
  await expect(page.getByRole("heading", { level: 1, name: "What happened" })).toBeVisible();
  await expect(page.getByRole("row", { name: /task-api/ }).first()).toBeVisible();
  await expect(page.getByRole("row", { name: /on-completed-recurrence.*task\.completed/ }).first()).toContainText(
    "USD",
  );
});
