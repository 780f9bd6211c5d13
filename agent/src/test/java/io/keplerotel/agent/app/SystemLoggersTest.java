// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The way from {@link System.Logger} to java.util.logging. */
class SystemLoggersTest {
  private static final String NAME = SystemLoggersTest.class.getName();

  private final Logger end = Logger.getLogger(NAME);
  private final System.Logger logger = System.getLogger(NAME);
  private final List<String> lines = new ArrayList<>();
  private final Handler handler =
      new Handler() {
        @Override
        public void publish(LogRecord line) {
          lines.add(
              "%s %s %s %s"
                  .formatted(
                      line.getLevel(),
                      line.getLoggerName(),
                      new SimpleFormatter().formatMessage(line),
                      line.getThrown()));
        }

        @Override
        public void flush() {
          // Nothing is kept.
        }

        @Override
        public void close() {
          // Nothing is open.
        }
      };

  @BeforeEach
  void listen() {
    end.setUseParentHandlers(false);
    end.setLevel(java.util.logging.Level.FINE);
    end.addHandler(handler);
  }

  @AfterEach
  void leave() {
    end.removeHandler(handler);
    end.setUseParentHandlers(true);
  }

  @Test
  void javaTakesIt() {
    assertThat(System.LoggerFinder.getLoggerFinder()).isInstanceOf(SystemLoggers.class);
    assertThat(logger.getName()).isEqualTo(NAME);
  }

  @Test
  void aLineKeepsItsValuesAndItsReason() {
    logger.log(Level.WARNING, "{0} of {1}", "one", "two");
    logger.log(Level.ERROR, "it''s {0}");
    logger.log(Level.INFO, "why", new IllegalStateException("gone"));
    assertThat(lines)
        .containsExactly(
            "WARNING " + NAME + " one of two null",
            "SEVERE " + NAME + " it''s {0} null",
            "INFO " + NAME + " why java.lang.IllegalStateException: gone");
  }

  @Test
  void whatIsBelowTheLevelIsLeftOut() {
    logger.log(Level.TRACE, "small");
    logger.log(Level.DEBUG, "larger");
    assertThat(lines).containsExactly("FINE " + NAME + " larger null");
    assertThat(logger.isLoggable(Level.TRACE)).isFalse();
    assertThat(logger.isLoggable(Level.DEBUG)).isTrue();
  }
}
