// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.e2e;

import io.keplerotel.agent.testing.RealCgroup;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A pod on the node, and what is to be found on its energy.
 *
 * @param cgroupUid the uid in its cgroups' paths
 * @param base name of what it belongs to
 * @param containers their cgroups, by name; a predecessor's name has a number behind it
 */
record TestPod(
    PodKind kind,
    String namespace,
    String name,
    String uid,
    String cgroupUid,
    String base,
    Map<String, RealCgroup> containers) {
  TestPod(PodKind kind, String namespace, String name, String uid, String cgroupUid, String base) {
    this(kind, namespace, name, uid, cgroupUid, base, new LinkedHashMap<>());
  }

  /** Makes a container's cgroup and starts a process in it. */
  String run(String container, String command) {
    RealCgroup cgroup = RealCgroup.inPod(cgroupUid, RealCgroup.newId());
    containers.put(container, cgroup);
    cgroup.start(command);
    return cgroup.containerId();
  }

  /** Id of a container that was run. */
  String idOf(String container) {
    return Optional.ofNullable(containers.get(container)).orElseThrow().containerId();
  }

  /** Path of the pod in the API. */
  String path() {
    return "/api/v1/namespaces/" + namespace + "/pods/" + name;
  }

  void stop() {
    containers.values().forEach(RealCgroup::close);
  }
}
