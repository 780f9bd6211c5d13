// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.app;

import io.keplerotel.agent.config.Settings;
import io.keplerotel.agent.export.otlp.InstanceId;
import io.keplerotel.agent.export.prometheus.InfoMetric;
import io.keplerotel.agent.linux.fs.HostFiles;
import io.keplerotel.agent.linux.fs.SmallFile;
import io.keplerotel.agent.linux.fs.UnreadableException;
import io.keplerotel.agent.model.Component;
import io.keplerotel.agent.model.Zone;
import io.keplerotel.agent.power.estimated.catalogue.ThisMachine;
import io.keplerotel.semconv.KeplerLabels;
import io.keplerotel.semconv.KeplerMetrics;
import io.keplerotel.semconv.ResourceAttributes;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What this machine is called.
 *
 * @param name its name in metrics: the setting, Kubernetes' name for the node, or the host name
 * @param id of the machine, where it can be read
 * @param instance what tells this agent from any other, together
 * @param bootedAt when the machine was started
 * @param inKubernetes whether the machine is a node of a cluster
 * @param clusterName name of the cluster, where it was set
 * @param cpuArchitecture microarchitecture of its CPUs
 */
public record NodeIdentity(
    String name,
    Optional<String> id,
    List<String> instance,
    Optional<Instant> bootedAt,
    boolean inKubernetes,
    Optional<String> clusterName,
    String cpuArchitecture) {
  private static final String SERVICE = "kepler-agent";

  /** What Java calls an architecture, and the semantic conventions otherwise. */
  private static final Map<String, String> ARCHITECTURES =
      Map.of("aarch64", "arm64", "arm", "arm32", "x86_64", "amd64", "ppc64le", "ppc64");

  public static NodeIdentity find(
      Settings settings, HostFiles files, Map<String, String> environment) {
    String name =
        settings
            .nodeName()
            .or(() -> Optional.ofNullable(environment.get("NODE_NAME")))
            .filter(found -> !found.isBlank())
            .orElseGet(() -> hostName(files));
    boolean inKubernetes =
        environment.containsKey("KUBERNETES_SERVICE_HOST") || PodModule.wanted(settings.kube());
    Optional<String> id = new MachineId(files).find();
    return new NodeIdentity(
        name,
        id,
        List.of(
            id.orElseGet(() -> bootId(files)),
            settings.kube().clusterName().orElse(""),
            name,
            settings.export().web().addresses()),
        BootTime.read(files),
        inKubernetes,
        settings.kube().clusterName(),
        ThisMachine.cpuFamily(files));
  }

  /** Resource attributes of the node. */
  Attributes resource() {
    AttributesBuilder builder =
        machine().toBuilder()
            .put(ResourceAttributes.SERVICE_NAME, SERVICE)
            .put(ResourceAttributes.SERVICE_VERSION, BuildIdentity.version())
            .put(
                ResourceAttributes.SERVICE_INSTANCE_ID,
                InstanceId.of(instance.toArray(String[]::new)))
            .put(ResourceAttributes.HOST_ARCH, architecture(System.getProperty("os.arch")));
    id.ifPresent(found -> builder.put(ResourceAttributes.HOST_ID, found));
    return builder.build();
  }

  /** What names the machine alone. */
  Attributes machine() {
    AttributesBuilder builder = Attributes.builder().put(ResourceAttributes.HOST_NAME, name);
    if (inKubernetes) {
      builder.put(ResourceAttributes.K8S_NODE_NAME, name);
      clusterName.ifPresent(cluster -> builder.put(ResourceAttributes.K8S_CLUSTER_NAME, cluster));
    }
    return builder.build();
  }

  /**
   * {@code kepler_node_info}.
   *
   * @param zones those that are read now
   */
  InfoMetric info(Supplier<List<Zone>> zones) {
    return new InfoMetric(KeplerMetrics.NODE_INFO, () -> List.of(labels(zones.get())));
  }

  static String architecture(String javaName) {
    return ARCHITECTURES.getOrDefault(javaName, javaName);
  }

  /** Where the machine has no id that can be read: as good until it is started again. */
  private static String bootId(HostFiles files) {
    try {
      return new SmallFile().text(files.bootId()).strip();
    } catch (UnreadableException ignored) {
      // A fixture without one; name and address are left.
      return "";
    }
  }

  private Map<String, String> labels(List<Zone> zones) {
    return Map.of(
        KeplerLabels.CPU_ARCHITECTURE.getKey(),
        cpuArchitecture,
        KeplerLabels.COMPONENTS_POWER_SOURCE.getKey(),
        sourceOf(Component.PACKAGE, zones),
        KeplerLabels.PLATFORM_POWER_SOURCE.getKey(),
        sourceOf(Component.PLATFORM, zones),
        KeplerLabels.SOURCE.getKey(),
        "os");
  }

  private static String sourceOf(Component component, List<Zone> zones) {
    return zones.stream()
        .filter(zone -> zone.component() == component)
        .map(Zone::source)
        .findFirst()
        .orElse("");
  }

  private static String hostName(HostFiles files) {
    try {
      return new SmallFile().text(files.hostname()).strip();
    } catch (UnreadableException ignored) {
      // A fixture without one; a name is wanted all the same.
      return "localhost";
    }
  }
}
