// SPDX-License-Identifier: Apache-2.0
// Bundles the page, and takes a picture of one dashboard with Chromium.
import { execFileSync } from "node:child_process";
import { copyFileSync, existsSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";
import { chromium } from "playwright-core";

const WIDTH = 1600;
/** Higher than any dashboard, since tables draw only the rows that are on the screen. */
const HEIGHT = 4000;
/** Where pages seem to come from; nothing is asked of it, since all of it is answered from files. */
const ORIGIN = "http://dashboards.invalid";
/** Where Grafana's components look for icons and fonts, and where these are here. */
const ASSETS = [
  [/^\/public\/build\/img\/icons\//, "@grafana/ui/dist/public/img/icons/"],
  [/^\/public\/fonts\/inter\/Inter-Regular\./, "@fontsource/inter/files/inter-latin-400-normal."],
  [/^\/public\/fonts\/inter\/Inter-Medium\./, "@fontsource/inter/files/inter-latin-500-normal."],
];

/** Bundles the page into a folder. */
export async function bundlePage(here, folder) {
  await build({
    entryPoints: [join(here, "page/main.jsx")],
    outfile: join(folder, "page.js"),
    bundle: true, minify: true, format: "iife", jsx: "automatic", logLevel: "error",
    define: { "process.env.NODE_ENV": '"production"', global: "window" },
    loader: { ".svg": "text", ".woff2": "dataurl", ".ttf": "empty" },
  });
  copyFileSync(join(here, "page/index.html"), join(folder, "index.html"));
}

/** Runs a task with Chromium, and ends it afterwards. */
export async function withBrowser(task) {
  const browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: ["--no-sandbox", "--disable-gpu"] });
  try {
    await task(browser);
  } finally {
    await browser.close();
  }
}

/** Draws a dashboard that has its answers, and leaves its picture in a file; an error in the page ends it. */
export async function takePicture(browser, { here, folder, dashboard, file }) {
  const page = await browser.newPage({ viewport: { width: WIDTH, height: HEIGHT }, timezoneId: "UTC", locale: "en-GB" });
  const problems = [];
  page.on("pageerror", (error) => problems.push(error.stack ?? error.message));
  await page.addInitScript((value) => (window.dashboard = value), dashboard);
  await page.route(`${ORIGIN}/**`, (route) => answerFromFile(route, here, folder));
  await page.goto(`${ORIGIN}/index.html`);
  await page.waitForSelector("#drawn", { state: "attached", timeout: 60_000 }).catch((error) => problems.push(error.message));
  if (problems.length > 0) {
    throw new Error(`${file}: ${problems.join("\n")}`);
  }
  await page.locator("#root").screenshot({ path: file });
  await page.close();
  execFileSync("pngquant", ["--force", "--strip", "--output", file, file]);
}

function answerFromFile(route, here, folder) {
  const { pathname } = new URL(route.request().url());
  const asset = ASSETS.find(([place]) => place.test(pathname));
  const file = asset ? join(here, "node_modules", pathname.replace(...asset)) : join(folder, pathname);
  return existsSync(file) ? route.fulfill({ path: file }) : route.abort();
}
