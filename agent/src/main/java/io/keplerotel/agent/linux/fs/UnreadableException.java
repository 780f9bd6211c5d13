// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.linux.fs;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/** A kernel file could not be read, or not understood; the message is fit for an operator. */
public final class UnreadableException extends IOException {
  /** What kind of failure it is, as far as a caller acts on it. */
  public enum Reason {
    /** The file, or the process or zone behind it, is gone. */
    MISSING,
    /** The agent lacks a right. */
    DENIED,
    /** The file was read, but not what it should hold. */
    MALFORMED,
    OTHER
  }

  private final Reason reason;

  private UnreadableException(String message, Reason reason, Optional<IOException> cause) {
    super(message, cause.orElse(null));
    this.reason = reason;
  }

  /** Says that {@code path} could not be read and what would help. */
  static UnreadableException of(Path path, IOException cause) {
    Reason reason = reasonOf(cause);
    String message = "cannot read " + path + ": " + words(cause, reason) + advice(reason);
    return new UnreadableException(message, reason, Optional.of(cause));
  }

  /** Says that {@code path} holds something else than expected. */
  public static UnreadableException malformed(Path path, String problem) {
    String message =
        "cannot use " + path + ": " + problem + "; it is left out until it reads well again";
    return new UnreadableException(message, Reason.MALFORMED, Optional.empty());
  }

  /** What, where, and what to do. */
  @Override
  public String getMessage() {
    return String.valueOf(super.getMessage());
  }

  /** Why. */
  public Reason reason() {
    return reason;
  }

  private static Reason reasonOf(IOException cause) {
    if (cause instanceof AccessDeniedException) {
      return Reason.DENIED;
    }
    // ESRCH and ENODEV: the process or device went away between open and read.
    String text = String.valueOf(cause.getMessage());
    boolean gone =
        cause instanceof NoSuchFileException
            || cause instanceof FileNotFoundException
            || text.contains("No such process")
            || text.contains("No such device");
    return gone ? Reason.MISSING : text.contains("not permitted") ? Reason.DENIED : Reason.OTHER;
  }

  private static String words(IOException cause, Reason reason) {
    if (reason == Reason.DENIED) {
      return "Permission denied";
    }
    if (cause instanceof NoSuchFileException) {
      return "No such file or directory";
    }
    String text =
        cause instanceof FileSystemException failure ? failure.getReason() : cause.getMessage();
    return text == null ? cause.getClass().getSimpleName() : text;
  }

  private static String advice(Reason reason) {
    return switch (reason) {
      case DENIED -> "; run as root or grant read access";
      case MISSING -> "; it is left out until it comes back";
      case MALFORMED, OTHER -> "; it is left out until it can be read";
    };
  }
}
