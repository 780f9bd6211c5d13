// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.power.remote;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.keplerotel.agent.model.PlainText;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLException;
import okhttp3.Headers;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * Asks a meter by HTTP. It waits, so it is for the thread of a polled source only; nothing is
 * loaded before the first call.
 */
public final class RemoteCalls {
  private static final int MOST_BYTES = 4 << 20;
  private static final int MOST_WORDS = 200;
  private static final MediaType JSON = MediaType.get("application/json; charset=utf-8");

  private final Terms terms;
  private @Nullable OkHttpClient client;

  /** Nothing is asked yet. */
  public RemoteCalls(Terms terms) {
    this.terms = terms;
  }

  /** What of the other end is verified. */
  public enum Verify {
    CERTIFICATE,
    NOTHING
  }

  /**
   * By what a meter is asked.
   *
   * @param keys with what its settings begin, for messages
   * @param caFile who is trusted; empty for whom the Java runtime trusts
   * @param patience for a whole answer
   */
  public record Terms(String keys, Optional<Path> caFile, Verify verify, Duration patience) {}

  /**
   * An answer, whatever its status.
   *
   * @param name where it comes from, for messages
   * @param keys as its terms have them
   */
  public record Answer(String name, String keys, int status, Headers headers, String body) {
    private static final int OK = 200;
    private static final int LEAST_ERROR = 300;
    private static final int UNAUTHORIZED = 401;
    private static final int FORBIDDEN = 403;
    private static final int MISSING = 404;
    private static final int UNAVAILABLE = 503;

    /** Whether it asks who we are, or does not like who we are. */
    public boolean isRefusal() {
      return status == UNAUTHORIZED;
    }

    /** Whether there is no such thing. */
    public boolean isMissing() {
      return status == MISSING;
    }

    /** Whether it is what was asked for. */
    public boolean isGood() {
      return status >= OK && status < LEAST_ERROR;
    }

    /** The body of a good answer; another one is thrown. */
    public String text() throws RemoteException {
      if (isGood()) {
        return body;
      }
      throw new RemoteException(name + " answers " + status + advice());
    }

    private String advice() {
      return switch (status) {
        case UNAUTHORIZED, FORBIDDEN ->
            ": it refuses the credentials, or wants some; see " + keys + ".credentials-file";
        case UNAVAILABLE -> ": it is busy or starting; it is asked again";
        default -> "; see " + keys + ".url";
      };
    }
  }

  /** GET. */
  public Answer get(URI uri, Map<String, String> headers) throws RemoteException {
    return call(
        uri, new Request.Builder().url(uri.toString()).headers(Headers.of(headers)).build());
  }

  /** POST of JSON. */
  public Answer post(URI uri, String json) throws RemoteException {
    RequestBody body = RequestBody.create(json.getBytes(UTF_8), JSON);
    return call(uri, new Request.Builder().url(uri.toString()).post(body).build());
  }

  private Answer call(URI uri, Request request) throws RemoteException {
    String name = name(uri);
    try (Response response = client().newCall(request).execute();
        InputStream in = response.body().byteStream()) {
      byte[] bytes = in.readNBytes(MOST_BYTES + 1);
      if (bytes.length > MOST_BYTES) {
        throw new RemoteException(
            "%s answers with more than 4 MiB; see %s.url".formatted(name, terms.keys()));
      }
      return new Answer(
          name, terms.keys(), response.code(), response.headers(), new String(bytes, UTF_8));
    } catch (SSLException e) {
      throw new RemoteException(
          "%s does not agree on TLS (%s); where it is its certificate that is not trusted, name its authority in %s.ca-file"
              .formatted(name, words(e), terms.keys()));
    } catch (IOException e) {
      throw new RemoteException("%s does not answer (%s)".formatted(name, words(e)));
    }
  }

  private OkHttpClient client() throws RemoteException {
    OkHttpClient known = client;
    if (known != null) {
      return known;
    }
    // The call's time-out is for all of it; the others would end it sooner.
    OkHttpClient.Builder builder =
        new OkHttpClient.Builder()
            .callTimeout(terms.patience())
            .connectTimeout(Duration.ZERO)
            .readTimeout(Duration.ZERO)
            .writeTimeout(Duration.ZERO)
            .protocols(List.of(Protocol.HTTP_1_1))
            .followRedirects(false);
    Trust.apply(builder, terms);
    OkHttpClient made = builder.build();
    client = made;
    return made;
  }

  private static String words(IOException e) {
    return PlainText.of(String.valueOf(e.getMessage()), MOST_WORDS);
  }

  /** Without what may be secret. */
  private static String name(URI uri) {
    return uri.getScheme()
        + "://"
        + uri.getHost()
        + (uri.getPort() < 0 ? "" : ":" + uri.getPort())
        + uri.getPath();
  }
}
