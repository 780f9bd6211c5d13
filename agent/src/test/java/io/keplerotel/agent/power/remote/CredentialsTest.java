// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.power.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.keplerotel.agent.power.remote.Credentials.Login;
import io.keplerotel.agent.power.remote.Credentials.Token;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CredentialsTest {
  @TempDir Path folder = Path.of("");

  @Test
  void linesWithNamesAreAsInYaml() {
    assertThat(Credentials.parse("---\nuser: admin\npassword: 'a: # b'\n"))
        .contains(new Login("admin", "a: # b"));
    assertThat(Credentials.parse("username = admin\r\npassword = x=y"))
        .contains(new Login("admin", "x=y"));
    assertThat(Credentials.parse("token: \"abc\"")).contains(new Token("abc"));
  }

  @Test
  void linesWithoutNamesAreUserAndPasswordOrAToken() {
    assertThat(Credentials.parse("admin\nsecret\n")).contains(new Login("admin", "secret"));
    assertThat(Credentials.parse("abc\n")).contains(new Token("abc"));
  }

  @Test
  void anythingElseIsNone() {
    assertThat(Credentials.parse("")).isEmpty();
    assertThat(Credentials.parse("user: admin\n")).isEmpty();
    assertThat(Credentials.parse("a\nb\nc\n")).isEmpty();
    assertThat(Credentials.parse("pasword: abc\n")).isEmpty();
    assertThat(Credentials.parse("a b\n")).isEmpty();
    assertThat(Credentials.parse("usr: a\npasword: b\n")).isEmpty();
    assertThat(Credentials.parse("admin\nx=y\n")).contains(new Login("admin", "x=y"));
  }

  @Test
  void aFileThatCannotBeUsedIsNamedAndASecretNeverShown() throws RemoteException {
    assertThat(Credentials.read(Optional.empty())).isEqualTo(new Credentials.None());
    assertThatThrownBy(() -> Credentials.read(Optional.of(folder.resolve("none"))))
        .hasMessage("cannot read %s: there is no such file", folder.resolve("none"));
    assertThatThrownBy(() -> Credentials.read(Optional.of(folder)))
        .hasMessageContaining("is not a regular file");
    assertThat(new Login("admin", "secret")).hasToString("user admin");
    assertThat(new Token("secret")).hasToString("token");
  }
}
