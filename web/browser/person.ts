import { expect, type Page } from "@playwright/test";

/** Signs in by a click on a name; a test user, whom the page does not list, by the form that a click sends. */
export async function signIn(page: Page, user = "ada"): Promise<void> {
  await page.goto("/");
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByRole("heading", { name: "Who are you?" })).toBeVisible();
  const button = page.getByRole("button", { name: "ada" });
  await button.evaluate((element, name) => element.setAttribute("value", name), user);
  await button.click();
  await expect(page.getByRole("heading", { level: 1, name: "Today" })).toBeVisible();
}

/** The button that opens a task. */
export const task = (page: Page, title: string) => page.locator("[data-task] .open").filter({ hasText: title });

/** Adds a task by the key, and closes the dialog. */
export async function add(page: Page, line: string): Promise<void> {
  await page.keyboard.press("q");
  await page.getByRole("textbox", { name: "Task" }).fill(line);
  await page.keyboard.press("Enter");
  await expect(page.getByRole("textbox", { name: "Task" })).toHaveValue("");
  await page.keyboard.press("Escape");
  await expect(page.getByRole("dialog")).toBeHidden();
}

/** Waits until the server has everything. */
export async function allSent(page: Page): Promise<void> {
  await expect(page.locator(".state").getByText("not sent yet")).toBeHidden();
}
