import { mount } from "svelte";
import "./app.css";
import { app } from "./store/app.svelte";
import App from "./ui/App.svelte";
import { installWorker } from "./worker";

mount(App, { target: document.body });
void app.start();
addEventListener("load", () => void installWorker());
