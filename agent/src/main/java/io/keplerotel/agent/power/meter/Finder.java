// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.power.meter;

import io.keplerotel.agent.power.remote.JsonText;
import io.keplerotel.agent.power.remote.RemoteException;
import java.util.List;

/** Finds values in what a meter has written. */
sealed interface Finder {
  /** The values, at least one, as they are written there. */
  List<String> find(Content content) throws RemoteException;

  /** The text is the number. */
  record Whole() implements Finder {
    @Override
    public List<String> find(Content content) {
      return List.of(content.text());
    }
  }

  /**
   * JSON.
   *
   * @param pointer as RFC 6901 has it
   */
  record Pointed(String pointer) implements Finder {
    @Override
    public List<String> find(Content content) throws RemoteException {
      JsonText json = JsonText.parse(content.name(), content.text());
      return List.of(
          json.value(pointer)
              .orElseThrow(
                  () ->
                      new RemoteException(
                          "%s has no value at %s; see power.meter.pointer"
                              .formatted(content.name(), pointer))));
    }
  }

  /** A page of Prometheus. Several series are summed only where a regular expression chose them. */
  record Selected(Selector selector) implements Finder {
    @Override
    public List<String> find(Content content) throws RemoteException {
      List<String> values = ExpositionText.values(content.text(), selector);
      if (values.isEmpty()) {
        throw new RemoteException(
            "%s has no series %s; see power.meter.metric".formatted(content.name(), selector));
      }
      if (values.size() > 1 && !selector.meansSeveral()) {
        throw new RemoteException(
            "%s has %d series %s; name one by its labels, or several by a regular expression, in power.meter.metric"
                .formatted(content.name(), values.size(), selector));
      }
      return values;
    }
  }
}
