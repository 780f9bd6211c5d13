// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.export.otlp;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.opentelemetry.sdk.common.export.GrpcResponse;
import io.opentelemetry.sdk.common.export.HttpResponse;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How a push went.
 *
 * @param outcome in one word
 * @param rejected data points that were not taken, though the push was
 * @param reason what the other side, or the network, said; raw
 */
record PushAnswer(Outcome outcome, long rejected, String reason) {
  private static final int PARTIAL_SUCCESS = 1;
  private static final int REJECTED = 1;
  private static final int PARTIAL_MESSAGE = 2;
  private static final int STATUS_MESSAGE = 2;
  private static final int HTTP_OK = 200;
  private static final int HTTP_REDIRECT = 300;
  private static final int LONGEST = 1_000;
  private static final PushAnswer ACCEPTED = new PushAnswer(Outcome.ACCEPTED, 0, "");

  enum Outcome {
    ACCEPTED,
    /** Taken, but not all of it, or with a warning. */
    PARTLY,
    UNAUTHORIZED,
    NOT_FOUND,
    /** Somebody is there, and hangs up. */
    HUNG_UP,
    FAILED
  }

  /** What an HTTP server answered. */
  static PushAnswer of(HttpResponse response) {
    int status = response.getStatusCode();
    if (status >= HTTP_OK && status < HTTP_REDIRECT) {
      return partial(response.getResponseBody());
    }
    Outcome outcome =
        switch (status) {
          case 401, 403 -> Outcome.UNAUTHORIZED;
          case 404, 405 -> Outcome.NOT_FOUND;
          default -> Outcome.FAILED;
        };
    String words = Objects.requireNonNullElse(response.getStatusMessage(), "");
    return new PushAnswer(
        outcome, 0, told(("HTTP " + status + " " + words).strip(), body(response)));
  }

  /** What a gRPC server answered. */
  static PushAnswer of(GrpcResponse response) {
    String code = response.getStatusCode().name();
    return switch (response.getStatusCode()) {
      case OK -> partial(response.getResponseMessage());
      case UNAUTHENTICATED, PERMISSION_DENIED ->
          new PushAnswer(Outcome.UNAUTHORIZED, 0, grpc(code, response));
      case UNIMPLEMENTED -> new PushAnswer(Outcome.NOT_FOUND, 0, grpc(code, response));
      default -> new PushAnswer(Outcome.FAILED, 0, grpc(code, response));
    };
  }

  /** Nobody answered, or not as was asked. */
  static PushAnswer of(@Nullable Throwable failure) {
    Outcome outcome = isHangUp(failure) ? Outcome.HUNG_UP : Outcome.FAILED;
    Throwable cause = failure;
    while (cause != null && cause.getMessage() == null && cause.getCause() != null) {
      cause = cause.getCause();
    }
    if (cause == null) {
      return new PushAnswer(outcome, 0, "it answered with an error");
    }
    String message = cause.getMessage();
    return new PushAnswer(outcome, 0, message == null ? cause.getClass().getSimpleName() : message);
  }

  /** A connection that there was; what has no time or no connection is none. */
  private static boolean isHangUp(@Nullable Throwable failure) {
    return failure instanceof IOException
        && !(failure instanceof ConnectException)
        && !(failure instanceof NoRouteToHostException)
        && !(failure instanceof UnknownHostException)
        && !(failure instanceof InterruptedIOException);
  }

  /** Whether metrics arrived. */
  boolean arrived() {
    return outcome == Outcome.ACCEPTED || outcome == Outcome.PARTLY;
  }

  /** What makes two answers the same news: not the numbers in them. */
  String kind() {
    return outcome.name().toLowerCase(Locale.ROOT) + " " + reason.replaceAll("[0-9]+", "0");
  }

  private static PushAnswer partial(byte @Nullable [] response) {
    return ProtobufFields.parse(response)
        .flatMap(fields -> fields.message(PARTIAL_SUCCESS))
        .map(
            partial ->
                new PushAnswer(
                    Outcome.PARTLY,
                    partial.number(REJECTED).orElse(0),
                    partial.text(PARTIAL_MESSAGE).orElse("")))
        .filter(partial -> partial.rejected() > 0 || !partial.reason().isBlank())
        .orElse(ACCEPTED);
  }

  /** The message of a google.rpc.Status, or text that is no page for a browser. */
  private static String body(HttpResponse response) {
    byte[] body = response.getResponseBody();
    Optional<String> message =
        ProtobufFields.parse(body).flatMap(fields -> fields.text(STATUS_MESSAGE));
    if (message.isPresent() || body == null) {
      return message.orElse("");
    }
    String text = new String(body, 0, Math.min(LONGEST, body.length), UTF_8).strip();
    return text.startsWith("<") ? "" : text;
  }

  private static String grpc(String code, GrpcResponse response) {
    return told("gRPC " + code, Objects.requireNonNullElse(response.getStatusDescription(), ""));
  }

  private static String told(String status, String message) {
    return message.isBlank() ? status : status + ": " + message;
  }
}
