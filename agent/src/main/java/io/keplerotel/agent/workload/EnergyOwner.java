// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.workload;

import io.keplerotel.agent.model.Workload;
import io.keplerotel.agent.workload.WorkloadNames.Names;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who is charged with energy for longer than a pod lives: the topmost owner of pods in a namespace,
 * or one of a few that stand for all else. Kinds of Kubernetes begin with a capital, ours do not.
 *
 * @param namespace of Kubernetes; of the machine's own processes {@code system} or {@code kernel};
 *     empty for all else
 * @param kind such as {@code Deployment}
 * @param name its name; empty where the kind stands for several
 * @param labels of its pods, by key; those that the settings name
 */
public record EnergyOwner(String namespace, String kind, String name, Map<String, String> labels) {
  /** Of all owners that are beyond the greatest number. */
  public static final EnergyOwner REST = new EnergyOwner("", "rest", "");

  /** Of all pods whose names were not learnt. */
  public static final EnergyOwner UNKNOWN = new EnergyOwner("", "unknown", "");

  private static final EnergyOwner CONTAINER = new EnergyOwner("", "container", "");
  private static final EnergyOwner MACHINE = new EnergyOwner("", "vm", "");
  private static final EnergyOwner UNIT = new EnergyOwner("system", "unit", "");
  private static final EnergyOwner SYSTEM = new EnergyOwner("system", "system", "");
  private static final EnergyOwner KERNEL = new EnergyOwner("kernel", "kernel", "");
  private static final String BARE = "bare";
  private static final Set<EnergyOwner> OF_THE_MACHINE = Set.of(UNIT, SYSTEM, KERNEL);

  /** Takes a copy. */
  public EnergyOwner {
    labels = Map.copyOf(labels);
  }

  /** One without labels. */
  public EnergyOwner(String namespace, String kind, String name) {
    this(namespace, kind, name, Map.of());
  }

  // Written out for the reasons of ProcessKey's and of PowerOffer's.
  @Override
  public boolean equals(@Nullable Object other) {
    return this == other
        || (other instanceof EnergyOwner owner
            && namespace.equals(owner.namespace)
            && kind.equals(owner.kind)
            && name.equals(owner.name)
            && labels.equals(owner.labels));
  }

  @Override
  public int hashCode() {
    return (namespace.hashCode() * 31 + kind.hashCode()) * 31 + name.hashCode();
  }

  /** Whose the workload is; empty while the names of its pod are not known. */
  static Optional<EnergyOwner> of(Workload workload, Names names) {
    return switch (workload) {
      case Workload.Container container -> of(container, names);
      case Workload.VirtualMachine machine -> Optional.of(MACHINE);
      case Workload.Unit unit -> Optional.of(UNIT);
      case Workload.Pseudo pseudo ->
          Optional.of(
              switch (pseudo) {
                case KERNEL -> KERNEL;
                case SYSTEM -> SYSTEM;
              });
    };
  }

  private static Optional<EnergyOwner> of(Workload.Container container, Names names) {
    if (names.pod().isEmpty()) {
      return container.podUid().isPresent() ? Optional.empty() : Optional.of(CONTAINER);
    }
    return names.pod().map(EnergyOwner::of);
  }

  private static EnergyOwner of(PodNames pod) {
    return pod.topOwner()
        .map(owner -> new EnergyOwner(pod.namespace(), owner.kind(), owner.name(), pod.labels()))
        .orElseGet(() -> new EnergyOwner(pod.namespace(), BARE, "", pod.labels()));
  }

  /** The namespace of its pods; empty where it has none, or any. */
  public Optional<String> kubernetesNamespace() {
    return Optional.of(namespace).filter(text -> !text.isEmpty() && !OF_THE_MACHINE.contains(this));
  }

  /** Whether it has a name of its own. */
  public boolean isNamed() {
    return !name.isEmpty();
  }
}
