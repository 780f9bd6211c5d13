// SPDX-License-Identifier: Apache-2.0
// The cluster that is simulated: four nodes, six namespaces, thirty pods and what runs in them.

/** Nodes: idle watts of package, dram, the rest of the machine, and GPU where there is one; `estimated` where nothing meters. */
export const nodes = [
  { name: "node-a1", idle: { package: 62, dram: 9, other: 48, gpu: 41 } },
  { name: "node-a2", idle: { package: 58, dram: 9, other: 46, gpu: 43 } },
  { name: "node-b1", idle: { package: 84, dram: 14, other: 61 } },
  { name: "node-b2", idle: { package: 66, dram: 11, other: 52 }, estimated: true },
];

/**
 * Owners of pods: namespace, kind, name, pods, containers as [name, share, command], watts of one pod at
 * its mean, and the shape its load has over time.
 */
export const owners = [
  ["shop", "Deployment", "web", 5, [["nginx", 0.3, "nginx"], ["php", 0.7, "php-fpm"]], 9, "day"],
  ["shop", "Deployment", "cart", 3, [["cart", 1, "java"]], 11, "day"],
  ["shop", "StatefulSet", "orders-db", 2, [["postgres", 0.9, "postgres"], ["exporter", 0.1, "pg_exporter"]], 16, "day"],
  ["payments", "Deployment", "gateway", 2, [["gateway", 1, "envoy"]], 7, "day"],
  ["payments", "Deployment", "ledger", 2, [["ledger", 1, "java"]], 13, "flat"],
  ["search", "StatefulSet", "index", 3, [["opensearch", 1, "java"]], 24, "waves"],
  ["batch", "CronJob", "invoices", 1, [["invoices", 1, "python3"]], 38, "hourly"],
  ["batch", "Job", "reindex", 1, [["reindex", 1, "reindex"]], 55, "once"],
  ["monitoring", "StatefulSet", "prometheus", 1, [["prometheus", 1, "prometheus"]], 14, "flat"],
  ["monitoring", "DaemonSet", "kepler", 4, [["kepler-agent", 1, "kepler-agent"]], 0.3, "flat"],
  ["kube-system", "DaemonSet", "cilium", 4, [["cilium-agent", 1, "cilium-agent"]], 2.2, "flat"],
  ["kube-system", "Deployment", "coredns", 2, [["coredns", 1, "coredns"]], 1.1, "day"],
].map(([namespace, kind, name, pods, containers, watts, shape]) => ({ namespace, kind, name, pods, containers, watts, shape }));

/** Owners whose pods use a GPU where their node has one, and the watts of one pod at its mean. */
export const gpuUsers = { index: 85, ledger: 30 };

/** What runs in no pod, on every node: namespace, kind of owner, id, command and watts. */
export const hostWorkloads = [
  { namespace: "system", kind: "unit", id: "kubelet.service", command: "kubelet", watts: 3.1 },
  { namespace: "system", kind: "unit", id: "containerd.service", command: "containerd", watts: 2.4 },
  { namespace: "system", kind: "system", id: "system_processes", command: "systemd", watts: 0.6 },
  { namespace: "kernel", kind: "kernel", id: "kernel_processes", command: "kworker", watts: 1.7 },
];

const letters = "bcdfghjklmnpqrstvwxz2456789";
const suffix = (n, length) => Array.from({ length }, (_, i) => letters[(n * 7 + i * 11 + n * i * 3) % letters.length]).join("");

/** What Kubernetes would call the i-th pod of the o-th owner. */
function podName({ kind, name }, o, i) {
  const end = suffix(o * 5 + i + 1, 5);
  const middle = { Deployment: `${suffix(o + 1, 9)}-`, CronJob: "29674920-" }[kind] ?? "";
  return kind === "StatefulSet" ? `${name}-${i}` : `${name}-${middle}${end}`;
}

/** All pods with their node, one list. */
export const pods = owners.flatMap((owner, o) =>
  Array.from({ length: owner.pods }, (_, i) => ({
    owner,
    node: nodes[owner.kind === "DaemonSet" ? i : (o * 3 + i) % nodes.length],
    id: `6f1d2c${(o * 16 + i).toString(16).padStart(2, "0")}-0000-4000-8000-00000000${(o * 256 + i).toString(16).padStart(4, "0")}`,
    name: podName(owner, o, i),
    phase: (o * 5 + i) * 0.7,
  })),
);
