/// <reference lib="webworker" />
import { cleanupOutdatedCaches, createHandlerBoundToURL, precacheAndRoute } from "workbox-precaching";
import { NavigationRoute, registerRoute } from "workbox-routing";

declare const self: ServiceWorkerGlobalScope & { __WB_MANIFEST: { url: string; revision: string | null }[] };

// The shell of the app, all of one build. The API and its data never pass through here: they are the page's business.
precacheAndRoute(self.__WB_MANIFEST);
cleanupOutdatedCaches();
registerRoute(
  new NavigationRoute(createHandlerBoundToURL("/index.html"), {
    denylist: [/^\/v1\//, /^\/local\//, /\./],
  }),
);

// A new build waits until the person reloads, or all tabs are closed: what is being typed is not lost.
self.addEventListener("message", (event) => {
  if (event.data === "activate") void self.skipWaiting();
});
