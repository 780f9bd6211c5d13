// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.top;

import io.keplerotel.agent.live.LiveView;
import java.util.List;

/**
 * What the screen shows when a key is pressed.
 *
 * @param lines all of them, on the screen or not
 * @param page how many a screen shows
 */
record Shown(LiveView view, List<Line> lines, int page) {
  static Shown of(LiveView view, Choice choice, int page) {
    return new Shown(view, choice.lines(view), page);
  }
}
