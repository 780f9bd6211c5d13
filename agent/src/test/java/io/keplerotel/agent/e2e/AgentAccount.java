// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.e2e;

import io.keplerotel.agent.testing.AgentProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The agent's service account: what it may do, and the folder that is mounted into its pod. */
final class AgentAccount {
  static final String USER = "system:serviceaccount:kepler-system:kepler";

  private static final String NAMESPACE = "kepler-system";
  private static final String NAME = "kepler";
  private static final String ACCOUNTS = "/api/v1/namespaces/" + NAMESPACE + "/serviceaccounts";
  private static final String RBAC = "/apis/rbac.authorization.k8s.io/v1/";

  private final ControlPlane plane;
  private final Path folder;

  AgentAccount(ControlPlane plane, Path folder) {
    this.plane = plane;
    this.folder = folder;
    namespace(plane, NAMESPACE);
    plane
        .admin()
        .post(
            RBAC + "clusterroles",
            """
            {"metadata": {"name": "kepler"}, "rules": [
              {"apiGroups": [""], "resources": ["pods"], "verbs": ["get", "list", "watch"]},
              {"apiGroups": [""], "resources": ["nodes"], "verbs": ["get"]}]}""")
        .ok();
    create();
    grant();
    mountToken();
    mountAuthority();
  }

  static void namespace(ControlPlane plane, String name) {
    plane.admin().post("/api/v1/namespaces", "{\"metadata\": {\"name\": \"" + name + "\"}}").ok();
  }

  /** Starts the agent with it; returns when the agent is ready. */
  AgentProcess start(Map<String, String> environment, String... flags) {
    AgentProcess agent = launch(environment, flags);
    agent.awaitReady();
    return agent;
  }

  /** Starts the agent with it. */
  AgentProcess launch(Map<String, String> environment, String... flags) {
    return launchWith("estimated", environment, flags);
  }

  /** Starts the agent with it and with these power sources. */
  AgentProcess launchWith(String powerSources, Map<String, String> environment, String... flags) {
    URI url = URI.create(plane.url());
    Map<String, String> all = new HashMap<>(environment);
    all.putIfAbsent("KUBERNETES_SERVICE_HOST", url.getHost());
    all.putIfAbsent("KUBERNETES_SERVICE_PORT", Integer.toString(url.getPort()));
    List<String> words =
        new ArrayList<>(
            List.of(
                "--kube.service-account=" + folder,
                "--node.name=" + TestNode.NAME,
                "--power.sources=" + powerSources,
                "--kube.cluster-name=e2e"));
    words.addAll(List.of(flags));
    return AgentProcess.launch(List.of(), all, words.toArray(String[]::new));
  }

  void create() {
    plane.admin().post(ACCOUNTS, "{\"metadata\": {\"name\": \"" + NAME + "\"}}").ok();
  }

  /** Makes all tokens of it worthless: an account of the same name is another one. */
  void replace() {
    plane.admin().delete(ACCOUNTS + "/" + NAME).ok();
    create();
  }

  void grant() {
    plane
        .admin()
        .post(
            RBAC + "clusterrolebindings",
            """
            {"metadata": {"name": "kepler"},
             "roleRef": {"apiGroup": "rbac.authorization.k8s.io", "kind": "ClusterRole", "name": "kepler"},
             "subjects": [{"kind": "ServiceAccount", "name": "kepler", "namespace": "kepler-system"}]}""")
        .ok();
  }

  void revoke() {
    plane.admin().delete(RBAC + "clusterrolebindings/kepler").ok();
  }

  /** What the kubelet does about once an hour. */
  void mountToken() {
    write("token", plane.token(NAMESPACE, NAME, Duration.ofMinutes(10)));
  }

  void mountAuthority() {
    try {
      write("ca.crt", Files.readString(plane.certificateAuthority()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void write(String file, String text) {
    try {
      Files.writeString(folder.resolve(file), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
