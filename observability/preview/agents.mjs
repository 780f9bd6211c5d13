// SPDX-License-Identifier: Apache-2.0
// What the simulated agents say of themselves.
import { factor } from "./load.mjs";

/** Seconds between two ticks of an agent. */
const INTERVAL = 3;

/** Books what an agent says of itself in one step; `now` has node, seconds, step, source, containers, pods. */
export function tickAgent(counters, target, now) {
  const { node, seconds, step, source } = now;
  const wobble = factor("flat", seconds, node.name.charCodeAt(6) + node.name.charCodeAt(5));
  const count = (name, labels, amount) => counters.add(`kepler_agent_${name}_total`, { ...target, ...labels }, amount);
  const gauge = (name, labels, value) => counters.set(`kepler_agent_${name}`, { ...target, ...labels }, value);
  count("ticks", {}, step / INTERVAL);
  count("tick_time_seconds", {}, (step / INTERVAL) * 0.0065 * wobble);
  count("energy_joules", {}, 0.3 * wobble * step);
  count("cpu_time_seconds", {}, 0.011 * wobble * step);
  count("bpf_lost_records", {}, 0);
  count("bpf_lost_time_seconds", {}, 0);
  count("faults", { source: "redfish" }, node.name === "node-a2" && seconds % 21600 === 18000 ? 1 : 0);
  count("counter_resets", { zone: "package-0" }, 0);
  count("otlp_exports", { outcome: "ok" }, step / 30);
  count("otlp_exports", { outcome: "failed" }, seconds % 7200 < 180 ? step / 60 : 0);
  count("kubernetes_calls", {}, step / 60);
  gauge("tick_age_seconds", {}, Number(((seconds / 20000 + node.idle.package / 7) % INTERVAL).toFixed(2)));
  gauge("kubernetes_pods", {}, now.pods);
  gauge("held", {}, seconds % 3600 < 60 ? 1 : 0);
  gauge("memory_rss_bytes", {}, Math.round((58 + 3 * wobble) * 1048576));
  gauge("memory_heap_bytes", {}, Math.round((11 + 2 * wobble) * 1048576));
  gauge("memory_heap_limit_bytes", {}, 48 * 1048576);
  sources(gauge, node, source);
  levels(gauge, now);
}

function sources(gauge, node, source) {
  gauge("source_available", { source, reason: "" }, 1);
  gauge("source_available", { source: "bpf", reason: "" }, 1);
  gauge("source_available", { source: "kubernetes", reason: "" }, 1);
  if (node.idle.gpu) {
    gauge("source_available", { source: "nvml", reason: "" }, 1);
    gauge("zones", { source: "nvml", provenance: "measured", machine: "bare-metal" }, 1);
  }
  if (node.name === "node-a2") {
    gauge("source_available", { source: "redfish", reason: "connection refused" }, 0);
  }
  const how = node.estimated ? { provenance: "estimated", machine: "virtual" } : { provenance: "measured", machine: "bare-metal" };
  gauge("zones", { source, ...how }, 7);
}

function levels(gauge, { containers, pods }) {
  const series = { node: 22, container: containers * 9, pod: pods * 8, owner: containers * 8, process: containers * 4 };
  for (const [level, value] of Object.entries(series)) {
    gauge("series", { level }, value);
  }
}
