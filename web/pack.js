// Compresses the files of the built app, lists them for the function that serves them, and checks their size.
import { readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";

const SCRIPT_LIMIT = 90 * 1024;
const COMPRESSED = /\.(html|js|css|svg|json|webmanifest)$/;

const folder = process.argv[2];
const paths = readdirSync(folder, { recursive: true })
  .map(String)
  .filter((path) => statSync(join(folder, path)).isFile())
  .filter((path) => !/\.(br|gz)$/.test(path) && path !== "files.txt" && path !== "built");

let script = 0;
for (const path of paths) {
  const file = join(folder, path);
  const content = readFileSync(file);
  rmSync(file + ".br", { force: true });
  rmSync(file + ".gz", { force: true });
  if (!COMPRESSED.test(path)) {
    continue;
  }
  const gzip = gzipSync(content, { level: 9 });
  writeFileSync(file + ".gz", gzip);
  writeFileSync(file + ".br", brotliCompressSync(content, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }));
  if (path.startsWith("assets/") && path.endsWith(".js")) {
    script += gzip.length;
  }
}
writeFileSync(join(folder, "files.txt"), paths.map((path) => "/" + path.replaceAll("\\", "/") + "\n").join(""));

const scripts = paths.filter((path) => path.startsWith("assets/") && path.endsWith(".js"));
if (scripts.length !== 1) {
  console.error(`[ERROR] The app must be one script, and these were built: ${scripts.join(", ")}`);
  process.exit(1);
}
console.log(`The script of the app has ${(script / 1024).toFixed(1)} KiB (gzip); at most ${SCRIPT_LIMIT / 1024}`);
if (script > SCRIPT_LIMIT) {
  console.error("[ERROR] That is more than the limit, which is in web/pack.js");
  process.exit(1);
}
