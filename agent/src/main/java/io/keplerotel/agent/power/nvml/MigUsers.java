// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.power.nvml;

import io.keplerotel.agent.linux.nvml.InstanceBusy;
import io.keplerotel.agent.linux.nvml.NvmlDevice;
import io.keplerotel.agent.linux.nvml.NvmlException;
import io.keplerotel.agent.linux.nvml.NvmlException.Reason;
import io.keplerotel.agent.linux.nvml.RunningProcess;
import io.keplerotel.agent.model.Fault;
import io.keplerotel.agent.model.Zone;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Whom a card works for that is divided into MIG instances. No instance has a meter, so each counts
 * by its slices, times its utilization where all of them tell that. An instance with one process is
 * that one's; what several in one instance use of it is not told, and an instance without a process
 * uses nothing.
 */
final class MigUsers implements Users {
  private static final System.Logger LOG = System.getLogger(MigUsers.class.getName());
  private static final double WHOLE_PERCENT = 100;
  private static final long LIST_AGAIN_NS = 10_000_000_000L;

  private final NvmlDevice card;
  private final Zone zone;
  private List<Instance> instances = List.of();
  private boolean isListed;
  private long sinceListNs;
  private boolean tellsBusy = true;
  private Basis basis = Basis.UNKNOWN;

  private record Instance(NvmlDevice device, Shape shape, Optional<InstanceBusy> busy) {}

  private record Shape(int gpuInstance, int slices) {}

  /** What instances are weighed by. */
  private enum Basis {
    UNKNOWN("nothing yet"),
    SLICES("their slices, since their utilization cannot be had"),
    UTILIZATION("their slices and utilization");

    private final String words;

    Basis(String words) {
      this.words = words;
    }
  }

  MigUsers(NvmlDevice card, Zone zone) {
    this.card = card;
    this.zone = zone;
  }

  @Override
  public GpuUse.Card poll(long elapsedNs, List<Fault> faults) throws NvmlException {
    sinceListNs += elapsedNs;
    try {
      return divide(faults);
    } catch (NvmlException e) {
      isListed = false; // They may have been made again in another way.
      if (e.reason() == Reason.LOST) {
        throw e;
      }
      faults.add(fault("it is not known for whom its MIG instances work: " + e.getMessage()));
      return new GpuUse.Card(zone.usage(), Map.of(), WHOLE_PERCENT);
    }
  }

  /** Lists the instances again at the next poll, and lets go of what was held for them. */
  @Override
  public void close() throws NvmlException {
    isListed = false;
    List<Instance> former = instances;
    instances = List.of();
    for (Instance instance : former) {
      if (instance.busy().isPresent()) {
        instance.busy().get().close();
      }
    }
  }

  private GpuUse.Card divide(List<Fault> faults) throws NvmlException {
    if (!isListed || (sinceListNs >= LIST_AGAIN_NS && hasChanged())) {
      close();
      instances = list();
      isListed = true;
    }
    double allSlices =
        Math.max(1, instances.stream().mapToInt(each -> each.shape().slices()).sum());
    List<OptionalDouble> busyPercents = busyPercents();
    Map<Integer, Double> known = new HashMap<>();
    double unknownPercent = 0;
    for (int i = 0; i < instances.size(); i++) {
      Instance instance = instances.get(i);
      double percent =
          busyPercents.get(i).orElse(WHOLE_PERCENT) * instance.shape().slices() / allSlices;
      List<RunningProcess> running = instance.device().running();
      if (running.size() == 1) {
        known.merge(running.getFirst().pid(), percent, Double::sum);
      } else if (running.size() > 1) {
        unknownPercent += percent;
        faults.add(shared(instance, running.size()));
      }
    }
    return new GpuUse.Card(zone.usage(), known, unknownPercent);
  }

  /** Whether instances were made or removed. */
  private boolean hasChanged() throws NvmlException {
    sinceListNs = 0;
    List<Shape> now = new ArrayList<>();
    for (NvmlDevice device : card.migDevices()) {
      now.add(new Shape(device.gpuInstance(), device.slices()));
    }
    return !now.equals(instances.stream().map(Instance::shape).toList());
  }

  private List<Instance> list() throws NvmlException {
    List<Instance> found = new ArrayList<>();
    for (NvmlDevice device : card.migDevices()) {
      Shape shape = new Shape(device.gpuInstance(), device.slices());
      found.add(new Instance(device, shape, busy(shape.gpuInstance())));
    }
    return found;
  }

  private Optional<InstanceBusy> busy(int gpuInstance) throws NvmlException {
    if (!tellsBusy) {
      return Optional.empty();
    }
    try {
      return Optional.of(card.instanceBusy(gpuInstance));
    } catch (NvmlException e) {
      if (e.reason() == Reason.LOST) {
        throw e;
      }
      tellsBusy = false;
      return Optional.empty();
    }
  }

  /** Of each instance; of none where not all of them tell it, since they are compared. */
  private List<OptionalDouble> busyPercents() throws NvmlException {
    List<OptionalDouble> none = Collections.nCopies(instances.size(), OptionalDouble.empty());
    if (!tellsBusy) {
      say(Basis.SLICES);
      return none;
    }
    List<OptionalDouble> percents = new ArrayList<>();
    try {
      for (Instance instance : instances) {
        percents.add(
            instance.busy().isPresent() ? instance.busy().get().percent() : OptionalDouble.empty());
      }
    } catch (NvmlException e) {
      if (e.reason() == Reason.LOST) {
        throw e;
      }
      tellsBusy = e.reason() != Reason.NOT_SUPPORTED;
      say(Basis.SLICES);
      return none;
    }
    if (percents.contains(OptionalDouble.empty())) {
      return none; // A first sample: the next one is compared with it.
    }
    say(Basis.UTILIZATION);
    return percents;
  }

  private Fault shared(Instance instance, int processes) {
    return fault(
        "%d processes share MIG instance %d, and it does not tell how much each of them uses: what it uses meanwhile is unattributed"
            .formatted(processes, instance.shape().gpuInstance()));
  }

  private void say(Basis now) {
    if (basis != now) {
      basis = now;
      LOG.log(
          System.Logger.Level.INFO,
          "GPU {0}: its dynamic energy is divided among {1} MIG instances by {2}",
          zone.packageId(),
          instances.size(),
          now.words);
    }
  }

  private Fault fault(String what) {
    return new Fault(zone.id() + " users", "GPU %s: %s".formatted(zone.packageId(), what));
  }
}
