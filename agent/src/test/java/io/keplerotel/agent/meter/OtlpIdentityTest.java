// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.meter;

import static org.assertj.core.api.Assertions.assertThat;

import io.keplerotel.agent.model.Workload;
import io.keplerotel.agent.workload.Image;
import io.keplerotel.agent.workload.WorkloadNames.Names;
import io.opentelemetry.api.common.Attributes;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What names a container and a pod by the semantic conventions. */
class OtlpIdentityTest {
  private static final Names NAMED = KnownNames.container("shop", "web-1", "nginx");

  @Test
  void aContainerInAPodHasAllItsNames() {
    assertThat(names(OtlpIdentity.pushed(Optional.empty()).workload(Snapshots.WEB, NAMED)))
        .containsEntry("k8s.container.name", "nginx")
        .containsEntry("k8s.pod.name", "web-1")
        .containsEntry("k8s.deployment.name", "web")
        .containsEntry("container.image.name", "docker.io/library/nginx")
        .containsEntry("container.image.tags", "[1.29]")
        .containsEntry("kepler.application.name", "web")
        .containsEntry("kepler.application.version", "1.29")
        .containsEntry("kepler.application.instance.id", "shop.web-1.nginx")
        .doesNotContainKeys("container.name", "container.image.repo_digests", "container.image.id");
  }

  @Test
  void whatIsScrapedHasNoNamesOfTheApplication() {
    assertThat(
            names(
                OtlpIdentity.scraped(Attributes.empty(), Optional.empty())
                    .workload(Snapshots.WEB, NAMED)))
        .containsEntry("container.image.name", "docker.io/library/nginx")
        .doesNotContainKey("kepler.application.name");
  }

  @Test
  void aContainerOutsideOfPodsHasTheNameThatItsRuntimeGives() {
    Workload alone = new Workload.Container("abc", "podman", Optional.empty());
    Names names =
        new Names(
            Optional.empty(),
            Optional.of("fan"),
            Optional.of(Image.parse("tools:3@sha256:ab")),
            Optional.empty());
    assertThat(names(OtlpIdentity.pushed(Optional.empty()).workload(alone, names)))
        .containsEntry("container.name", "fan")
        .containsEntry("container.runtime.name", "podman")
        .containsEntry("container.image.tags", "[3]")
        .containsEntry("container.image.repo_digests", "[tools@sha256:ab]")
        .doesNotContainKeys("k8s.container.name", "k8s.pod.name");
  }

  @Test
  void anImageThatIsNamedByItsIdHasNothingElse() {
    Workload alone = new Workload.Container("abc", "unknown", Optional.empty());
    Names names =
        new Names(
            Optional.empty(),
            Optional.of("fan"),
            Optional.of(Image.parse("sha256:abcd")),
            Optional.empty());
    assertThat(names(OtlpIdentity.pushed(Optional.empty()).workload(alone, names)))
        .containsEntry("container.image.id", "sha256:abcd")
        .doesNotContainKeys(
            "container.image.name", "container.image.tags", "container.runtime.name");
  }

  @Test
  void aPodHasItsApplicationsNames() {
    assertThat(names(OtlpIdentity.pushed(Optional.empty()).pod(Snapshots.POD_UID, NAMED.pod())))
        .containsEntry("k8s.pod.uid", Snapshots.POD_UID)
        .containsEntry("kepler.application.namespace", "shop");
  }

  private static Map<String, String> names(Attributes attributes) {
    Map<String, String> names = new TreeMap<>();
    attributes.forEach((key, value) -> names.put(key.getKey(), String.valueOf(value)));
    return names;
  }
}
