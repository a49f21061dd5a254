// Coding, one unit after the other: by mouse, finger, or the keys 1 to 9 and the arrows. What was chosen is handed on at once.

import { h, replace } from "./dom.js";

export function mountCoder(root, { units, variables, codes, changed, heading = "" }) {
  const names = Object.keys(variables);
  const has = (unit) => names.every((name) => codes[name]?.[unit.unit]);
  let place = Math.max(0, units.findIndex((unit) => !has(unit)));
  const status = h("p", { class: "status", "aria-live": "polite" });
  const card = h("blockquote", { class: "card" });
  const dots = h("div", { class: "dots" });
  const groups = names.map((name) => group(name));
  const back = h("button", { on: { click: () => go(place - 1) } }, "← Back");
  const forward = h("button", { on: { click: () => go(place + 1) } }, "Next →");
  root.classList.add("coder");
  root.append(...(heading ? [h("h3", {}, heading)] : []), status, card, ...groups.map((it) => it.box), h("div", { class: "steps" }, back, dots, forward),
    h("p", { class: "hint" }, "Keys: 1 to 9 choose, the arrows ← → go back and on. Every choice is kept at once."));
  const page = document.querySelector("body > .lesson") ? document : root;
  page.addEventListener("keydown", (event) => {
    if (!root.isConnected || /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName) || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "ArrowLeft" || event.key === "ArrowRight") { event.preventDefault(); go(place + (event.key === "ArrowLeft" ? -1 : 1)); }
    const open = groups.find((it) => !codes[it.name]?.[units[place].unit]) || groups[0];
    const code = open.options[Number(event.key) - 1];
    if (code !== undefined && /^[1-9]$/.test(event.key)) { event.preventDefault(); choose(open.name, code); }
  });
  draw();

  function group(name) {
    const given = variables[name];
    const options = Array.isArray(given) ? given : Object.keys(given);
    const buttons = options.map((code, i) => h("button", { class: "code", data: { code }, "aria-pressed": "false", on: { click: () => choose(name, code) } },
      h("kbd", { "aria-hidden": "true" }, String(i + 1)), h("span", {}, h("b", {}, Array.isArray(given) || !given[code] ? code : given[code].split(": ")[0]), !Array.isArray(given) && given[code].includes(": ") ? h("small", {}, given[code].slice(given[code].indexOf(": ") + 2)) : "")));
    return { name, options, buttons, box: h("div", { class: "codes", role: "group", "aria-label": name.replaceAll("_", " ") }, buttons) };
  }

  function choose(name, code) {
    const unit = units[place];
    const fresh = !has(unit);
    codes[name] = codes[name] || {};
    codes[name][unit.unit] = code;
    changed(unit.unit, name, code);
    if (fresh && has(unit) && place + 1 < units.length) place += 1;
    draw();
  }

  function go(to) {
    place = Math.min(Math.max(to, 0), units.length - 1);
    draw();
  }

  function draw() {
    const unit = units[place];
    const done = units.filter(has).length;
    status.textContent = done === units.length ? `All ${units.length} are coded. You can go back and change your mind.` : `${place + 1} of ${units.length}, ${done} coded`;
    replace(card, unit.context.split(/[»«]/).map((piece, i) => (i % 2 ? h("mark", {}, piece) : piece)));
    for (const { name, buttons } of groups) for (const it of buttons) it.setAttribute("aria-pressed", String(codes[name]?.[unit.unit] === it.dataset.code));
    replace(dots, units.map((it, i) => h("span", { class: `tick${has(it) ? " done" : ""}${i === place ? " now" : ""}` })));
    back.disabled = place === 0;
    forward.disabled = place === units.length - 1;
  }
  return { go };
}
