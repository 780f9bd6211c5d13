// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.workload.kube;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.keplerotel.agent.config.PodLabels;
import io.keplerotel.agent.config.ServiceLabels;
import io.keplerotel.agent.workload.Image;
import io.keplerotel.agent.workload.Owner;
import io.keplerotel.agent.workload.ServiceNames;
import io.keplerotel.agent.workload.WorkloadNames.Names;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PodReaderTest {
  private static final KubernetesSerialization JSON = Clients.serialization();
  private static final String UID = "275ecb36-5aa8-4c2a-9c47-d8bb681b9aff";

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          ReplicaSet,  web-5d4f8,         5d4f8, ReplicaSet/web-5d4f8 Deployment/web
          ReplicaSet,  a-b-5d4f8,         5d4f8, ReplicaSet/a-b-5d4f8 Deployment/a-b
          ReplicaSet,  handmade,          ,      ReplicaSet/handmade
          ReplicaSet,  rollout-1,         5d4f8, ReplicaSet/rollout-1
          ReplicaSet,  -5d4f8,            5d4f8, ReplicaSet/-5d4f8
          StatefulSet, db,                ,      StatefulSet/db
          DaemonSet,   exporter,          ,      DaemonSet/exporter
          Job,         backup-29402760,   ,      Job/backup-29402760 CronJob/backup
          Job,         backup-29392740,   ,      Job/backup-29392740 CronJob/backup
          Job,         old-1764165600,    ,      Job/old-1764165600 CronJob/old
          Job,         migrate-20240131,  ,      Job/migrate-20240131
          Job,         release-1700000000,,      Job/release-1700000000
          Job,         backup-29403760,   ,      Job/backup-29403760
          Job,         backup-29391000,   ,      Job/backup-29391000
          Job,         migrate-3,         ,      Job/migrate-3
          Job,         29384720,          ,      Job/29384720
          Sparkle,     own,               ,      Sparkle/own
          Node,        node-1,            ,      ''
          """)
  void ownersAreFoundWithoutAskingForThem(String kind, String name, String hash, String expected) {
    PodRecord pod =
        read(
            """
            {"metadata": {"uid": "%s", "namespace": "shop", "name": "web-1",
              "labels": {%s}, "creationTimestamp": "2025-11-26T14:00:03Z",
              "ownerReferences": [
                {"kind": "Other", "name": "not-the-controller"},
                {"kind": "%s", "name": "%s", "controller": true}]}}"""
                .formatted(
                    UID,
                    hash == null ? "" : "\"pod-template-hash\": \"" + hash + "\"",
                    kind,
                    name));
    assertThat(String.join(" ", owners(pod.names().owners()))).isEqualTo(expected);
  }

  @Test
  void aJobOfAPodThatDoesNotSayWhenItWasMadeIsNoCronJobs() {
    PodRecord pod =
        read(
            """
            {"metadata": {"uid": "%s", "namespace": "shop", "name": "x",
              "ownerReferences": [
                {"kind": "Job", "name": "backup-29402760", "controller": true}]}}"""
                .formatted(UID));
    assertThat(owners(pod.names().owners())).containsExactly("Job/backup-29402760");
  }

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          ''
          '"kubernetes.io/config.source": "api", "kubernetes.io/config.hash": "ffff"'
          """)
  void aPodsCgroupHasItsUid(String annotations) {
    assertThat(annotated(annotations).cgroupUid()).isEqualTo(UID);
  }

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          '"kubernetes.io/config.mirror": "0123abcd"'
          '"kubernetes.io/config.mirror": "0123abcd", "kubernetes.io/config.hash": "0123abcd"'
          '"kubernetes.io/config.source": "file", "kubernetes.io/config.hash": "0123abcd"'
          """)
  void aStaticPodsCgroupHasTheHashOfItsManifest(String annotations) {
    PodRecord pod = annotated(annotations);
    assertThat(pod.cgroupUid()).isEqualTo("0123abcd");
    assertThat(pod.names().uid()).isEqualTo(UID);
  }

  @Test
  void containersOfAllKindsAndTheirPredecessorsAreKnownById() {
    PodRecord pod =
        read(
            """
            {"metadata": {"uid": "%s", "namespace": "shop", "name": "web-1"},
             "spec": {
               "hostNetwork": true,
               "containers": [{"name": "app", "image": "registry:5000/shop/app:1.2@sha256:0123",
                 "resources": {"requests": {"cpu": "0.5", "memory": "1Gi"}}}],
               "initContainers": [
                 {"name": "setup", "image": "busybox"},
                 {"name": "sidecar", "image": "proxy:2", "restartPolicy": "Always",
                  "resources": {"requests": {"cpu": "100m"}}}],
               "ephemeralContainers": [{"name": "debugger", "image": "tools@sha256:4567"}]},
             "status": {
               "containerStatuses": [{"name": "app", "containerID": "containerd://a2",
                 "lastState": {"terminated": {"containerID": "containerd://a1"}}}],
               "initContainerStatuses": [
                 {"name": "setup", "containerID": "containerd://i1",
                  "state": {"terminated": {"containerID": "containerd://i1"}}},
                 {"name": "sidecar", "containerID": "cri-o://s1"},
                 {"name": "waits", "containerID": ""}],
               "ephemeralContainerStatuses": [{"name": "debugger", "containerID": "docker://e1"}]}}"""
                .formatted(UID));
    assertThat(pod.containers()).containsOnlyKeys("a1", "a2", "i1", "s1", "e1");
    assertThat(name(pod, "a1")).isEqualTo("app");
    assertThat(name(pod, "a2")).isEqualTo("app");
    assertThat(name(pod, "i1")).isEqualTo("setup");
    assertThat(name(pod, "s1")).isEqualTo("sidecar");
    assertThat(name(pod, "e1")).isEqualTo("debugger");
    assertThat(millicores(pod, "a2")).isEqualTo(500);
    assertThat(millicores(pod, "s1")).isEqualTo(100);
    assertThat(millicores(pod, "i1")).isZero();
    assertThat(of(pod, "a1").image())
        .contains(Image.parse("registry:5000/shop/app:1.2@sha256:0123"));
    assertThat(of(pod, "i1").image()).contains(Image.parse("busybox:latest"));
    assertThat(of(pod, "e1").image()).contains(Image.parse("tools@sha256:4567"));
  }

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          USE, '', '', web, v1, shop.web-1.app
          USE, '"app.kubernetes.io/name": "n"', '', n, v1, shop.web-1.app
          IGNORE, '"app.kubernetes.io/name": "n", "app.kubernetes.io/version": "9"', '', web, v1, shop.web-1.app
          USE, '"app.kubernetes.io/name": "n", "app.kubernetes.io/instance": "i"', '', i, v1, shop.web-1.app
          USE, '"app.kubernetes.io/version": "9"', '', web, 9, shop.web-1.app
          USE, '"app.kubernetes.io/instance": "i"', '"resource.opentelemetry.io/service.name": "a"', a, v1, shop.web-1.app
          IGNORE, '', '"resource.opentelemetry.io/service.version": "8", "resource.opentelemetry.io/service.instance.id": "me"', web, 8, me
          """)
  void servicesAreNamedByTheSemanticConventions(
      ServiceLabels serviceLabels,
      String labels,
      String annotations,
      String name,
      String version,
      String instance) {
    PodRecord pod =
        read(
            serviceLabels,
            """
            {"metadata": {"uid": "%s", "namespace": "shop", "name": "web-1",
               "labels": {"pod-template-hash": "5d4f8"%s}, "annotations": {%s},
               "ownerReferences": [{"kind": "ReplicaSet", "name": "web-5d4f8", "controller": true}]},
             "spec": {"containers": [{"name": "app", "image": "app:v1"}]},
             "status": {"containerStatuses": [{"name": "app", "containerID": "containerd://a"}]}}"""
                .formatted(UID, labels.isEmpty() ? "" : "," + labels, annotations));
    assertThat(of(pod, "a").service())
        .contains(new ServiceNames(name, "shop", Optional.of(version), Optional.of(instance)));
    assertThat(pod.names().service().name()).isEqualTo(name);
  }

  private static PodRecord annotated(String annotations) {
    return read(
        """
        {"metadata": {"uid": "%s", "namespace": "kube-system", "name": "etcd-node-1",
          "annotations": {%s}}}"""
            .formatted(UID, annotations));
  }

  @Test
  void labelsThatTheSettingsNameAreCarried() {
    PodRecord pod =
        read(
            new PodLabels(ServiceLabels.IGNORE, List.of("team", "example.com/cost-centre", "none")),
            """
            {"metadata": {"uid": "%s", "namespace": "shop", "name": "web", "labels":
              {"team": "checkout", "example.com/cost-centre": "4711", "app": "web"}}}"""
                .formatted(UID));
    assertThat(pod.names().labels())
        .isEqualTo(Map.of("team", "checkout", "example.com/cost-centre", "4711"));
  }

  static PodRecord read(String json) {
    return read(ServiceLabels.IGNORE, json);
  }

  private static PodRecord read(ServiceLabels serviceLabels, String json) {
    return read(new PodLabels(serviceLabels, List.of()), json);
  }

  private static PodRecord read(PodLabels labels, String json) {
    return PodReader.read(JSON.unmarshal(json, ObservedPod.class), labels);
  }

  private static List<String> owners(List<Owner> owners) {
    return owners.stream().map(owner -> owner.kind() + "/" + owner.name()).toList();
  }

  private static Names of(PodRecord pod, String id) {
    return Optional.ofNullable(pod.containers().get(id)).orElseThrow().names();
  }

  private static String name(PodRecord pod, String id) {
    return of(pod, id).container().orElseThrow();
  }

  @Test
  void aResizeCountsWhenTheNodeHasGrantedIt() {
    String pod =
        """
        {"metadata": {"uid": "%s", "namespace": "shop", "name": "web-1"},
         "spec": {"containers": [{"name": "app", "resources": {"requests": {"cpu": "2"}}}]},
         "status": {"containerStatuses": [{"name": "app", "containerID": "containerd://a1",
           "allocatedResources": {"cpu": "%s", "memory": "1Gi"}}]}}""";
    assertThat(millicores(read(pod.formatted(UID, "500m")), "a1")).isEqualTo(500);
    assertThat(millicores(read(pod.formatted(UID, "2")), "a1")).isEqualTo(2000);
  }

  private static long millicores(PodRecord pod, String id) {
    return Optional.ofNullable(pod.containers().get(id)).orElseThrow().millicores();
  }
}
