// SPDX-License-Identifier: Apache-2.0
// Series of a simulation: counters that are added to and gauges that are set, written as OpenMetrics.

const text = (labels) => Object.entries(labels).map(([name, value]) => `${name}="${value}"`).join(",");

/** Collects samples by metric, so that each metric's samples stand together as OpenMetrics wants it. */
export class Counters {
  #families = new Map();
  #times = [];

  /** Adds to a counter, which starts at 0. */
  add(name, labels, amount) {
    const series = this.#series(name, "counter", labels);
    series.value += amount;
  }

  /** Sets a gauge. */
  set(name, labels, value) {
    this.#series(name, "gauge", labels).value = value;
  }

  /** Takes the present value of every series as its sample at a time, in seconds since 1970. */
  sample(seconds) {
    this.#times.push(seconds);
    for (const family of this.#families.values()) {
      for (const series of family.series.values()) {
        series.samples.push(series.value);
      }
    }
  }

  /** All of it as lines of OpenMetrics. */
  *lines() {
    for (const [name, family] of this.#families) {
      yield `# TYPE ${family.type === "counter" ? name.replace(/_total$/, "") : name} ${family.type}`;
      for (const [labels, series] of family.series) {
        for (let i = 0; i < series.samples.length; i++) {
          yield `${name}{${labels}} ${series.samples[i]} ${this.#times[series.first + i]}`;
        }
      }
    }
    yield "# EOF";
  }

  #series(name, type, labels) {
    if (!this.#families.has(name)) {
      this.#families.set(name, { type, series: new Map() });
    }
    const all = this.#families.get(name).series;
    const key = text(labels);
    if (!all.has(key)) {
      all.set(key, { value: 0, first: this.#times.length, samples: [] });
    }
    return all.get(key);
  }
}
