// The explorer as a widget: the page, and a sentence of one's own that the program marks.

import { h, replace } from "./dom.js";
import { mountExplorer } from "./explorer.js";
import { guideMarks, markText } from "./marked.js";
import { openCollection } from "./collection.js";

function render({ model, el }) {
  const root = h("div", { class: "framing", "data-lm-suppress-shortcuts": "true" });
  const place = h("div", {});
  const input = h("textarea", { rows: 2, style: { width: "100%" }, placeholder: "The president called the crowd “terrorists”; the protesters stayed." });
  const told = h("div", { class: "typed", role: "status" });
  const ask = () => { model.set("sentence", input.value || input.placeholder); model.save_changes(); };
  const show = async () => {
    const given = model.get("marked");
    if (!given || !given.texts) return replace(told);
    const data = openCollection(given);
    const number = given.texts.text.findIndex((text) => text);
    const text = given.texts.text[number];
    const paragraph = h("p", { data: { text: number } }, markText(text, data.namingsOf(number), data.spansOf(number)));
    replace(told, paragraph, data.namings.length ? "" : h("p", { class: "soft" }, "No word of this codebook names anybody here."));
    return guideMarks(told);
  };
  model.on("change:marked", show);
  root.append(place, h("h2", {}, "Try a sentence of your own"), h("label", {}, h("span", { class: "soft" }, "A sentence about the people this codebook names"), input), h("button", { class: "ask", on: { click: ask } }, "Mark it"), told);
  el.append(root);
  mountExplorer(place, model.get("data"), { heading: false });
  root.classList.add("explorer");
}
