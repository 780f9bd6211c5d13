// SPDX-FileCopyrightText: The Kepler for OpenTelemetry authors
// SPDX-License-Identifier: Apache-2.0
package io.keplerotel.agent.linux.process;

import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.function.IntConsumer;

/**
 * Signals that this process is sent, in the place of the JVM's own answer to them, which is to end.
 * By reflection, as terminal libraries do it: the JDK has no other way, and its compiler does not
 * let this one be named.
 */
public final class Signals {
  private Signals() {}

  /**
   * From now on this is told of each signal of that name, by a thread of its own. Where the process
   * was started with the signal ignored, it still is.
   *
   * @param name without SIG, such as {@code INT}
   * @param told of the signal's number
   * @return whether this JVM can do so
   */
  public static boolean watch(String name, IntConsumer told) {
    try {
      Class<?> signal = Class.forName("sun.misc.Signal");
      Class<?> answer = Class.forName("sun.misc.SignalHandler");
      Object named = signal.getConstructor(String.class).newInstance(name);
      int number = (int) signal.getMethod("getNumber").invoke(named);
      Object teller =
          Proxy.newProxyInstance(
              Signals.class.getClassLoader(),
              new Class<?>[] {answer},
              (self, method, arguments) -> answer(self, method, arguments, number, told));
      signal.getMethod("handle", signal, answer).invoke(null, named, teller);
      return true;
    } catch (ReflectiveOperationException | IllegalArgumentException ignored) {
      // A JVM without these classes, or one that keeps the signal: then its own answer stays.
      return false;
    }
  }

  private static Object answer(
      Object self, Method method, Object[] arguments, int number, IntConsumer told) {
    return switch (method.getName()) {
      case "equals" -> System.identityHashCode(self) == System.identityHashCode(arguments[0]);
      case "hashCode" -> System.identityHashCode(self);
      case "toString" -> "signal " + number;
      default -> {
        told.accept(number);
        yield self;
      }
    };
  }
}
