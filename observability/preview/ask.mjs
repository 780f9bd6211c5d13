// SPDX-License-Identifier: Apache-2.0
// Asks a Prometheus what the panels of a dashboard ask, with the dashboard's variables put in as Grafana does.

/** Seconds between two scrapes, as the data source in Grafana would be told. */
const SCRAPE = 30;

/** The values of a dashboard's variables and of Grafana's own, for a time of so many seconds. */
export function variablesOf(dashboard, rangeSeconds) {
  const values = {
    __rate_interval: `${4 * SCRAPE}s`,
    __interval: `${SCRAPE}s`,
    __range: `${rangeSeconds}s`,
    __range_s: `${rangeSeconds}`,
  };
  for (const variable of dashboard.templating.list) {
    values[variable.name] = variable.current?.value === "$__all" ? variable.allValue : variable.current?.value || "Prometheus";
  }
  return values;
}

/** Puts variables into a text, in all three of Grafana's spellings. */
export function substitute(text, values) {
  return text.replace(/\$\{(\w+)(?::\w+)?\}|\$(\w+)|\[\[(\w+)\]\]/g, (whole, a, b, c) => values[a ?? b ?? c] ?? whole);
}

/** Answers to all targets of a panel: each is its `target` and Prometheus' `result`. */
export async function answersFor(panel, url, { from, to, values }) {
  const answers = [];
  for (const target of panel.targets ?? []) {
    const query = new URLSearchParams({ query: substitute(target.expr, values) });
    if (target.instant) {
      query.set("time", to);
    } else {
      query.set("start", from);
      query.set("end", to);
      query.set("step", SCRAPE);
    }
    const reply = await fetch(`${url}/api/v1/${target.instant ? "query" : "query_range"}`, { method: "POST", body: query });
    const body = await reply.json();
    if (body.status !== "success") {
      throw new Error(`${panel.title}: ${body.error}`);
    }
    answers.push({ target, result: body.data.result });
  }
  return answers;
}
