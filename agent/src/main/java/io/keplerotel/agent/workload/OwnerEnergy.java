// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.workload;

import io.keplerotel.agent.model.Energies;
import java.time.Instant;

/**
 * What the pods of an owner have used since the agent's start, those included that are gone.
 *
 * @param since when its counters began
 * @param energies by the zones of the snapshot that it is published with
 */
public record OwnerEnergy(EnergyOwner owner, Instant since, Energies energies) {}
