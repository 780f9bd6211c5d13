// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.semconv;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RegistryTest {
  @Test
  void prometheusNamesFollowTheExportersRules() {
    assertThat(KeplerMetrics.CONTAINER.prometheusName()).isEqualTo("kepler_container_joules_total");
    assertThat(KeplerMetrics.NODE_PLATFORM.prometheusName())
        .isEqualTo("kepler_node_platform_joules_total");
    assertThat(KeplerMetrics.CONTAINER_BPF_CPU_TIME_MS.prometheusName())
        .isEqualTo("kepler_container_bpf_cpu_time_ms_total");
    assertThat(KeplerMetrics.PROCESS_CPU_TIME_MS.prometheusName())
        .isEqualTo("kepler_process_cpu_time_ms");
    assertThat(KeplerMetrics.NODE_INFO.prometheusName()).isEqualTo("kepler_node_info");
    assertThat(AgentMetrics.AGENT_MEMORY_RSS.prometheusName())
        .isEqualTo("kepler_agent_memory_rss_bytes");
  }

  @Test
  void listsEveryMetricWithItsUnitAndAttributes() {
    assertThat(Registry.METRICS)
        .contains(KeplerMetrics.NODE_DRAM, OtlpMetrics.HW_ENERGY, AgentMetrics.AGENT_TICKS);
    assertThat(OtlpMetrics.HW_ENERGY.unit()).isEqualTo("J");
    assertThat(KeplerMetrics.NODE_CORE.attributes())
        .containsExactly("package", "instance", "mode", "source");
    assertThat(Registry.ATTRIBUTES)
        .contains(
            KeplerLabels.CONTAINER_ID, OtlpAttributes.PROCESS_PID, ResourceAttributes.HOST_NAME);
  }
}
