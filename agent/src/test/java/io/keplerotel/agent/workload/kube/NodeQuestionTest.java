// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.workload.kube;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class NodeQuestionTest {
  @Test
  void theNodesLabelTellsWhatKindOfInstanceItIs() throws Exception {
    assertThat(
            answer(
                "{\"uid\":\"u\",\"labels\":{\"node.kubernetes.io/instance-type\":\"m7a.2xlarge\"}}"))
        .isEqualTo(new NodeAnswer("u", Optional.of("m7a.2xlarge")));
  }

  @Test
  void aNodeWithoutThatLabelIsOfNoKnownKind() throws Exception {
    assertThat(answer("{\"uid\":\"u\"}")).isEqualTo(new NodeAnswer("u", Optional.empty()));
  }

  private static NodeAnswer answer(String metadata) throws Exception {
    return NodeQuestion.answer(new ObjectMapper().readTree(metadata));
  }
}
