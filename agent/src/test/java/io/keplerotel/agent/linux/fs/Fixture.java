// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.linux.fs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/** Trees of kernel files, built in a temporary folder. */
public final class Fixture {
  private final Path root;

  /** Assigns. */
  public Fixture(Path root) {
    this.root = root;
  }

  /** The host that the tree stands for: {@code proc} and {@code sys} under the root. */
  public HostFiles host() {
    return new HostFiles(root.resolve("proc"), root.resolve("sys"));
  }

  /** Where a file of the tree is. */
  public Path path(String relative) {
    return root.resolve(relative);
  }

  /** Writes a file with a newline at its end, as kernel files have it. */
  public Fixture file(String relative, Object content) {
    try {
      Files.createDirectories(root.resolve(relative).getParent());
      Files.writeString(root.resolve(relative), content + "\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return this;
  }

  /** Makes a directory. */
  public Fixture directory(String relative) {
    try {
      Files.createDirectories(root.resolve(relative));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return this;
  }

  /** Makes a symbolic link. */
  public Fixture link(String relative, Path target) {
    try {
      Files.createDirectories(root.resolve(relative).getParent());
      Files.deleteIfExists(root.resolve(relative));
      Files.createSymbolicLink(root.resolve(relative), target);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return this;
  }

  /** Removes a file or a whole directory. */
  public Fixture remove(String relative) {
    try (Stream<Path> found = Files.walk(root.resolve(relative))) {
      found.sorted(Comparator.reverseOrder()).forEach(Fixture::delete);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return this;
  }

  /**
   * A file that nobody may read, root included: sysfs refuses to open attributes that are only to
   * be written to. Empty where this machine has none.
   */
  public static Optional<Path> denied() {
    try (DirectoryStream<Path> buses = Files.newDirectoryStream(Path.of("/sys/bus"))) {
      for (Path bus : buses) {
        if (Files.exists(bus.resolve("drivers_probe"))) {
          return Optional.of(bus.resolve("drivers_probe"));
        }
      }
    } catch (IOException e) {
      return Optional.empty();
    }
    return Optional.empty();
  }

  private static void delete(Path path) {
    try {
      Files.delete(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
