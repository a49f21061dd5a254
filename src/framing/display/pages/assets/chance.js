// From a difference to a finding: draw the stories anew, or shuffle the names of two outlets, and watch the difference move.

import { count, h, percent, replace } from "./dom.js";
import { quantile, random } from "./shares.js";

export function drawChance(root, data, pair, show) {
  const [first, second] = pair.outlets;
  const names = [data.outlets[first].name, data.outlets[second].name];
  const namings = data.namings.filter((it) => it.term.target === pair.target && it.form === "noun" && it.voice === "outlet" && it.story >= 0);
  const stories = [...new Set(namings.map((it) => it.story))].sort((a, b) => a - b).map((story) => {
    const sums = [first, second].map((outlet) => {
      const own = namings.filter((it) => it.story === story && it.outlet === outlet);
      return [own.filter((it) => it.term.category === "delegitimising").length, own.length];
    });
    return { label: data.stories[story].label, sums };
  }).filter((it) => it.sums[0][1] || it.sums[1][1]);
  const next = random(7);
  const drawn = [];
  const observed = gap(stories);
  const plot = h("div", { class: "piles", role: "img" });
  const told = h("p", { class: "verdict", role: "status" });
  const verb = show === "shuffle" ? "Shuffle the names" : "Draw the stories anew";
  root.classList.add("chance");
  root.append(show === "table" ? storyTable() : h("div", {}, h("div", { class: "controls" }, [1, 10, 500].map((n) => h("button", { on: { click: () => { for (let i = 0; i < n; i += 1) drawn.push(once()); draw(); } } }, n === 1 ? verb : `… ${n} times`)), h("button", { on: { click: () => { drawn.length = 0; draw(); } } }, "Begin anew")), plot, told));
  if (show !== "table") draw();

  function once() {
    if (show === "shuffle") return gap(stories.map((it) => (next() < 0.5 ? it : { sums: [it.sums[1], it.sums[0]] })));
    return gap(stories.map(() => stories[Math.floor(next() * stories.length)]));
  }

  function storyTable() {
    const cell = ([a, b]) => (b ? `${a} of ${b}` : "names nobody");
    return h("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": "Story by story" }, h("table", {}, h("thead", {}, h("tr", {}, h("th", { scope: "col" }, "Story"), names.map((it) => h("th", { scope: "col" }, it)))),
      h("tbody", {}, stories.map((it) => h("tr", {}, h("td", {}, it.label), it.sums.map((sum) => h("td", {}, cell(sum))))),
        h("tr", {}, h("th", { scope: "row" }, "All stories"), [0, 1].map((i) => h("th", {}, cell(stories.reduce((sum, it) => [sum[0] + it.sums[i][0], sum[1] + it.sums[i][1]], [0, 0]))))))));
  }

  function draw() {
    const known = drawn.filter((it) => it !== null);
    const bins = Array.from({ length: 81 }, () => 0);
    for (const it of known) bins[Math.round((it + 1) * 40)] += 1;
    const most = Math.max(8, ...bins);
    replace(plot, bins.map((n, i) => h("span", { class: "pile", style: { left: `${(100 * i) / 80}%`, height: `${(150 * n) / most}px` } })),
      h("span", { class: "zero", style: { left: "50%" } }, "no difference"), h("span", { class: `seen${observed > 0.3 ? " left" : ""}`, style: { left: `${50 * (observed + 1)}%` } }, `counted: ${signed(observed)}`));
    const ordered = known.slice().sort((a, b) => a - b);
    const far = known.filter((it) => Math.abs(it) >= Math.abs(observed) - 1e-9).length;
    const words = !known.length ? `Counted: ${signed(observed)} between ${names[0]} and ${names[1]}.`
      : show === "shuffle" ? `${count(known.length, "shuffle")}: ${far} of them lie as far from zero as what was counted (${signed(observed)}).`
        : known.length < 100 ? `${count(known.length, "draw")}: the last one gave ${signed(known.at(-1))}.`
          : `${count(known.length, "draw")}: the middle 95 of 100 lie between ${signed(quantile(ordered, 0.025))} and ${signed(quantile(ordered, 0.975))}. That is the interval.`;
    told.textContent = words;
    plot.setAttribute("aria-label", words);
  }
}

function gap(stories) {
  const sums = [0, 1].map((i) => stories.reduce((sum, it) => [sum[0] + it.sums[i][0], sum[1] + it.sums[i][1]], [0, 0]));
  return sums[0][1] && sums[1][1] ? sums[0][0] / sums[0][1] - sums[1][0] / sums[1][1] : null;
}

const signed = (value) => (value === null ? "nothing" : `${value > 0 ? "+" : value < 0 ? "−" : ""}${percent(Math.abs(value)).replace(" %", "")} points`);
