import { AxeBuilder } from "@axe-core/playwright";
import { expect, type Page, test } from "@playwright/test";
import { fill } from "./demo";
import { signIn, task } from "./person";

const VIEWS = {
  light: ["today", "upcoming", "inbox", "done", "lists", "settings", "attention", "search", "insights", "usage"],
  // The same styles: those with all colours are enough.
  dark: ["today", "upcoming", "settings", "done", "insights", "usage"],
} as const;

async function picture(page: Page, name: string) {
  await page.screenshot({ path: `target/pictures/${name}.png`, animations: "disabled" });
  expect((await new AxeBuilder({ page }).analyze()).violations, name).toEqual([]);
}

for (const scheme of ["light", "dark"] as const) {
  test(`every screen can be read in ${scheme} colours`, async ({ page, request }) => {
    const user = `user-${scheme}-${Date.now()}`;
    await page.emulateMedia({ colorScheme: scheme, reducedMotion: "reduce" });
    await fill(request, user);
    await page.goto("/");
    await picture(page, `${scheme}-welcome`);
    await signIn(page, user);
    await expect(task(page, "Water the ferns")).toBeVisible();
    for (const view of VIEWS[scheme]) {
      await page.goto(`/${view}`);
      await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
      if (view === "insights") await expect(page.getByText("By weekday").first()).toBeVisible();
      if (view === "usage") await expect(page.locator(".amount")).toBeVisible();
      if (view === "search") await page.getByRole("searchbox").fill("the");
      if (view === "today") {
        await expect(task(page, "Water the ferns")).toBeVisible();
        await page.keyboard.press("j");
        await page.keyboard.press("j");
        await page.keyboard.press("j");
      }
      await picture(page, `${scheme}-${view}`);
      if (view === "today" && process.env.PICTURES) {
        await page.screenshot({ path: `${process.env.PICTURES}/today-${scheme}.png`, animations: "disabled" });
      }
    }
    await page.goto("/today");
    await task(page, "Water the ferns").click();
    await expect(page.getByText("Next dates")).toBeVisible();
    await expect(page.locator(".preview li").first()).toBeVisible();
    await picture(page, `${scheme}-editor`);
    await page.keyboard.press("Escape");
    for (const [key, name] of [
      ["q", "add"],
      ["?", "help"],
      ["Control+k", "palette"],
    ] as const) {
      await page.keyboard.press(key);
      await expect(page.getByRole("dialog")).toBeVisible();
      if (name === "add") await page.keyboard.type("Prune the roses every 2 weeks at 9 #garden p2 from tomorrow");
      await picture(page, `${scheme}-${name}`);
      await page.keyboard.press("Escape");
      await expect(page.getByRole("dialog")).toBeHidden();
    }
    await page.keyboard.press("j");
    for (const [key, name] of [
      ["d", "due"],
      ["p", "priority"],
      ["l", "move"],
      ["#", "tags"],
    ] as const) {
      await page.keyboard.press(key);
      await expect(page.getByRole("combobox")).toBeVisible();
      await picture(page, `${scheme}-${name}`);
      await page.keyboard.press("Escape");
    }
    await page.goto("/lists");
    await page.getByRole("button", { name: "Settings of Home" }).click();
    await expect(page.getByText("invited as editor")).toBeVisible();
    await picture(page, `${scheme}-list`);
    await page.keyboard.press("Escape");
    await page.setViewportSize({ width: 390, height: 780 });
    await page.goto("/today");
    await expect(task(page, "Water the ferns")).toBeVisible();
    await picture(page, `${scheme}-phone`);
    await page.getByRole("button", { name: "Menu" }).click();
    await picture(page, `${scheme}-phone-menu`);
  });
}
