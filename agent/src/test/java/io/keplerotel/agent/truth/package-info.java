// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
/** A simulated node whose tenants' true energy is known, to judge rules of attribution with. */
@NullMarked
package io.keplerotel.agent.truth;

import org.jspecify.annotations.NullMarked;
