// SPDX-License-Identifier: Apache-2.0
// How a load goes over time: a factor around 1 for each shape, always the same for the same second.

const noise = (seconds, phase) => 0.05 * (Math.sin(seconds / 97 + phase * 5) + Math.sin(seconds / 41 + phase * 11) + Math.sin(seconds / 190 + phase * 3));

const shapes = {
  flat: () => 1,
  day: (seconds) => 1 + 0.45 * Math.sin((2 * Math.PI * (seconds - 9 * 3600)) / 86400) + 0.15 * Math.sin(seconds / 1900),
  waves: (seconds, phase) => 1 + 0.35 * Math.sin(seconds / 1300 + phase),
  hourly: (seconds) => (seconds % 3600 < 900 ? 3 : 0.02),
  once: (seconds) => (seconds % 86400 > 12.2 * 3600 && seconds % 86400 < 13.4 * 3600 ? 1.4 : 0),
};

/** By how much a load is above or below its mean at a time, in seconds since 1970. */
export function factor(shape, seconds, phase) {
  return Math.max(0, shapes[shape](seconds, phase) * (1 + noise(seconds, phase)));
}
