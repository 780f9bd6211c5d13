// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.linux.nvml;

/** A call of NVML failed; the message says which, and how. */
public final class NvmlException extends Exception {
  private static final long serialVersionUID = 1;

  /** What a caller does about it. */
  public enum Reason {
    /** This card, driver or library has no such figure: it is not asked again. */
    NOT_SUPPORTED,
    /** There is nothing to tell now. */
    NOTHING_FOUND,
    /** The agent lacks a right. */
    NOT_PERMITTED,
    /** The card or the driver went away: NVML is to be closed and started again. */
    LOST,
    /** NVML cannot be loaded or started. */
    UNAVAILABLE,
    OTHER
  }

  private final String message;
  private final Reason reason;

  private NvmlException(String message, Reason reason) {
    super(message);
    this.message = message;
    this.reason = reason;
  }

  /** Of a call that returned something else than success. */
  static NvmlException of(String call, NvmlCode code, int number) {
    String words = code.words(number);
    return new NvmlException(call + ": " + words, code.reason());
  }

  /** NVML is not to be had; {@code message} says why and what to do. */
  static NvmlException unavailable(String message) {
    return new NvmlException(message, Reason.UNAVAILABLE);
  }

  /** A call told something that cannot be. */
  static NvmlException implausible(String call, String what) {
    return new NvmlException(call + ": " + what, Reason.OTHER);
  }

  @Override
  public String getMessage() {
    return message;
  }

  /** Why it failed. */
  public Reason reason() {
    return reason;
  }
}
