// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
/** What published servers, CPU models and load shapes tell of the power of any machine. */
@NullMarked
package io.keplerotel.agent.power.estimated.catalogue;

import org.jspecify.annotations.NullMarked;
