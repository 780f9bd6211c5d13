// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.workload;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ImageTest {
  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          redis,                        redis,             latest, ,          ,           latest
          redis:7,                      redis,             7,      ,          ,           7
          registry:5000/shop/app,       registry:5000/shop/app, latest, ,     ,           latest
          registry:5000/shop/app:1.2,   registry:5000/shop/app, 1.2, ,        ,           1.2
          tools@sha256:ab,              tools,             ,       sha256:ab, ,           sha256:ab
          tools:3@sha256:ab,            tools,             3,      sha256:ab, ,           3@sha256:ab
          registry:5000/t@sha256:ab,    registry:5000/t,   ,       sha256:ab, ,           sha256:ab
          sha256:abcd,                  '',                ,       ,          sha256:abcd,
          """)
  void referencesAreTakenApart(
      String reference, String name, String tag, String digest, String id, String version) {
    Image image = Image.parse(reference);
    assertThat(image)
        .isEqualTo(
            new Image(
                name,
                tag == null ? List.of() : List.of(tag),
                Optional.ofNullable(digest),
                Optional.ofNullable(id)));
    assertThat(image.version()).isEqualTo(Optional.ofNullable(version));
  }
}
