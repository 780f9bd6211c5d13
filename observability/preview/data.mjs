// SPDX-License-Identifier: Apache-2.0
// The data of the pictures: a simulation and what the recording rules give of it, as a Prometheus' blocks.
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { blocksOfMetrics, blocksOfRules } from "./prometheus.mjs";

/** When the simulation ends, in seconds since 1970: a fixed time, so that pictures change only when something else does. */
export const END = Date.parse("2026-06-03T14:24:00Z") / 1000;
/** Hours that are simulated, so that panels of a day have one. */
const HOURS = 30;

/** Makes the data in a folder, if it is not there yet. */
export async function makeData(here, work) {
  const complete = join(work, "complete");
  if (existsSync(complete)) {
    return;
  }
  rmSync(work, { recursive: true, force: true });
  mkdirSync(work, { recursive: true });
  const metrics = join(work, "metrics.om");
  execFileSync(process.execPath, [join(here, "simulate.mjs"), metrics, String(END), String(HOURS)]);
  blocksOfMetrics(metrics, work);
  rmSync(metrics);
  await blocksOfRules(join(here, "../prometheus/rules/kepler.rules.yml"), work, END - HOURS * 3600, END);
  writeFileSync(complete, "");
}
