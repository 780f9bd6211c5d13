// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.linux.nvml;

import com.sun.jna.Function;
import com.sun.jna.NativeLibrary;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The library as it was found. Functions are looked up by name when they are first called, since
 * each driver brings its own set of them. For one thread at a time.
 */
final class NvmlLibrary implements AutoCloseable {
  private static final String LIBRARY_FOLDERS = "jna.platform.library.path";

  private final NativeLibrary natives;
  private final Map<String, Optional<Function>> functions = new HashMap<>();

  private NvmlLibrary(NativeLibrary natives) {
    this.natives = natives;
  }

  /**
   * Loads the first that can be loaded.
   *
   * @param places file names, or a bare name that the dynamic linker is to find
   */
  static NvmlLibrary load(List<String> places) throws NvmlException {
    // Else JNA starts ldconfig to learn where libraries lie, which the dynamic linker knows.
    System.setProperty(LIBRARY_FOLDERS, System.getProperty(LIBRARY_FOLDERS, ""));
    for (String place : places) {
      try {
        return new NvmlLibrary(NativeLibrary.getInstance(place));
      } catch (UnsatisfiedLinkError ignored) {
        // It is not there, or not for this machine; the message names all places.
      }
    }
    throw NvmlException.unavailable(
        "libnvidia-ml.so.1 cannot be loaded from any of %s; let the NVIDIA container runtime bring it (runtimeClassName: nvidia, NVIDIA_DRIVER_CAPABILITIES=utility), mount it, or set power.nvml.library"
            .formatted(String.join(", ", places)));
  }

  /** The first of these functions that the library has. */
  String newest(String... symbols) throws NvmlException {
    for (String symbol : symbols) {
      if (function(symbol).isPresent()) {
        return symbol;
      }
    }
    throw NvmlException.of(symbols[0], NvmlCode.FUNCTION_NOT_FOUND, 13);
  }

  /** Calls a function that returns a code; anything but success is thrown. */
  void call(String symbol, Object... arguments) throws NvmlException {
    int number = code(symbol, arguments);
    NvmlCode code = NvmlCode.of(number);
    if (code != NvmlCode.SUCCESS) {
      throw NvmlException.of(symbol, code, number);
    }
  }

  /** Calls a function and returns its code. */
  int code(String symbol, Object... arguments) throws NvmlException {
    Optional<Function> function = function(symbol);
    if (function.isEmpty()) {
      throw NvmlException.of(symbol, NvmlCode.FUNCTION_NOT_FOUND, 13);
    }
    return function.get().invokeInt(arguments);
  }

  @Override
  public void close() {
    functions.clear();
    natives.close();
  }

  private Optional<Function> function(String symbol) {
    return functions.computeIfAbsent(
        symbol,
        name -> {
          try {
            return Optional.of(natives.getFunction(name));
          } catch (UnsatisfiedLinkError ignored) {
            // An older or newer driver, which does without.
            return Optional.empty();
          }
        });
  }
}
