// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.linux.nvml;

import io.keplerotel.agent.linux.nvml.NvmlException.Reason;
import java.util.Arrays;

/** Return codes of NVML, as nvml.h numbers them. */
enum NvmlCode {
  SUCCESS(0, Reason.OTHER, "success"),
  UNINITIALIZED(1, Reason.LOST, "NVML was shut down"),
  NOT_SUPPORTED(3, Reason.NOT_SUPPORTED, "not supported by this GPU"),
  NO_PERMISSION(4, Reason.NOT_PERMITTED, "not permitted; run as root"),
  NOT_FOUND(6, Reason.NOTHING_FOUND, "nothing found"),
  INSUFFICIENT_SIZE(7, Reason.OTHER, "the list grew faster than the room for it"),
  DRIVER_NOT_LOADED(9, Reason.LOST, "the NVIDIA driver is not loaded"),
  FUNCTION_NOT_FOUND(13, Reason.NOT_SUPPORTED, "this driver's NVML has no such function"),
  GPU_IS_LOST(15, Reason.LOST, "the GPU has fallen off the bus or cannot be reached"),
  RESET_REQUIRED(16, Reason.LOST, "the GPU needs a reset"),
  LIB_RM_VERSION_MISMATCH(
      18, Reason.LOST, "library and driver are of different versions, as after an upgrade"),
  ARGUMENT_VERSION_MISMATCH(25, Reason.NOT_SUPPORTED, "this driver has another version of it"),
  DEPRECATED(26, Reason.NOT_SUPPORTED, "this driver does not offer it any more"),
  GPU_NOT_FOUND(28, Reason.LOST, "no GPU was found"),
  /** Any other; its number is told. */
  OTHER(-1, Reason.OTHER, "error");

  private final int number;
  private final Reason reason;
  private final String words;

  NvmlCode(int number, Reason reason, String words) {
    this.number = number;
    this.reason = reason;
    this.words = words;
  }

  static NvmlCode of(int number) {
    return Arrays.stream(values()).filter(code -> code.number == number).findFirst().orElse(OTHER);
  }

  Reason reason() {
    return reason;
  }

  /** What it means, with NVML's own number. */
  String words(int returned) {
    return words + " (NVML error " + returned + ")";
  }
}
