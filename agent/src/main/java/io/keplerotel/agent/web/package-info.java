// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
/** The server: pages for people and machines. */
@NullMarked
package io.keplerotel.agent.web;

import org.jspecify.annotations.NullMarked;
