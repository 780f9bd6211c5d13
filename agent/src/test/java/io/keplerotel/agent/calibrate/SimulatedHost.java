// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.calibrate;

import io.keplerotel.agent.linux.fs.Fixture;
import io.keplerotel.agent.linux.fs.HostFiles;
import io.keplerotel.agent.testing.PowercapFixture;
import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;

/**
 * A machine of kernel files, whose time goes by while somebody rests: its counters advance as the
 * load says that it was given.
 */
final class SimulatedHost implements Pace, Load {
  static final int THREADS = 8;
  private static final String PACKAGE = "intel-rapl:0";
  private static final String DRAM = "intel-rapl:0/intel-rapl:0:1";
  private static final long RANGE_UJ = 262_143_328_850L;

  private final Fixture fixture;
  private final PowercapFixture powercap;
  private final DoubleUnaryOperator packageWatts;
  private final Random random = new Random(7);
  double background;
  double most = 1;
  double missing;
  Optional<String> failure = Optional.empty();
  boolean closed;
  private double load;
  private long nanos = 1;
  private double busyHundredths = 12_345;
  private double allHundredths = 1_000_000;

  SimulatedHost(Fixture fixture, DoubleUnaryOperator packageWatts) {
    this.fixture = fixture;
    this.packageWatts = packageWatts;
    this.powercap =
        new PowercapFixture(fixture.path("sys"))
            .zone(PACKAGE, "package-0", RANGE_UJ - 5_000_000, RANGE_UJ)
            .zone(DRAM, "dram", 77, RANGE_UJ);
    fixture.file("proc/cpuinfo", cpuinfo()).file("proc/meminfo", "MemTotal:       65536000 kB");
    writeStat();
  }

  static String cpuinfo() {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < THREADS; i++) {
      text.append("processor\t: %d\nvendor_id\t: GenuineIntel\n".formatted(i))
          .append("model name\t: Intel(R) Xeon(R) E-2388G CPU @ 3.20GHz\nphysical id\t: 0\n")
          .append("flags\t\t: fpu msr\n\n");
    }
    return text.toString();
  }

  HostFiles files() {
    return fixture.host();
  }

  @Override
  public long nanoTime() {
    return nanos;
  }

  @Override
  public void rest(Duration time) {
    nanos += time.toNanos();
    double seconds = time.toNanos() / 1e9;
    double busy = Math.min(most, Math.max(load, 0.004) + background);
    busyHundredths += busy * THREADS * seconds * 100;
    allHundredths += THREADS * seconds * 100;
    powercap.use(PACKAGE, Math.round(packageWatts.applyAsDouble(busy) * seconds * 1e6));
    powercap.use(DRAM, Math.round((3 + 2 * busy) * seconds * 1e6));
    writeStat();
    if (random.nextDouble() < missing) {
      fixture.file("sys/class/powercap/" + PACKAGE + "/energy_uj", "");
    }
  }

  @Override
  public void set(double utilization) {
    load = utilization;
  }

  @Override
  public Optional<String> failure() {
    return failure;
  }

  @Override
  public void close() {
    closed = true;
  }

  private void writeStat() {
    fixture.file(
        "proc/stat",
        "cpu  %d 0 0 %d 17 0 0 99 0 0\nbtime 1"
            .formatted((long) busyHundredths, (long) (allHundredths - busyHundredths)));
  }
}
