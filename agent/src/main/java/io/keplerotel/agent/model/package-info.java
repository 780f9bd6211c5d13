// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
/** Values that travel between the stages: immutable, without behaviour beyond arithmetic. */
@NullMarked
package io.keplerotel.agent.model;

import org.jspecify.annotations.NullMarked;
