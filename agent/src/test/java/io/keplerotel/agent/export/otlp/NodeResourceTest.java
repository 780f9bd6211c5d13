// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.export.otlp;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.sdk.resources.Resource;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which attributes of the environment go everywhere, and who a resource is. */
class NodeResourceTest {
  private static final Attributes WEB = attributes("container.id", "2f1c", "k8s.pod.name", "web-1");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "deployment.environment.name",
        "cloud.region",
        "host.type",
        "k8s.cluster.uid",
        "k8s.node.label.rack",
        "os.type",
        "team",
        "com.example.cost_center"
      })
  void whatSaysWhereTheMachineIsGoesEverywhere(String key) {
    assertThat(container(key).getAttribute(AttributeKey.stringKey(key))).isEqualTo("mine");
    assertThat(node(key).resource().getAttribute(AttributeKey.stringKey(key))).isEqualTo("mine");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "service.version",
        "k8s.namespace.name",
        "k8s.container.name",
        "k8s.deployment.name",
        "k8s.daemonset.name",
        "k8s.pod.ip",
        "container.name",
        "process.pid",
        "telemetry.sdk.name"
      })
  void whatDescribesTheAgentStaysOnItsOwnResource(String key) {
    assertThat(container(key).getAttribute(AttributeKey.stringKey(key))).isNull();
    assertThat(node(key).resource().getAttribute(AttributeKey.stringKey(key))).isEqualTo("mine");
  }

  @Test
  void theAgentsOwnPodIsNotStampedOnAContainer() {
    assertThat(container("k8s.pod.name").getAttribute(AttributeKey.stringKey("k8s.pod.name")))
        .isEqualTo("web-1");
  }

  @Test
  void allResourcesAreOfOneJobAndNoTwoAreOneInstance() {
    NodeResource first = nodeNamed("node-1");
    NodeResource second = nodeNamed("node-2");
    Attributes pod = attributes("k8s.pod.uid", "2f1c");
    Attributes container = attributes("container.id", "db");
    Attributes machine = attributes("kepler.vm.id", "db");
    assertThat(
            new String[] {
              instance(first.resource()),
              instance(second.resource()),
              instance(first.of(WEB)),
              instance(second.of(WEB)),
              instance(first.of(pod)),
              instance(second.of(pod)),
              instance(first.of(container)),
              instance(first.of(machine)),
              instance(second.of(machine)),
              instance(first.of(attributes("k8s.namespace.name", "db"))),
              instance(first.of(attributes("k8s.namespace.name", "shop")))
            })
        .doesNotHaveDuplicates()
        .doesNotContainNull();
    assertThat(first.of(WEB).getAttribute(AttributeKey.stringKey("service.name")))
        .isEqualTo("kepler-agent");
    assertThat(instance(first.of(WEB))).isEqualTo(instance(nodeNamed("node-1").of(WEB)));
  }

  @Test
  void oneInstanceIdForAWholeFleetDoesNotMergeItsContainers() {
    Attributes fleet = attributes("service.instance.id", "kepler");
    assertThat(instance(NodeResource.of(named("node-1"), Attributes.empty(), fleet).of(WEB)))
        .isNotEqualTo(
            instance(NodeResource.of(named("node-2"), Attributes.empty(), fleet).of(WEB)));
  }

  @Test
  void instanceIdsAreUuidsOfVersionFive() {
    UUID id = UUID.fromString(InstanceId.of("a", "b"));
    assertThat(id.version()).isEqualTo(5);
    assertThat(id.variant()).isEqualTo(2);
    assertThat(InstanceId.of("ab", "")).isNotEqualTo(InstanceId.of("a", "b"));
  }

  private static Resource container(String key) {
    return node(key).of(WEB);
  }

  private static NodeResource node(String key) {
    return NodeResource.of(named("node-1"), Attributes.empty(), attributes(key, "mine"));
  }

  private static NodeResource nodeNamed(String name) {
    return NodeResource.of(
        named(name), Attributes.empty(), attributes("service.name", "unknown_service:java"));
  }

  private static Attributes named(String name) {
    return attributes(
        "service.name",
        "kepler-agent",
        "service.instance.id",
        InstanceId.of(name),
        "host.name",
        name);
  }

  private static String instance(Resource resource) {
    return String.valueOf(resource.getAttribute(AttributeKey.stringKey("service.instance.id")));
  }

  private static Attributes attributes(String... pairs) {
    AttributesBuilder builder = Attributes.builder();
    for (int index = 0; index < pairs.length; index += 2) {
      builder.put(pairs[index], pairs[index + 1]);
    }
    return builder.build();
  }
}
