// SPDX-License-Identifier: Apache-2.0
// Draws every dashboard as a picture: draw.mjs WORK PICTURES [NAME …]. WORK is a folder for what is made on the way.
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { answersFor, substitute, variablesOf } from "./ask.mjs";
import { END, makeData } from "./data.mjs";
import { bundlePage, takePicture, withBrowser } from "./picture.mjs";
import { withPrometheus } from "./prometheus.mjs";

/** Seconds that the pictures show. */
const RANGE = 6 * 3600;
/** What is chosen where a dashboard is of one thing. */
const CHOICES = { node: { node: "node-a2" } };

const here = dirname(fileURLToPath(import.meta.url));
const dashboards = join(here, "../grafana/dashboards");
const [work, pictures, ...only] = process.argv.slice(2).map((value, i) => (i < 2 ? resolve(value) : value));

function choose(dashboard, choices) {
  for (const variable of dashboard.templating.list.filter(({ name }) => name in choices)) {
    variable.current = { text: choices[variable.name], value: choices[variable.name] };
  }
}

/** A panel with its answers; of a row also those of its panels. */
async function withAnswers(panel, url, time) {
  const panels = await Promise.all((panel.panels ?? []).map((inner) => withAnswers(inner, url, time)));
  const title = substitute(panel.title ?? "", time.values);
  return { ...panel, title, panels, answers: await answersFor(panel, url, time) };
}

const hasData = (panel) => panel.panels.some((inner) => inner.answers.some(({ result }) => result.length > 0));

/** Opens a closed row that has data, as one would who has what it shows. */
const open = (panel) => (hasData(panel) ? [{ ...panel, collapsed: false, panels: [] }, ...panel.panels] : [panel]);

async function ask(url, name) {
  const dashboard = JSON.parse(readFileSync(join(dashboards, `kepler-${name}.json`), "utf8"));
  choose(dashboard, CHOICES[name] ?? {});
  const time = { from: END - RANGE, to: END, values: variablesOf(dashboard, RANGE) };
  const panels = [];
  for (const panel of dashboard.panels) {
    panels.push(...open(await withAnswers(panel, url, time)));
  }
  return { ...dashboard, panels, from: time.from * 1000, to: time.to * 1000 };
}

function namesOf(files) {
  const names = files.filter((file) => file.endsWith(".json")).map((file) => file.replace(/^kepler-|\.json$/g, ""));
  return only.length === 0 ? names : names.filter((name) => only.includes(name));
}

await makeData(here, work);
await bundlePage(here, join(work, "page"));
await withBrowser((browser) =>
  withPrometheus(work, async (url) => {
    for (const name of namesOf(readdirSync(dashboards))) {
      const file = join(pictures, `dashboard-${name}.png`);
      await takePicture(browser, { here, folder: join(work, "page"), dashboard: await ask(url, name), file });
      console.log(file);
    }
  }),
);
