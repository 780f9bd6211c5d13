// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.report;

import java.util.Optional;

/**
 * What is made of energy.
 *
 * @param price money for a kWh; empty where not known
 * @param currency of the price
 * @param grid CO₂ equivalent of a kWh, g; empty where not known
 * @param pue what the building takes for each kWh of its machines; empty where it is not counted
 */
public record Rates(
    Optional<Rate> price, String currency, Optional<Rate> grid, Optional<Rate> pue) {}
