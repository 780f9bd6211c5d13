// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
/**
 * Looks at the machine and says in plain words what will be measured, and what stands in the way.
 */
@NullMarked
package io.keplerotel.agent.doctor;

import org.jspecify.annotations.NullMarked;
