// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.sampling;

import static org.assertj.core.api.Assertions.assertThat;

import io.keplerotel.agent.model.CgroupKey;
import io.keplerotel.agent.model.ProcessKey;
import io.keplerotel.agent.model.ProcessUse;
import io.keplerotel.agent.model.TaskTime;
import io.keplerotel.agent.model.UsageKind;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProcessKeysTest {
  private static final ProcessKey EXACT = new ProcessKey(41, 7_774_321_987L);
  private static final ProcessKey ROUGH = new ProcessKey(41, 7_770_000_000L);

  private final ProcessKeys keys = new ProcessKeys();

  @Test
  void aProcessHasOneKeyWhoeverTellsOfIt() {
    keys.learn(List.of(task(EXACT)), List.of(use(ROUGH)));
    assertThat(keys.of(ROUGH)).isEqualTo(EXACT);
    keys.learn(List.of(), List.of(use(ROUGH)));
    assertThat(keys.of(ROUGH)).as("also while it is not on a CPU").isEqualTo(EXACT);
  }

  @Test
  void anotherProcessOfTheSamePidKeepsItsOwn() {
    ProcessKey later = new ProcessKey(41, 7_790_000_000L);
    keys.learn(List.of(task(EXACT)), List.of(use(later)));
    assertThat(keys.of(later)).isEqualTo(later);
  }

  @Test
  void oneThatUsesNothingElseAnyMoreIsForgotten() {
    keys.learn(List.of(task(EXACT)), List.of(use(ROUGH)));
    keys.learn(List.of(), List.of());
    keys.learn(List.of(), List.of(use(ROUGH)));
    assertThat(keys.of(ROUGH)).isEqualTo(ROUGH);
  }

  private static TaskTime task(ProcessKey key) {
    return new TaskTime(new CgroupKey(1, 0), key, "p", TaskTime.Kind.USER, 5);
  }

  private static ProcessUse use(ProcessKey key) {
    return new ProcessUse(new CgroupKey(1, 0), key, "p", UsageKind.gpuTime("0"), 5);
  }
}
