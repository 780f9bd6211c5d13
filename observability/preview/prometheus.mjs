// SPDX-License-Identifier: Apache-2.0
// A Prometheus on a folder of blocks, and what promtool makes such blocks of.
import { execFileSync, spawn } from "node:child_process";
import { cpSync, mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** Runs one task while a Prometheus answers on a port of this machine, and ends it afterwards. */
export async function withPrometheus(folder, task) {
  const port = 20000 + (process.pid % 20000);
  const config = join(folder, "prometheus.yml");
  writeFileSync(config, "global: {scrape_interval: 30s}\n");
  const server = spawn("prometheus", [
    `--config.file=${config}`, `--storage.tsdb.path=${join(folder, "data")}`, `--web.listen-address=127.0.0.1:${port}`,
    "--storage.tsdb.retention.time=100y", "--log.level=error",
  ], { stdio: "inherit" });
  try {
    const url = `http://127.0.0.1:${port}`;
    await ready(url);
    return await task(url);
  } finally {
    server.kill();
    await new Promise((done) => (server.exitCode !== null || server.signalCode !== null ? done() : server.once("exit", done)));
  }
}

async function ready(url) {
  for (let attempt = 0; attempt < 300; attempt++) {
    const answer = await fetch(`${url}/-/ready`).catch(() => undefined);
    if (answer?.ok) {
      return;
    }
    await new Promise((next) => setTimeout(next, 200));
  }
  throw new Error("Prometheus was not ready within a minute");
}

/** Makes blocks of a file of OpenMetrics. */
export function blocksOfMetrics(file, folder) {
  mkdirSync(join(folder, "data"), { recursive: true });
  execFileSync("promtool", ["tsdb", "create-blocks-from", "openmetrics", "--quiet", file, join(folder, "data")], { stdio: ["ignore", "ignore", "inherit"] });
}

/** Makes blocks of what recording rules give of the blocks that are there; twice, since some rules read others. */
export async function blocksOfRules(rules, folder, from, to) {
  const made = join(folder, "recorded");
  for (let pass = 0; pass < 2; pass++) {
    rmSync(made, { recursive: true, force: true });
    await withPrometheus(folder, async (url) => {
      execFileSync("promtool", ["tsdb", "create-blocks-from", "rules", `--start=${from}`, `--end=${to}`, `--url=${url}`, `--output-dir=${made}`, rules], { stdio: ["ignore", "ignore", "pipe"] });
    });
    for (const block of readdirSync(made).filter((name) => /^[0-9A-Z]{26}$/.test(name))) {
      cpSync(join(made, block), join(folder, "data", block), { recursive: true });
    }
  }
}
