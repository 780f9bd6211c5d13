// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.workload;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.keplerotel.agent.linux.fs.HostFiles;
import io.keplerotel.agent.workload.WorkloadNames.Names;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What podman and Docker have written down about their containers. What is not there, cannot be
 * read, or is not what they write, is not known; nothing is asked of a runtime itself.
 */
final class RuntimeFiles {
  private static final long MOST_BYTES = 16L << 20;
  private static final String DOCKER = "var/lib/docker/containers";
  private static final String PODMAN = "var/lib/containers/storage";
  private static final Path HOME = Path.of("home");
  private static final String ROOTLESS = ".local/share/containers/storage";
  private static final List<String> LISTS = List.of("containers.json", "volatile-containers.json");

  private final HostFiles files;

  /** Built by the first file: where there is none, its classes stay out of memory. */
  private static final class Json {
    static final JsonMapper MAPPER = new JsonMapper();
  }

  RuntimeFiles(HostFiles files) {
    this.files = files;
  }

  /** Names of the container with this id. */
  Optional<Names> docker(String id) {
    return files.roots().stream()
        .flatMap(root -> json(root.resolve(DOCKER).resolve(id).resolve("config.v2.json")).stream())
        .findFirst()
        .flatMap(
            config ->
                names(
                    config.path("Name").asText("").replaceFirst("^/", ""),
                    config.path("Config").path("Image").asText("")));
  }

  /** Names of all containers of podman, also of those that users run without root, by id. */
  Map<String, Names> podman() {
    Map<String, Names> all = new HashMap<>();
    for (Path storage : storages()) {
      for (Path driver : list(storage, "*-containers")) {
        for (String name : LISTS) {
          json(driver.resolve(name)).ifPresent(list -> list.forEach(each -> add(each, all)));
        }
      }
    }
    return all;
  }

  private List<Path> storages() {
    List<Path> storages = new ArrayList<>();
    List<Path> remote = files.remoteFolders();
    for (Path root : files.roots()) {
      storages.add(root.resolve(PODMAN));
      storages.add(root.resolve("root").resolve(ROOTLESS));
      if (isLocal(HOME, remote)) {
        list(root.resolve(HOME), "*").stream()
            .filter(home -> isLocal(HOME.resolve(home.getFileName()), remote))
            .forEach(home -> storages.add(home.resolve(ROOTLESS)));
      }
    }
    return storages;
  }

  private static boolean isLocal(Path folder, List<Path> remote) {
    return remote.stream().noneMatch(mounted -> mounted.endsWith(folder));
  }

  private static void add(JsonNode container, Map<String, Names> all) {
    String image =
        parse(container.path("metadata").asText("{}"))
            .map(metadata -> metadata.path("image-name").asText(""))
            .orElse("");
    names(container.path("names").path(0).asText(""), image)
        .ifPresent(names -> all.put(container.path("id").asText(""), names));
  }

  private static Optional<Names> names(String name, String image) {
    return name.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Names(
                Optional.empty(),
                Optional.of(name),
                image.isEmpty() ? Optional.empty() : Optional.of(Image.parse(image)),
                Optional.empty()));
  }

  private static List<Path> list(Path folder, String pattern) {
    List<Path> found = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder, pattern)) {
      entries.forEach(found::add);
    } catch (IOException | DirectoryIteratorException ignored) {
      // It is not there, or hidden: then nothing is known from it.
    }
    return found;
  }

  private static Optional<JsonNode> json(Path file) {
    try {
      if (!Files.isRegularFile(file) || Files.size(file) > MOST_BYTES) {
        return Optional.empty();
      }
      return parse(Files.readString(file));
    } catch (IOException ignored) {
      // Hidden from the agent, gone meanwhile, or no text.
      return Optional.empty();
    }
  }

  private static Optional<JsonNode> parse(String text) {
    try {
      return Optional.ofNullable(Json.MAPPER.readTree(text));
    } catch (IOException ignored) {
      // Half written: the runtime is at it, and a later look finds it whole.
      return Optional.empty();
    }
  }
}
