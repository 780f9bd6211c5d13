// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.e2e;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.keplerotel.agent.testing.Scrape;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Plays kubelet and container runtime of one node: pods are made through the API, their containers
 * are real processes in real cgroups, whose ids are reported to the API.
 */
final class TestNode implements AutoCloseable {
  static final String NAME = "node-e2e";

  /** Some milliseconds of work, three times a second. */
  static final String LIGHT_LOAD =
      "while :; do i=0; while [ $i -lt 3000 ]; do i=$((i+1)); done; sleep 0.3; done";

  private static final ObjectMapper JSON = new ObjectMapper();

  private final ControlPlane plane;
  private final AtomicInteger number = new AtomicInteger();
  private final List<TestPod> pods = new ArrayList<>();

  TestNode(ControlPlane plane) {
    this.plane = plane;
    plane
        .admin()
        .post(
            "/api/v1/nodes",
            "{\"apiVersion\":\"v1\",\"kind\":\"Node\",\"metadata\":{\"name\":\"" + NAME + "\"}}")
        .ok();
  }

  /** One with a pod of each kind in a new namespace, whose containers' ids are reported. */
  static TestNode withAllKinds(ControlPlane plane, String namespace) {
    AgentAccount.namespace(plane, namespace);
    TestNode node = new TestNode(plane);
    for (PodKind kind : PodKind.values()) {
      node.create(kind, namespace);
    }
    node.pods().forEach(node::report);
    return node;
  }

  /** Makes a pod whose containers use a little CPU time until the pod is deleted. */
  TestPod create(PodKind kind, String namespace) {
    String base = kind.base(number.incrementAndGet());
    TestPod pod = post(kind, namespace, base);
    if (kind == PodKind.RECREATED) {
      plane.admin().delete(pod.path() + "?gracePeriodSeconds=0").ok();
      pod = post(kind, namespace, base);
    }
    if (kind == PodKind.INIT_AND_SIDECAR) {
      pod.run("setup", LIGHT_LOAD);
      pod.run("sidecar", LIGHT_LOAD);
    }
    if (kind == PodKind.RESTARTED) {
      pod.run("app-1", LIGHT_LOAD);
    }
    if (kind == PodKind.EPHEMERAL) {
      debug(pod);
      pod.run("debugger", LIGHT_LOAD);
    }
    pod.run("app", LIGHT_LOAD);
    pods.add(pod);
    return pod;
  }

  /** Makes a pod of which nothing runs yet. */
  TestPod post(PodKind kind, String namespace, String base) {
    String name = base + "-x2x";
    String hash = UUID.randomUUID().toString().replace("-", "");
    String created =
        plane
            .admin()
            .post(
                "/api/v1/namespaces/" + namespace + "/pods",
                kind.json(namespace, base, name, NAME, hash))
            .ok();
    String uid = parse(created).path("metadata").path("uid").asText();
    String cgroupUid = kind == PodKind.STATIC ? hash : uid;
    return new TestPod(kind, namespace, name, uid, cgroupUid, base);
  }

  /** Reports the ids of the pod's containers. */
  void report(TestPod pod) {
    ObjectNode object = (ObjectNode) parse(plane.admin().get(pod.path()).ok());
    ObjectNode status = object.putObject("status");
    status.put("phase", "Running");
    pod.containers()
        .forEach(
            (name, cgroup) -> {
              String list =
                  switch (name) {
                    case "setup", "sidecar" -> "initContainerStatuses";
                    case "debugger" -> "ephemeralContainerStatuses";
                    default -> "containerStatuses";
                  };
              if (!name.equals("app-1")) {
                status(status.withArray(list), name, pod, cgroup.containerId());
              }
            });
    plane.admin().put(pod.path() + "/status", object.toString()).ok();
  }

  void delete(TestPod pod) {
    plane.admin().delete(pod.path() + "?gracePeriodSeconds=0").ok();
  }

  /** How many of its containers this page shows, whatever else is on the machine. */
  long shown(Scrape scrape) {
    return pods.stream()
        .flatMap(pod -> pod.containers().values().stream())
        .filter(
            cgroup ->
                scrape.has(
                    "kepler_container_joules_total",
                    "container_id=\"" + cgroup.containerId() + "\""))
        .count();
  }

  List<TestPod> pods() {
    return List.copyOf(pods);
  }

  @Override
  public void close() {
    pods.forEach(TestPod::stop);
  }

  private static void status(ArrayNode statuses, String name, TestPod pod, String id) {
    ObjectNode status = statuses.addObject();
    status.put("name", name).put("image", "").put("imageID", "");
    status.put("ready", true).put("restartCount", 1).put("containerID", "containerd://" + id);
    if (pod.kind() == PodKind.RESTARTED) {
      status
          .putObject("lastState")
          .putObject("terminated")
          .put("exitCode", 1)
          .put("containerID", "containerd://" + pod.idOf("app-1"));
    }
  }

  private void debug(TestPod pod) {
    ObjectNode object = (ObjectNode) parse(plane.admin().get(pod.path()).ok());
    ((ObjectNode) object.path("spec"))
        .putArray("ephemeralContainers")
        .addObject()
        .put("name", "debugger")
        .put("image", "tools:1")
        .put("terminationMessagePolicy", "File")
        .put("imagePullPolicy", "IfNotPresent");
    plane.admin().put(pod.path() + "/ephemeralcontainers", object.toString()).ok();
  }

  static JsonNode parse(String json) {
    try {
      return JSON.readTree(json);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(json, e);
    }
  }
}
