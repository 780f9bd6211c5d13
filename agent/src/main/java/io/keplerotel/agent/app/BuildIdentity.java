// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.app;

import io.keplerotel.agent.export.prometheus.InfoMetric;
import io.keplerotel.semconv.KeplerLabels;
import io.keplerotel.semconv.KeplerMetrics;
import io.keplerotel.semconv.KeplerTenLabels;
import io.keplerotel.semconv.KeplerTenMetrics;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URL;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.Manifest;

/** What the agent was built from, by its jar's manifest. */
public final class BuildIdentity {
  private static final String UNKNOWN = "unknown";
  private static final String MANIFEST = "META-INF/MANIFEST.MF";

  private BuildIdentity() {}

  public static String version() {
    return attribute("Implementation-Version");
  }

  /** All of it and what runs it, in a line for people. */
  public static String description() {
    return "%s (revision %s, branch %s), Java %s, %s %s"
        .formatted(
            version(),
            attribute("Implementation-Revision"),
            attribute("Implementation-Branch"),
            System.getProperty("java.version"),
            System.getProperty("os.name"),
            System.getProperty("os.arch"));
  }

  static InfoMetric info() {
    return new InfoMetric(
        KeplerMetrics.EXPORTER_BUILD_INFO,
        Map.of(
            KeplerLabels.BRANCH.getKey(), attribute("Implementation-Branch"),
            KeplerLabels.REVISION.getKey(), attribute("Implementation-Revision"),
            KeplerLabels.VERSION.getKey(), version(),
            KeplerLabels.OS.getKey(), System.getProperty("os.name"),
            KeplerLabels.ARCH.getKey(), System.getProperty("os.arch")));
  }

  /** The same for the dialect of Kepler 0.10. */
  static InfoMetric tenInfo(String nodeName) {
    return new InfoMetric(
        KeplerTenMetrics.BUILD_INFO,
        Map.of(
            KeplerLabels.ARCH.getKey(), System.getProperty("os.arch"),
            KeplerLabels.BRANCH.getKey(), attribute("Implementation-Branch"),
            KeplerLabels.REVISION.getKey(), attribute("Implementation-Revision"),
            KeplerLabels.VERSION.getKey(), version(),
            KeplerTenLabels.GOVERSION.getKey(), "java" + System.getProperty("java.version"),
            KeplerTenLabels.NODE_NAME.getKey(), nodeName));
  }

  private static String attribute(String name) {
    String value = manifest().getValue(name);
    return value == null ? UNKNOWN : value;
  }

  /** The manifest beside this class, not the first one on the class path. */
  private static Attributes manifest() {
    URL own = BuildIdentity.class.getResource(BuildIdentity.class.getSimpleName() + ".class");
    String place = String.valueOf(own);
    int end = place.indexOf('!');
    if (end < 0) {
      return new Attributes();
    }
    try (InputStream in = URI.create(place.substring(0, end + 2) + MANIFEST).toURL().openStream()) {
      return new Manifest(in).getMainAttributes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
