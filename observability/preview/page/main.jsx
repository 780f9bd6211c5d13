// SPDX-License-Identifier: Apache-2.0
// The page that draws one dashboard, which `window.dashboard` holds with all answers.
import { createTheme, standardTransformers, standardTransformersRegistry, ThemeContext } from "@grafana/data";
import { GlobalStyles } from "@grafana/ui";
import { createRoot } from "react-dom/client";
import { Dashboard } from "./Dashboard.jsx";

const theme = createTheme({ colors: { mode: "dark" } });
window.grafanaBootData = { settings: { featureToggles: {} }, user: { timezone: "utc" } };
standardTransformersRegistry.setInit(() =>
  [standardTransformers.mergeTransformer, standardTransformers.organizeFieldsTransformer].map((transformation) => ({ id: transformation.id, name: transformation.name, transformation: () => Promise.resolve(transformation) })),
);
createRoot(document.getElementById("root")).render(
  <ThemeContext.Provider value={theme}>
    <GlobalStyles />
    <Dashboard dashboard={window.dashboard} theme={theme} />
  </ThemeContext.Provider>,
);
