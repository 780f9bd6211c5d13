// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
/** Settings: YAML file, then KEPLER_ variables, then flags. */
@NullMarked
package io.keplerotel.agent.config;

import org.jspecify.annotations.NullMarked;
