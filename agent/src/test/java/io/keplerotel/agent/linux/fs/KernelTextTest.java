// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.linux.fs;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.keplerotel.agent.testing.Shell;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KernelTextTest {
  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "docker-1.scope            | docker-1.scope",
        "b\\303\\274ro             | b\u00fcro",
        "b\\374ro                  | b\\xfcro",
        "cut\\303                  | cut\\xc3",
        "over\\300\\257long        | over\\xc0\\xaflong",
        "half\\355\\240\\200       | half\\xed\\xa0\\x80",
        "\\360\\237\\246\\212      | \ud83e\udd8a",
        "\\357\\277\\275           | \ufffd",
        // systemd's own escape of a dash stays, and one that looks like ours does not pass for it.
        "a\\134x2db                | a\\x2db",
        "b\\134xfcro               | b\\x5cxfcro",
        "b\\134x5cxfcro            | b\\x5cx5cxfcro"
      })
  void bytesAreTextAndBackAgain(String octal, String text) {
    byte[] bytes = bytes(octal);

    assertThat(KernelText.decode(bytes, bytes.length)).isEqualTo(text);
    assertThat(KernelText.encode(text)).isEqualTo(bytes);
  }

  @Test
  void differentNamesAreNeverOneText() {
    Random random = new Random(7);
    byte[] alphabet = bytes("\\134x5cfc\\303\\274\\374\\357\\277\\275ab");
    Set<String> names = new HashSet<>();
    Set<String> texts = new HashSet<>();
    for (int i = 0; i < 100_000; i++) {
      byte[] name = new byte[random.nextInt(1, 9)];
      for (int j = 0; j < name.length; j++) {
        name[j] = alphabet[random.nextInt(alphabet.length)];
      }
      names.add(new String(name, ISO_8859_1));
      String text = KernelText.decode(name, name.length);
      texts.add(text);
      assertThat(KernelText.encode(text)).isEqualTo(name);
    }
    assertThat(texts).hasSameSizeAs(names);
  }

  @Test
  void filesOfAnyNameAreFoundWhateverTheLocale() throws Exception {
    Shell.run("cd %s && mkdir -p \"$(printf 'b\\374ro/b\\303\\274ro')\"".formatted(folder));

    Path found = KernelText.path(folder, "/b\\xfcro/b\u00fcro");

    assertThat(found).isDirectory();
    assertThat(KernelText.name(found)).isEqualTo("b\u00fcro");
    assertThat(KernelText.name(KernelText.path(folder, "b\\xfcro"))).isEqualTo("b\\xfcro");
    try (var entries = Files.newDirectoryStream(folder)) {
      assertThat(entries).extracting(KernelText::name).containsExactly("b\\xfcro");
    }
    assertThat(KernelText.path(folder + "/b\\xfcro/b\u00fcro")).isEqualTo(found);
  }

  /** Bytes of text in which those that are not ASCII are octal, as printf takes them. */
  private static byte[] bytes(String octal) {
    StringBuilder plain = new StringBuilder();
    for (int i = 0; i < octal.length(); i++) {
      boolean escape = octal.charAt(i) == '\\';
      plain.append(
          escape ? (char) Integer.parseInt(octal.substring(i + 1, i + 4), 8) : octal.charAt(i));
      i += escape ? 3 : 0;
    }
    return plain.toString().getBytes(ISO_8859_1);
  }
}
