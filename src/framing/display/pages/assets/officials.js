// Who gets to speak: for each outlet the share of officials among its sources, with the interval.

import { choice, h, percent, replace } from "./dom.js";
import { track } from "./rows.js";
import { estimate } from "./shares.js";

export function drawOfficials(root, speakers, outlets) {
  const rows = speakers.outlet.map((outlet, i) => ({ outlet, story: speakers.story[i], article: speakers.article[i], kind: speakers.kinds[speakers.kind[i]] }));
  const kinds = [...speakers.kinds].sort();
  const place = h("div", { class: "rows officials" });
  const draw = (kind) => {
    const told = outlets.map((outlet, i) => [outlet, estimate(rows.filter((it) => it.outlet === i), (it) => it.kind === kind)]).filter(([, it]) => it.n);
    told.sort((a, b) => b[1].value - a[1].value);
    replace(place, told.map(([outlet, share]) => h("div", { class: `row${share.low === null ? " thin" : ""}` }, h("div", { class: "name" }, h("b", {}, outlet.name), h("span", {}, `${share.counted} of ${share.n} sources`)), h("p", { class: "soft" }, share.low === null ? "too few stories or articles to tell" : `${percent(share.low)} to ${percent(share.high)}`), track(share, null, true, outlet.colour))));
  };
  root.append(choice("Share of", kinds.map((it) => [it, it]), "officials", draw), place);
  draw(kinds.includes("officials") ? "officials" : kinds[0]);
}
