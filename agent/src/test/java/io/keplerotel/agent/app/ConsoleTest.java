// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class ConsoleTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final Reader reader = new Reader();
  private final Console console = Console.start(reader);

  @Test
  void whatIsSaidIsWrittenInOrder() {
    reader.reads.countDown();
    console.say("one\n");
    console.say("two\n");
    console.drain(PATIENCE);
    assertThat(reader.text()).isEqualTo("one\ntwo\n");
  }

  @Test
  void whoSpeaksNeverWaitsForWhoReadsAndWhatIsLostIsCounted() throws Exception {
    for (int i = 0; i < 5_000; i++) {
      console.say(i + "\n");
    }
    console.drain(Duration.ofMillis(50));
    assertThat(reader.text()).isEmpty();
    reader.reads.countDown();
    console.drain(PATIENCE);
    console.say("again\n");
    console.drain(PATIENCE);
    long told = reader.text().lines().filter(line -> line.matches("[0-9]+")).count();
    assertThat(told).isBetween(1_000L, 1_001L);
    assertThat(reader.text())
        .contains("(%d messages were dropped here: nobody read them)".formatted(5_000 - told))
        .endsWith("again\n");
  }

  /** Issue, B7: no background thread ends without a word. */
  @Test
  void whatWritingThrowsDoesNotEndTheLog() {
    ByteArrayOutputStream written = new ByteArrayOutputStream();
    Console broken =
        Console.start(
            new OutputStream() {
              private boolean mended;

              @Override
              public void write(int one) {
                if (!mended) {
                  mended = true;
                  throw new IllegalStateException("on purpose");
                }
                written.write(one);
              }
            });
    broken.say("lost\n");
    broken.say("one\n");
    broken.drain(PATIENCE);
    assertThat(written.toString(UTF_8))
        .contains("(1 messages were dropped here: nobody read them)", "one\n");
  }

  /** Takes nothing before it is let to. */
  private static final class Reader extends OutputStream {
    private final CountDownLatch reads = new CountDownLatch(1);
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    @Override
    public void write(int one) {
      write(new byte[] {(byte) one}, 0, 1);
    }

    @Override
    public void write(byte[] text, int from, int count) {
      try {
        reads.await();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
      synchronized (bytes) {
        bytes.write(text, from, count);
      }
    }

    String text() {
      synchronized (bytes) {
        return bytes.toString(UTF_8);
      }
    }
  }
}
