// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.keplerotel.agent.linux.fs.ProcessorTable;
import org.junit.jupiter.api.Test;

class ProcessorInfoTest {
  @Test
  void eachHardwareThreadIsAPoint() {
    ProcessorTable table =
        ProcessorTable.parse("processor: 0\ncore id: 3\n\nprocessor: 1\ncore id: 0\n");
    assertThat(ProcessorInfo.of(table, "node-1").points())
        .hasSize(2)
        .first()
        .satisfies(
            labels ->
                assertThat(labels)
                    .containsEntry("processor", "0")
                    .containsEntry("core_id", "3")
                    .containsEntry("vendor_id", "")
                    .containsEntry("node_name", "node-1"));
  }
}
