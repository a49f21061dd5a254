// The picture of the thesis: a row for each outlet with one square for each naming, and its share with the interval. When
// only own words count, each other square moves down to the row of whoever said it.

import { count, h, list, percent, replace } from "./dom.js";
import { CATEGORIES, kindName, ownerOf } from "./collection.js";
import { estimate } from "./shares.js";

const MOST_SQUARES = 1400;

export function drawRows(root, data, namings, { own, categoryOf, counted, chosen, choose }) {
  const before = squarePlaces(root);
  const outlets = [...new Set(namings.map((it) => it.outlet))];
  const each = Math.max(1, Math.ceil(namings.length / MOST_SQUARES));
  const mine = (it) => it.voice === "outlet";
  const hostile = (it) => categoryOf(it) === counted;
  const shares = new Map(outlets.map((outlet) => {
    const all = namings.filter((it) => it.outlet === outlet);
    return [outlet, { all: estimate(all, hostile), own: estimate(all.filter(mine), hostile) }];
  }));
  const rank = (outlet) => { const it = shares.get(outlet).own; return (it.low === null ? 0 : 2) + (it.value ?? -1); };
  const order = outlets.sort((a, b) => rank(b) - rank(a) || a - b);
  const rows = order.map((outlet) => {
    const kept = namings.filter((it) => it.outlet === outlet && (!own || mine(it)));
    const share = shares.get(outlet)[own ? "own" : "all"];
    const other = own ? shares.get(outlet).all : null;
    return outletRow(data.outlets[outlet], { share, other, own, squares: squares(kept, each, categoryOf), chosen: chosen === `outlet:${outlet}`, choose: () => choose(`outlet:${outlet}`) });
  });
  const moved = own ? namings.filter((it) => !mine(it)) : [];
  const owners = [...new Set(moved.map(ownerOf))].map((owner) => [owner, moved.filter((it) => ownerOf(it) === owner)]);
  owners.sort((a, b) => b[1].length - a[1].length);
  const speakers = owners.map(([owner, kept]) => ownerRow(owner, kept, { squares: squares(kept, each, categoryOf), chosen: chosen === `owner:${owner}`, choose: () => choose(`owner:${owner}`) }));
  const key = (words, className) => h("span", {}, h("i", { class: `square ${className}` }), ` ${words}`);
  replace(root,
    h("p", { class: "key" }, key("delegitimising", "delegitimising"), key("neutral", "neutral"), key("legitimising", "legitimising"), key("filled: the outlet’s own word", "ink"), key("open: somebody else’s word", "ink passed"),
      h("span", {}, "bar: 95 % interval of the share")),
    h("div", { class: "scale", "aria-hidden": "true" }, h("span", {}), h("span", { class: "unit" }, each > 1 ? `one square stands for ${each} namings` : "one square is one naming"),
      h("span", { class: "ticks" }, ["0 %", "50 %", "100 %"].map((tick) => h("span", {}, tick)))),
    rows, own && speakers.length ? h("p", { class: "moved" }, `What the outlets only pass on: ${count(moved.length, "naming")}, by who used the word`) : "", speakers);
  animate(root, before);
  return shares;
}

function squares(kept, each, categoryOf) {
  const cells = [];
  for (const category of CATEGORIES) {
    const byKey = new Map();
    const inOrder = kept.filter((one) => categoryOf(one) === category).sort((a, b) => (b.voice === "outlet") - (a.voice === "outlet"));
    for (const it of inOrder) {
      const key = `${it.outlet}/${ownerOf(it)}/${category}`;
      if (!byKey.has(key)) byKey.set(key, []);
      byKey.get(key).push(it);
    }
    for (const [key, group] of byKey) {
      for (let i = 0; i < Math.ceil(group.length / each); i += 1) {
        const first = group[i * each];
        cells.push(h("i", { class: `square ${category}${first.voice === "outlet" ? "" : " passed"}`, data: { key: `${key}/${i}`, naming: first.number } }));
      }
    }
  }
  return h("div", { class: "squares", "aria-hidden": "true" }, cells);
}

function outletRow(outlet, { share, other, own, squares: drawn, chosen, choose }) {
  const thin = share.low === null;
  const told = share.n ? `${share.counted} of ${share.n}` : "not named";
  const words = `${outlet.name}: ${told}${share.value === null ? "" : `, ${percent(share.value)}`} ${own ? "in its own voice" : "in all voices"}${share.n && thin ? "; too few stories or articles for an interval" : ""}. Show the sentences.`;
  return h("div", { class: `row${thin ? " thin" : ""}` },
    h("button", { class: "name", "aria-pressed": chosen ? "true" : "false", "aria-label": words, on: { click: choose } }, h("b", {}, outlet.name), h("span", {}, `${told}${thin && share.n ? ", too few to tell" : ""}`)),
    drawn, track(share, other, own, outlet.colour));
}

export function track(share, other, own, colour) {
  if (share.value === null) return h("div", { class: "track" }, h("span", { class: "nothing" }, own ? "no own word" : "not named"));
  const at = (x) => `${100 * x}%`;
  return h("div", { class: "track", style: { "--outlet": colour } },
    other && other.value !== null ? h("span", { class: "ghost", style: { left: at(other.value) }, title: `all voices: ${percent(other.value)}` }) : "",
    share.low === null ? "" : h("span", { class: "bar", style: { left: at(share.low), width: at(share.high - share.low) } }),
    h("span", { class: `dot ${own ? "own" : "all"}`, style: { left: at(share.value) } }),
    h("span", { class: "value", style: { left: at(Math.min(0.86, share.value)) } }, percent(share.value)));
}

function ownerRow(owner, kept, { squares: drawn, chosen, choose }) {
  const people = new Map();
  for (const it of kept) if (it.person) people.set(it.person, (people.get(it.person) || 0) + 1);
  const first = [...people].sort((a, b) => b[1] - a[1]).slice(0, 3).map(([name, n]) => `${name} (${n})`);
  const name = kindName(owner);
  return h("div", { class: "row owner" },
    h("button", { class: "name", "aria-pressed": chosen ? "true" : "false", "aria-label": `${name}: ${count(kept.length, "naming")}. Show the sentences.`, on: { click: choose } },
      h("b", {}, name.charAt(0).toUpperCase() + name.slice(1)), h("span", {}, count(kept.length, "naming"))),
    drawn, h("div", { class: "people" }, first.length && owner !== "nobody found" ? list(first) : "no name in the text"));
}

function squarePlaces(root) {
  return new Map([...root.querySelectorAll(".square")].map((square) => [square.dataset.key, square.getBoundingClientRect()]));
}

// Each square starts where it stood before and moves to where it stands now.
function animate(root, before) {
  if (!before.size || matchMedia("(prefers-reduced-motion: reduce)").matches) return;
  for (const square of root.querySelectorAll(".square")) {
    const old = before.get(square.dataset.key);
    if (!old) continue;
    const now = square.getBoundingClientRect();
    const [x, y] = [old.left - now.left, old.top - now.top];
    if (x || y) square.animate([{ transform: `translate(${x}px, ${y}px)` }, { transform: "none" }], { duration: 900, easing: "cubic-bezier(.3,.7,.2,1)" });
  }
}
