// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
/** Every metric and attribute that the agent names; all but {@link Metric} is generated. */
package io.keplerotel.semconv;
