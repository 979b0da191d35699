import { app } from "./store/app.svelte";

interface TrustedTypes {
  createPolicy(name: string, rules: { createScriptURL(url: string): string }): { createScriptURL(url: string): string };
}

/** Installs the worker that starts the app without a network, and says when a new build waits. */
export async function installWorker(): Promise<void> {
  if (!("serviceWorker" in navigator) || import.meta.env.DEV) return;
  const { trustedTypes } = window as { trustedTypes?: TrustedTypes };
  const policy = trustedTypes?.createPolicy("perennial", { createScriptURL: () => "/sw.js" });
  const registration = await navigator.serviceWorker.register(policy ? policy.createScriptURL("") : "/sw.js", {
    updateViaCache: "none",
  });
  const watch = (worker: ServiceWorker | null) =>
    worker?.addEventListener("statechange", () => {
      if (worker.state === "installed" && navigator.serviceWorker.controller) app.updateReady = true;
    });
  if (registration.waiting && navigator.serviceWorker.controller) app.updateReady = true;
  watch(registration.installing);
  registration.addEventListener("updatefound", () => watch(registration.installing));
  setInterval(() => void registration.update().catch(() => {}), 60 * 60_000);
}

/** Starts the new build. */
export async function activateUpdate(): Promise<void> {
  const registration = await navigator.serviceWorker.getRegistration();
  navigator.serviceWorker.addEventListener("controllerchange", () => location.reload(), { once: true });
  if (registration?.waiting) registration.waiting.postMessage("activate");
  else location.reload();
}
