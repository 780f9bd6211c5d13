// SPDX-License-Identifier: Apache-2.0
// The settings of a field that dashboards may set, as Grafana's own panels register them.
import { Registry, standardFieldConfigEditorRegistry } from "@grafana/data";

const standard = ["unit", "min", "max", "decimals", "displayName", "color", "noValue", "links", "mappings", "thresholds", "filterable", "fieldMinMax"];
const custom = [
  "drawStyle", "lineInterpolation", "lineWidth", "fillOpacity", "gradientMode", "lineStyle", "showPoints", "pointSize", "spanNulls", "stacking", "barAlignment",
  "axisPlacement", "axisLabel", "axisSoftMin", "axisSoftMax", "axisGridShow", "scaleDistribution", "thresholdsStyle", "hideFrom", "fillBelowTo", "transform",
  "cellOptions", "align", "width", "minWidth", "inspect",
];
const item = (id, path, isCustom) => ({ id, path, isCustom, name: id, override: () => null, editor: () => null, process: (value) => value, shouldApply: () => true, settings: {} });

/** All settings, by id; those of the kind of panel are called `custom.…`. */
export const fieldSettings = new Registry(() => [
  ...standard.map((id) => item(id, id, false)),
  ...custom.map((id) => item(`custom.${id}`, id, true)),
]);
standardFieldConfigEditorRegistry.setInit(() => standard.map((id) => item(id, id, false)));

const panelDefaults = {
  timeseries: {
    drawStyle: "line", lineInterpolation: "linear", lineWidth: 1, fillOpacity: 0, gradientMode: "none", showPoints: "auto", pointSize: 5, spanNulls: false,
    axisPlacement: "auto", scaleDistribution: { type: "linear" }, hideFrom: { legend: false, tooltip: false, viz: false }, thresholdsStyle: { mode: "off" },
    stacking: { mode: "none", group: "A" }, barAlignment: 0,
  },
  table: { align: "auto", cellOptions: { type: "auto" }, inspect: false },
};

/** A panel's settings of fields, with the kind of panel's own defaults where it says nothing. */
export function withDefaults({ type, fieldConfig }) {
  return { ...fieldConfig, defaults: { ...fieldConfig.defaults, custom: { ...panelDefaults[type], ...fieldConfig.defaults.custom } } };
}
