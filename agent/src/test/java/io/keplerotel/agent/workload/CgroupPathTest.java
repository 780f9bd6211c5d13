// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.workload;

import static org.assertj.core.api.Assertions.assertThat;

import io.keplerotel.agent.model.Workload;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.CsvSource;

class CgroupPathTest {
  private static final String A =
      "0a1b2c3d4e5f60718293a4b5c6d7e8f90a1b2c3d4e5f60718293a4b5c6d7e8f9";
  private static final String B =
      "f00dcafef00dcafef00dcafef00dcafef00dcafef00dcafef00dcafef00dcafe";

  @ParameterizedTest(name = "{0}")
  @CsvFileSource(
      resources = "container-paths.csv",
      delimiter = '|',
      ignoreLeadingAndTrailingWhitespace = true)
  void containersAreFoundInWhatRuntimesMake(String path, String runtime, String id, String podUid) {
    Workload.Container expected =
        new Workload.Container(expand(id), runtime, Optional.ofNullable(podUid));

    assertThat(CgroupPath.container(expand(path))).contains(expected);
  }

  @ParameterizedTest(name = "{0}")
  @CsvFileSource(
      resources = "other-paths.csv",
      delimiter = '|',
      ignoreLeadingAndTrailingWhitespace = true)
  void otherPathsHoldNoContainerButMaybeAUnit(String path, String unit) {
    assertThat(CgroupPath.container(expand(path))).isEmpty();
    assertThat(CgroupPath.unit(expand(path)))
        .isEqualTo(Optional.ofNullable(unit).map(name -> new Workload.Unit(expand(name))));
  }

  @ParameterizedTest
  @CsvSource({"'\\x2d', '-'", "'a\\x2db\\x24', 'a-b$'", "'\\xzz', '\\xzz'"})
  void escapesAreDecoded(String escaped, String plain) {
    assertThat(CgroupPath.unit("/system.slice/" + escaped + ".service"))
        .contains(new Workload.Unit(plain + ".service"));
  }

  private static String expand(String text) {
    return text.replace("<A>", A).replace("<B>", B);
  }

  @Test
  void namesOfUnitsKeepTheirBytes() {
    assertThat(CgroupPath.unit("/system.slice/b\\xfcro.service"))
        .isNotEqualTo(CgroupPath.unit("/system.slice/b\\xfdro.service"))
        .contains(new Workload.Unit("b\\xfcro.service"));
    // systemd's own escapes, of which two stand for one character; the backslash came as itself.
    assertThat(CgroupPath.unescape("M\\x5cxc3\\x5cxbcsli\\x2d1.mount"))
        .isEqualTo("M\u00fcsli-1.mount");
  }
}
