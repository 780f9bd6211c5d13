// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
/** Messages to the BMC through the kernel's IPMI device. */
@NullMarked
package io.keplerotel.agent.linux.ipmi;

import org.jspecify.annotations.NullMarked;
