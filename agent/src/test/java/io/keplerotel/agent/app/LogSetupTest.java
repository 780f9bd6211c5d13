// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.keplerotel.agent.config.LogFormat;
import io.keplerotel.agent.config.LogLevel;
import io.keplerotel.agent.config.Settings;
import io.keplerotel.agent.testing.Shell;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** In a process of its own, since here somebody holds all loggers. */
class LogSetupTest {
  private static final String RUN =
      "%s/bin/java -cp '%s' '%s' 2>&1"
          .formatted(
              System.getProperty("java.home"),
              System.getProperty("java.class.path"),
              Collected.class.getName());

  @Test
  void theLevelOutlivesTheGarbageCollector() {
    assertThat(Shell.run(RUN)).contains("INFO", "said after a collection");
  }

  /** Sets it up, and logs for the first time when all that nobody holds is gone. */
  static final class Collected {
    public static void main(String[] arguments) {
      Console console = Console.start();
      LogSetup.apply(new Settings.Log(LogLevel.INFO, LogFormat.TEXT), console);
      for (int i = 0; i < 3; i++) {
        System.gc();
      }
      System.getLogger("io.keplerotel.Test")
          .log(System.Logger.Level.INFO, "said after a collection");
      console.drain(Duration.ofSeconds(5));
    }
  }
}
