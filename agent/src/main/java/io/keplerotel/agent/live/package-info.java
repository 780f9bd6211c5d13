// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
/** What uses power now, for people: the page on {@code /} and {@code kepler-agent top} show it. */
@NullMarked
package io.keplerotel.agent.live;

import org.jspecify.annotations.NullMarked;
