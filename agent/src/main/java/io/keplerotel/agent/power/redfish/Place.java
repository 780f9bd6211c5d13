// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.power.redfish;

import io.keplerotel.agent.power.remote.MeterUnit;

/**
 * Where a BMC tells what the machine uses.
 *
 * @param path of the resource
 * @param pointer of the value in it
 */
record Place(String path, String pointer, MeterUnit unit) {}
