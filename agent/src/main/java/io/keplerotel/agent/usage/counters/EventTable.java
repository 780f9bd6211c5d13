// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.usage.counters;

import io.keplerotel.agent.config.EventNames;
import io.keplerotel.agent.linux.fs.CpuIdentity;
import io.keplerotel.agent.linux.perf.PerfEvent;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Which event of perf a name means on a CPU. Numbers of PMUs are those of linux/perf_event.h. */
final class EventTable {
  private static final int HARDWARE = 0;
  private static final int SOFTWARE = 1;
  private static final int RAW = 4;
  private static final int HEXADECIMAL = 16;

  /** Whatever PMU there is, the kernel knows which of its events these are. */
  private static final Map<String, PerfEvent> GENERIC =
      Map.of(
          "cycles", new PerfEvent("cycles", HARDWARE, 0),
          "instructions", new PerfEvent("instructions", HARDWARE, 1),
          "cache-misses", new PerfEvent("cache-misses", HARDWARE, 3),
          "branches", new PerfEvent("branches", HARDWARE, 4),
          "cpu-clock", new PerfEvent("cpu-clock", SOFTWARE, 0),
          "page-faults", new PerfEvent("page-faults", SOFTWARE, 2));

  /** Intel's big cores from Broadwell to Granite Rapids: FP_ARITH_INST_RETIRED.VECTOR. */
  private static final long INTEL_VECTOR = 0xfcc7;

  private static final Set<Integer> INTEL_MODELS =
      Set.of(
          61, 71, 79, 86, 78, 94, 85, 142, 158, 165, 166, 106, 108, 125, 126, 140, 141, 167, 143,
          207, 173, 174);

  private static final int INTEL_FAMILY = 6;

  /** Zen 4 and 5: FP_OPS_RETIRED_BY_WIDTH, of 128, 256 and 512 bits. */
  private static final long ZEN4_VECTOR = 0x3808;

  /** Zen 1 to 3, which do not tell widths: FP_RET_SSE_AVX_OPS, one for each number in a vector. */
  private static final long ZEN_VECTOR = 0xff03;

  private static final int ZEN_FAMILY = 23;
  private static final int ZEN3_FAMILY = 25;
  private static final int ZEN5_FAMILY = 26;

  /** ASE_SPEC of the Arm architecture: what was issued, not what was retired. */
  private static final long ARM_VECTOR = 0x74;

  /** Arm and Ampere. */
  private static final Set<String> ARM = Set.of("0x41", "0xc0");

  private EventTable() {}

  /** Empty where it is not known which event of this CPU that is. */
  static Optional<PerfEvent> event(String name, CpuIdentity cpu) {
    if (GENERIC.containsKey(name)) {
      return Optional.of(GENERIC.get(name));
    }
    if (name.equals(EventNames.VECTOR_INSTRUCTIONS)) {
      return vector(cpu).map(config -> new PerfEvent(name, RAW, config));
    }
    return Optional.of(
        new PerfEvent(name, RAW, Long.parseUnsignedLong(name.substring(1), HEXADECIMAL)));
  }

  private static Optional<Long> vector(CpuIdentity cpu) {
    if (ARM.contains(cpu.vendor())) {
      return Optional.of(ARM_VECTOR);
    }
    return switch (cpu.vendor()) {
      case "GenuineIntel" ->
          Optional.of(INTEL_VECTOR)
              .filter(e -> cpu.family() == INTEL_FAMILY && INTEL_MODELS.contains(cpu.model()));
      case "AuthenticAMD" ->
          switch (cpu.family()) {
            case ZEN_FAMILY -> Optional.of(ZEN_VECTOR);
            case ZEN3_FAMILY -> Optional.of(isZen4(cpu.model()) ? ZEN4_VECTOR : ZEN_VECTOR);
            case ZEN5_FAMILY -> Optional.of(ZEN4_VECTOR);
            default -> Optional.empty();
          };
      default -> Optional.empty();
    };
  }

  /** Of family 25; the rest is Zen 3. */
  private static boolean isZen4(int model) {
    return (model >= 16 && model <= 31) || model >= 96;
  }
}
