// SPDX-License-Identifier: Apache-2.0
// Makes Grafana's data frames of Prometheus' answers, transformed and with each field's settings applied.
import { applyFieldOverrides, cacheFieldDisplayNames, FieldType, toDataFrame, transformDataFrame } from "@grafana/data";
import { lastValueFrom } from "rxjs";
import { fieldSettings, withDefaults } from "./settings.js";

const number = (text) => (text === "NaN" ? null : Number(text));

/** The name of a series by the target's legend, or by its labels where it has none. */
function nameOf(legend, labels) {
  if (legend) {
    return legend.replace(/\{\{\s*(\w+)\s*\}\}/g, (_, label) => labels[label] ?? "");
  }
  const rest = Object.entries(labels).map(([name, value]) => `${name}="${value}"`).join(", ");
  return rest ? `{${rest}}` : undefined;
}

function seriesFrames({ target, result }) {
  return result.map(({ metric, values, value }) => {
    const points = values ?? [value];
    const displayNameFromDS = nameOf(target.legendFormat, metric);
    return toDataFrame({
      refId: target.refId,
      fields: [
        { name: "Time", type: FieldType.time, config: { interval: 30_000 }, values: points.map(([seconds]) => seconds * 1000) },
        { name: "Value", type: FieldType.number, labels: metric, config: displayNameFromDS ? { displayNameFromDS } : {}, values: points.map(([, text]) => number(text)) },
      ],
    });
  });
}

/** One table of all series: a field of each label, then the value, which has the query's letter where there are several. */
function tableFrame({ target, result }, several) {
  const labels = [...new Set(result.flatMap(({ metric }) => Object.keys(metric)))].sort();
  return toDataFrame({
    refId: target.refId,
    fields: [
      { name: "Time", type: FieldType.time, values: result.map(({ value }) => value[0] * 1000) },
      ...labels.map((label) => ({ name: label, type: FieldType.string, values: result.map(({ metric }) => metric[label] ?? "") })),
      { name: several ? `Value #${target.refId}` : "Value", type: FieldType.number, values: result.map(({ value }) => number(value[1])) },
    ],
  });
}

/** The frames that a panel draws. */
export async function framesOf(panel, dashboard, theme) {
  if (!panel.answers?.length) {
    return [];
  }
  const several = panel.answers.length > 1;
  const raw = panel.answers.flatMap((answer) => (answer.target.format === "table" ? [tableFrame(answer, several)] : seriesFrames(answer)));
  const transformations = (panel.transformations ?? []).map(({ id, options }) => ({ id, options }));
  const data = await lastValueFrom(transformDataFrame(transformations, raw, { interpolate: (text) => text }));
  const frames = applyFieldOverrides({
    data,
    fieldConfig: withDefaults(panel),
    fieldConfigRegistry: fieldSettings,
    replaceVariables: (text) => text,
    theme,
    timeZone: "utc",
  });
  cacheFieldDisplayNames(frames);
  return frames;
}
