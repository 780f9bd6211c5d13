// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** No value of the chart is accepted without effect. */
@Tag("e2e")
class EachValueTest {
  private static final String SEPARATOR = "/";
  private static final JsonMapper JSON = new JsonMapper();

  @TempDir Path folder = Path.of("");

  @Test
  void allValuesOfTheChartAreTried() throws IOException {
    Map<String, List<String>> values = new TreeMap<>();
    collect(yaml("k8s/helm/kepler/values.yaml"), List.of(), values);
    assertThat(cases().keySet())
        .map(Object::toString)
        .as("k8s/e2e/each-value.yaml")
        .containsExactlyInAnyOrderElementsOf(values.keySet());
  }

  @ParameterizedTest
  @MethodSource("paths")
  void eachValueChangesWhatIsRendered(List<String> path) throws IOException {
    Map<?, ?> tried = (Map<?, ?>) Objects.requireNonNull(cases().get(String.join(SEPARATOR, path)));
    Object besides = tried.containsKey("with") ? tried.get("with") : Map.of();
    Object value = Objects.requireNonNull(tried.get("value"));
    for (String key : path.reversed()) {
      value = Map.of(key, value);
    }
    String without = "helm template kepler k8s/helm/kepler --values " + file("with", besides);
    assertThat(Chart.offline(without + " --values " + file("value", value)).ok())
        .isNotEqualTo(Chart.offline(without).ok());
  }

  static Stream<List<String>> paths() throws IOException {
    Map<String, List<String>> values = new TreeMap<>();
    collect(yaml("k8s/helm/kepler/values.yaml"), List.of(), values);
    return values.values().stream();
  }

  private static void collect(Map<?, ?> map, List<String> path, Map<String, List<String>> values) {
    map.forEach(
        (key, value) -> {
          List<String> deeper = Stream.concat(path.stream(), Stream.of(key.toString())).toList();
          if (value instanceof Map<?, ?> inner && !inner.isEmpty()) {
            collect(inner, deeper, values);
          } else {
            values.put(String.join(SEPARATOR, deeper), deeper);
          }
        });
  }

  private static Map<?, ?> cases() throws IOException {
    return yaml("k8s/e2e/each-value.yaml");
  }

  private static Map<?, ?> yaml(String path) throws IOException {
    Object read =
        new Load(LoadSettings.builder().build())
            .loadFromString(Files.readString(Chart.ROOT.resolve(path)));
    return (Map<?, ?>) Objects.requireNonNull(read);
  }

  private Path file(String name, Object values) throws IOException {
    return Files.writeString(folder.resolve(name + ".json"), JSON.writeValueAsString(values));
  }
}
