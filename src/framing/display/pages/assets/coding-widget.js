// Coding as a widget: every choice goes to Python at once.

import { h } from "./dom.js";
import { mountCoder } from "./coder.js";

function render({ model, el }) {
  const root = h("div", { class: "framing", "data-lm-suppress-shortcuts": "true", tabindex: "0", role: "group", "aria-label": "Coding" });
  const codes = structuredClone(model.get("chosen") || {});
  mountCoder(root, { units: model.get("units"), variables: model.get("variables"), codes, changed: () => { model.set("chosen", structuredClone(codes)); model.save_changes(); } });
  el.append(root);
}
