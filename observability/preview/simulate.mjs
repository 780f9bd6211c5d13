// SPDX-License-Identifier: Apache-2.0
// Simulates what agents on a small cluster count, and writes it as OpenMetrics: simulate.mjs FILE END HOURS.
import { createWriteStream } from "node:fs";
import { Counters } from "./counters.mjs";
import { gpuUsers, hostWorkloads, nodes, pods } from "./cluster.mjs";
import { tickAgent } from "./agents.mjs";
import { factor } from "./load.mjs";

/** Seconds between two scrapes. */
const STEP = 30;
/** Watts of one CPU that is busy; more while the load is such that the CPU's clock is high. */
const wattsOfCpu = (seconds) => 6 + 0.9 * Math.sin(seconds / 4000);
/** How dynamic energy divides among the components that do not overlap. */
const PARTS = { package: 0.8, dram: 0.08, other: 0.12 };
/** The part of a node's dynamic energy that no workload claims. */
const UNCLAIMED = 0.03;

const counters = new Counters();
const target = (node) => ({ cluster: "simulated", job: "kepler", instance: node.name });
const meter = (node) => (node.estimated ? "trained_power_model" : "rapl-sysfs");

function workloadsOf(node, seconds) {
  const inPods = pods
    .filter((pod) => pod.node === node)
    .flatMap((pod) =>
      pod.owner.containers.map(([name, share, command], i) => ({
        pod, name, command,
        id: `${pod.id.replaceAll("-", "").slice(0, 30)}${i}`.padEnd(64, "c0ffee"),
        namespace: pod.owner.namespace, kind: pod.owner.kind, owner: pod.owner.name,
        watts: pod.owner.watts * share * factor(pod.owner.shape, seconds, pod.phase + i),
        gpu: node.idle.gpu ? (gpuUsers[pod.owner.name] ?? 0) * factor("waves", seconds, pod.phase + 2) : 0,
      })),
    );
  const onHost = hostWorkloads.map((w, i) => ({ ...w, name: w.id, owner: w.kind === "unit" ? w.id : "", gpu: 0, watts: w.watts * factor("flat", seconds, i) }));
  return [...inPods, ...onHost];
}

/** Books one workload's energy: as container, pod, owner and process. */
function bookWorkload(node, seconds, w, idle) {
  const labels = target(node);
  const podName = w.pod?.name ?? (w.kind === "unit" ? "" : w.id);
  for (const [mode, watts] of [["dynamic", w.watts + w.gpu], ["idle", idle]]) {
    const energy = watts * STEP;
    const end = { mode, source: "" };
    counters.add("kepler_container_joules_total", { ...labels, container_id: w.id, pod_name: podName, container_name: w.name, container_namespace: w.namespace, ...end }, energy);
    counters.add("kepler_owner_joules_total", { ...labels, container_namespace: w.namespace, owner_kind: w.kind, owner_name: w.owner, ...end }, energy);
    if (w.pod) {
      counters.add("kepler_pod_joules_total", { ...labels, pod_id: w.pod.id, pod_name: w.pod.name, pod_namespace: w.namespace, owner_kind: w.kind, owner_name: w.owner, ...end }, energy);
    }
  }
  if (w.gpu > 0) {
    counters.add("kepler_container_gpu_joules_total", { ...labels, container_id: w.id, pod_name: podName, container_name: w.name, container_namespace: w.namespace, mode: "dynamic", source: "nvml" }, w.gpu * STEP);
  }
  const busyMs = (w.watts / wattsOfCpu(seconds)) * STEP * 1000;
  const process = { ...labels, pid: String(1000 + (parseInt(w.id.slice(0, 8), 16) % 9000 || w.id.length)), container_id: w.id, vm_id: "", command: w.command };
  counters.add("kepler_container_bpf_cpu_time_ms_total", { ...labels, container_id: w.id, pod_name: podName, container_name: w.name, container_namespace: w.namespace, source: "bpf" }, busyMs);
  counters.add("kepler_process_bpf_cpu_time_ms_total", { ...process, source: "bpf" }, busyMs);
  counters.add("kepler_process_joules_total", { ...process, mode: "dynamic", source: "" }, (w.watts + w.gpu) * STEP);
}

/** Books the node's GPU, all of whose work is some workload's. */
function bookGpu(node, watts) {
  for (const [mode, value] of [["idle", node.idle.gpu], ["dynamic", watts]]) {
    counters.add("kepler_node_gpu_joules_total", { ...target(node), package: "0", mode, source: "nvml" }, value * STEP);
  }
}

/** Says of which image a workload's container is; every other pod of an owner has its next release. */
function tellImage(w) {
  const release = Math.round(w.pod.phase / 0.7) % 2 === 0 ? "2.4.1" : "2.5.0";
  counters.set("kube_pod_container_info", { cluster: "simulated", job: "kube-state-metrics", namespace: w.namespace, pod: w.pod.name, container: w.name, image: `images.example/${w.name}:${release}` }, 1);
}

/** Books the node's own counters by component and mode, and what nobody claims of them. */
function bookNode(node, claimed) {
  const labels = target(node);
  const source = meter(node);
  const all = claimed / (1 - UNCLAIMED);
  const book = (component, packageId, mode, watts) =>
    counters.add(`kepler_node_${component}_joules_total`, { ...labels, package: packageId, mode, source }, watts * STEP);
  for (const [mode, of] of [["idle", (c) => node.idle[c]], ["dynamic", (c) => all * PARTS[c]]]) {
    for (const [packageId, share] of [["0", 0.55], ["1", 0.45]]) {
      book("package", packageId, mode, of("package") * share);
      book("core", packageId, mode, of("package") * share * (mode === "idle" ? 0.3 : 0.8));
      book("dram", packageId, mode, of("dram") * share);
    }
    book("other", "", mode, of("other"));
    book("platform", "", mode, of("package") + of("dram") + of("other"));
    for (const component of Object.keys(PARTS)) {
      const watts = mode === "idle" ? 0 : all * UNCLAIMED * PARTS[component];
      counters.add("kepler_node_unattributed_joules_total", { ...labels, component, mode, source }, watts * STEP);
    }
  }
}

const [file, end, hours] = [process.argv[2], Number(process.argv[3]), Number(process.argv[4])];
for (let seconds = end - hours * 3600; seconds <= end; seconds += STEP) {
  for (const node of nodes) {
    const workloads = workloadsOf(node, seconds);
    const idle = Object.values(node.idle).reduce((a, b) => a + b) / workloads.length;
    workloads.forEach((w) => bookWorkload(node, seconds, w, idle));
    bookNode(node, workloads.reduce((sum, w) => sum + w.watts, 0));
    if (node.idle.gpu) {
      bookGpu(node, workloads.reduce((sum, w) => sum + w.gpu, 0));
    }
    workloads.filter((w) => w.pod).forEach(tellImage);
    tickAgent(counters, target(node), { node, seconds, step: STEP, source: meter(node), containers: workloads.length, pods: workloads.filter((w) => w.pod).length });
  }
  counters.sample(seconds);
}
const out = createWriteStream(file);
let chunk = [];
for (const line of counters.lines()) {
  chunk.push(line);
  if (chunk.length === 10_000) {
    out.write(chunk.join("\n") + "\n");
    chunk = [];
  }
}
out.end(chunk.join("\n") + "\n");
