// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.meter;

import static org.assertj.core.api.Assertions.assertThat;

import io.keplerotel.agent.model.Workload;
import io.keplerotel.agent.workload.EnergyOwner;
import io.keplerotel.agent.workload.WorkloadNames;
import io.keplerotel.semconv.KeplerLabels;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class KeplerIdentityTest {
  @Test
  void containerWithoutANameShowsTheStartOfItsId() {
    assertThat(new KeplerIdentity().workload(Snapshots.WEB, WorkloadNames.Names.UNKNOWN))
        .isEqualTo(labels(Snapshots.WEB.id(), "", "2f1c7e0a9b35", ""));
  }

  @Test
  void containerWithShortIdShowsItWhole() {
    Workload tiny = new Workload.Container("abc", "unknown", Optional.empty());
    assertThat(new KeplerIdentity().workload(tiny, WorkloadNames.Names.UNKNOWN))
        .isEqualTo(labels("abc", "", "abc", ""));
  }

  @Test
  void knownNamesAreShown() {
    WorkloadNames.Names names = KnownNames.container("shop", "web-1", "nginx");
    assertThat(new KeplerIdentity().workload(Snapshots.WEB, names))
        .isEqualTo(labels(Snapshots.WEB.id(), "web-1", "nginx", "shop"));
  }

  @Test
  void unitsAndHostProcessesAreInTheSystemNamespaceAndKernelThreadsInTheirOwn() {
    assertThat(new KeplerIdentity().workload(Snapshots.UNIT, WorkloadNames.Names.UNKNOWN))
        .isEqualTo(labels("nginx.service", "", "nginx.service", "system"));
    assertThat(new KeplerIdentity().workload(Workload.Pseudo.SYSTEM, WorkloadNames.Names.UNKNOWN))
        .isEqualTo(labels("system_processes", "system_processes", "system_processes", "system"));
    assertThat(new KeplerIdentity().workload(Workload.Pseudo.KERNEL, WorkloadNames.Names.UNKNOWN))
        .isEqualTo(labels("kernel_processes", "kernel_processes", "kernel_processes", "kernel"));
  }

  @Test
  void ownersCarryTheLabelsOfTheirPods() {
    EnergyOwner owner =
        new EnergyOwner("shop", "Deployment", "web", Map.of("team", "red", "example.com/a", "b"));
    Map<String, String> shown = new TreeMap<>();
    new KeplerIdentity()
        .owner(owner)
        .forEach((key, value) -> shown.put(key.getKey(), value.toString()));
    assertThat(shown)
        .containsEntry("pod_label_team", "red")
        .containsEntry("pod_label_example.com/a", "b")
        .containsEntry("owner_name", "web");
    Attributes pushed = OtlpIdentity.pushed(Optional.empty()).owner(owner);
    assertThat(pushed.get(AttributeKey.stringKey("k8s.pod.label.team"))).isEqualTo("red");
    assertThat(new KeplerTenIdentity("node-1").owner(owner).asMap()).hasSize(6);
  }

  private static Attributes labels(String id, String pod, String name, String namespace) {
    return Attributes.of(
        KeplerLabels.CONTAINER_ID, id,
        KeplerLabels.POD_NAME, pod,
        KeplerLabels.CONTAINER_NAME, name,
        KeplerLabels.CONTAINER_NAMESPACE, namespace);
  }
}
