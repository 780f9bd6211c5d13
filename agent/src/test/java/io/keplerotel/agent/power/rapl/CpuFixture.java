// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.power.rapl;

import io.keplerotel.agent.linux.fs.Fixture;

/** CPUs of a machine that does not exist. */
public final class CpuFixture {
  /** Skylake-SP and Cascade Lake. */
  public static final String XEON = "cpu:type:x86,ven0000fam0006mod0055:feature:,0000,0001";

  /** Sapphire Rapids. */
  public static final String NEW_XEON = "cpu:type:x86,ven0000fam0006mod008F:feature:,0000";

  /** Coffee Lake. */
  public static final String CLIENT = "cpu:type:x86,ven0000fam0006mod009E:feature:,0000";

  /** Genoa. */
  public static final String EPYC = "cpu:type:x86,ven0002fam0019mod0011:feature:,0000";

  private final Fixture fixture;

  /** In this tree. */
  public CpuFixture(Fixture fixture) {
    this.fixture = fixture;
  }

  /** What all CPUs are. */
  public CpuFixture model(String modalias) {
    fixture.file("sys/devices/system/cpu/modalias", modalias);
    return this;
  }

  /** Which are online. */
  public CpuFixture online(String cpus) {
    fixture.file("sys/devices/system/cpu/online", cpus);
    return this;
  }

  /** Puts a hardware thread into its place. */
  public CpuFixture place(int cpu, int packageId, int dieId, int coreId) {
    String topology = "sys/devices/system/cpu/cpu" + cpu + "/topology/";
    fixture
        .file(topology + "physical_package_id", packageId)
        .file(topology + "die_id", dieId)
        .file(topology + "core_id", coreId);
    return this;
  }
}
