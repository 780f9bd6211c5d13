// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.power;

import io.keplerotel.agent.model.TickLoad;
import io.keplerotel.agent.model.Zone;
import io.keplerotel.agent.power.TrialSource.Coverage;
import java.util.List;

/**
 * A source that is read only while those preferred to it cover nothing. It is to be read before
 * them: in the tick in which one of them is believed for the first time this one counts, and from
 * then on that one, so that nothing is counted twice or left out.
 */
public final class FallBackSource implements PowerSource {
  private static final PowerReading NOTHING = new PowerReading(List.of(), List.of());

  private final PowerSource source;
  private final List<TrialSource> preferred;
  private boolean active;

  /** The sources that are preferred, all of them. */
  public FallBackSource(PowerSource source, List<TrialSource> preferred) {
    this.source = source;
    this.preferred = List.copyOf(preferred);
  }

  @Override
  public String name() {
    return source.name();
  }

  @Override
  public List<Zone> discover() {
    return source.discover();
  }

  /** It begins when all that are preferred cover nothing, and ends when one of them does. */
  @Override
  public boolean standsBy() {
    return active ? isAny(Coverage.COVERED) : isAny(Coverage.COVERED) || isAny(Coverage.UNDECIDED);
  }

  @Override
  public PowerReading read(TickLoad load) {
    active = !standsBy();
    return active ? source.read(load) : NOTHING;
  }

  private boolean isAny(Coverage coverage) {
    return preferred.stream().anyMatch(each -> each.coverage() == coverage);
  }
}
