// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.testing;

import static org.junit.jupiter.api.Assertions.fail;

import com.sun.jna.Function;
import com.sun.jna.NativeLibrary;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A libnvidia-ml.so.1 that says what a test tells it to, made from test/c/fake_nvml.c. It is really
 * loaded and called.
 */
public final class FakeNvml {
  private static final Path SOURCES = Path.of("src/test/c").toAbsolutePath();
  private static final Path NVIDIAS_HEADER = Path.of("../.cache/nvml/nvml.h").toAbsolutePath();
  private static final Map<Edition, Path> BUILT = new ConcurrentHashMap<>();

  private final Path library;
  private final Map<String, String> script = new TreeMap<>();

  private FakeNvml(Path library) {
    this.library = library;
  }

  /** Of which driver. */
  public enum Edition {
    PRESENT,
    /** Without the functions and versions of functions that came later. */
    OLD
  }

  /** A library of its own in this folder. */
  public static FakeNvml in(Path folder) {
    return in(folder, Edition.PRESENT);
  }

  /** A library of its own in this folder. */
  public static FakeNvml in(Path folder, Edition edition) {
    try {
      Path library = folder.resolve("libnvidia-ml.so.1");
      Files.copy(
          BUILT.computeIfAbsent(edition, FakeNvml::build),
          library,
          StandardCopyOption.REPLACE_EXISTING);
      return new FakeNvml(library).set("cards", 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public Path library() {
    return library;
  }

  /** Lets it say something from now on. */
  public FakeNvml set(String key, Object value) {
    script.put(key, String.valueOf(value));
    return write();
  }

  /** Lets it say nothing of this from now on. */
  public FakeNvml unset(String key) {
    script.remove(key);
    return write();
  }

  /** Adds a card as an H200 is, that has used this much energy, mJ. */
  public FakeNvml card(int index, long energyMj) {
    String card = "card." + index + ".";
    set(card + "uuid", "GPU-0000000" + index);
    set(card + "name", "NVIDIA H200");
    set(card + "pci", "0:%x:0".formatted(0x3b + index));
    set(card + "power", 567_000);
    set(card + "busy", 80);
    set(card + "mig", 0);
    set(card + "running", "");
    set(card + "samples", "");
    set(card + "energy", energyMj);
    return set("cards", Math.max(index + 1, Integer.parseInt(script.getOrDefault("cards", "0"))));
  }

  /** Where the C compiler puts a part of a structure, bytes. */
  public long layout(String what) {
    try (NativeLibrary natives = NativeLibrary.getInstance(library.toString())) {
      Function function = natives.getFunction("fake_layout");
      return function.invokeLong(new Object[] {what});
    }
  }

  private FakeNvml write() {
    StringBuilder text = new StringBuilder();
    script.forEach((key, value) -> text.append(key).append(' ').append(value).append('\n'));
    try {
      Path written = Path.of(library + ".script.new");
      Files.writeString(written, text);
      Files.move(written, Path.of(library + ".script"), StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return this;
  }

  private static Path build(Edition edition) {
    try {
      Path library = Files.createTempFile("fake-nvml", ".so");
      library.toFile().deleteOnExit();
      String output =
          Shell.run(
              "clang -shared -fPIC -O1 -Wall -Werror -I%s %s -o %s %s/fake_nvml.c"
                  .formatted(
                      header().getParent(),
                      edition == Edition.OLD ? "-DOLD" : "",
                      library,
                      SOURCES));
      if (Files.size(library) == 0) {
        throw new IllegalStateException("the NVML of the tests does not compile: " + output);
      }
      return library;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path header() {
    if (Files.exists(NVIDIAS_HEADER)) {
      return NVIDIAS_HEADER;
    }
    String why = NVIDIAS_HEADER + " is missing; .ci/nvml-header fetches it";
    if ("1".equals(System.getenv("REQUIRE_NVML_HEADER"))) {
      fail("REQUIRE_NVML_HEADER=1, but " + why);
    }
    System.out.println("NVML of the tests is compiled against their own declarations: " + why);
    return SOURCES.resolve("nvml/nvml.h");
  }
}
