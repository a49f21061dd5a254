// A text with its namings, sources, cues and contents marked: fill tells the category, line the voice.

import { h } from "./dom.js";
import { isUnsure, tell } from "./collection.js";

export function markText(text, namings, spans, { outlet = "The outlet", show = () => true } = {}) {
  const edges = new Set([0, text.length]);
  for (const it of [...namings, ...spans]) edges.add(Math.max(0, it.start)).add(Math.min(text.length, it.end));
  for (let i = text.indexOf("\n"); i >= 0; i = text.indexOf("\n", i + 1)) edges.add(i).add(i + 1);
  const places = [...edges].sort((a, b) => a - b);
  const pieces = [];
  for (let i = 0; i + 1 < places.length; i += 1) {
    const [start, end] = [places[i], places[i + 1]];
    const words = text.slice(start, end);
    const covers = (it) => it.start <= start && end <= it.end;
    const naming = namings.find((it) => covers(it) && show(it));
    const roles = spans.filter(covers);
    let piece = naming ? markNaming(naming, words, text, outlet) : document.createTextNode(words);
    if (roles.length && words !== "\n") {
      const names = [...new Set(roles.map((it) => it.role))].join(" ");
      piece = h("span", { class: names, data: { relations: ` ${roles.map((it) => it.relation).join(" ")} ` } }, piece);
    }
    pieces.push(words === "\n" ? "\n" : piece);
  }
  return pieces;
}

function markNaming(naming, words, text, outlet) {
  const kinds = ["naming", naming.term.category, `voice-${naming.voice}`, naming.form, isUnsure(naming) && "unsure"];
  return h("span", {
    class: kinds.filter(Boolean).join(" "), role: "button", tabindex: "-1",
    "aria-label": tell(naming, text.slice(naming.start, naming.end), outlet), data: { relation: naming.relation, number: naming.number },
  }, words);
}

export function paragraphs(pieces) {
  const lines = [[]];
  for (const piece of pieces) {
    if (piece === "\n") lines.push([]);
    else lines[lines.length - 1].push(piece);
  }
  return lines.filter((line) => line.some((piece) => piece.textContent.trim())).map((line) => h("p", {}, line));
}

// One note for all namings of a part of the page; whoever is pointed at or has the focus lights up with source and cue.
// Arrow keys, n and p go from naming to naming; the Tab key passes over all but one of them.
export function guideMarks(root, keysOn = root) {
  const note = h("div", { class: "note", role: "status", hidden: true });
  root.append(note);
  const all = () => [...root.querySelectorAll('.naming[role="button"]')].filter((mark) => mark.checkVisibility?.() ?? mark.offsetParent);
  const first = all()[0];
  if (first) first.tabIndex = 0;
  const clear = () => {
    note.hidden = true;
    for (const lit of root.querySelectorAll(".lit")) lit.classList.remove("lit");
  };
  const point = (target) => {
    clear();
    const within = target.closest("[data-text]") || root;
    const relation = target.dataset.relation ?? target.dataset.relations?.trim().split(" ")[0];
    if (relation !== undefined && relation !== "-1") {
      for (const it of within.querySelectorAll(`[data-relations*=" ${Number(relation)} "]`)) it.classList.add("lit");
    }
    if (!target.classList.contains("naming")) return;
    target.classList.add("lit");
    note.textContent = target.getAttribute("aria-label");
    note.hidden = false;
    const box = target.getBoundingClientRect();
    const frame = root.getBoundingClientRect();
    note.style.left = `${Math.max(0, Math.min(box.left - frame.left, frame.width - note.offsetWidth - 4))}px`;
    note.style.top = `${box.bottom - frame.top + 6}px`;
  };
  const marked = (event) => event.target.closest?.('.naming[role="button"]') || event.target.closest?.("[data-relations]");
  root.addEventListener("pointerover", (event) => { const it = marked(event); if (it) point(it); else if (!root.contains(document.activeElement)) clear(); });
  root.addEventListener("pointerleave", clear);
  root.addEventListener("focusin", (event) => { const it = marked(event); if (it) point(it); });
  root.addEventListener("focusout", clear);
  root.addEventListener("click", (event) => { const it = event.target.closest?.('.naming[role="button"]'); if (it) it.focus(); });
  const page = keysOn.parentElement === document.body ? document : keysOn;
  page.addEventListener("keydown", (event) => {
    if (event.key === "Escape") clear();
    const step = { n: 1, ArrowRight: 1, ArrowDown: 1, p: -1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    const typing = /^(SELECT|INPUT|TEXTAREA)$/.test(event.target.tagName);
    if (!step || typing || event.ctrlKey || event.metaKey || event.altKey) return;
    const marks = all();
    const now = marks.indexOf(document.activeElement);
    if (now < 0 && event.key.startsWith("Arrow")) return;
    const next = marks[now < 0 ? 0 : (now + step + marks.length) % marks.length];
    if (!next) return;
    event.preventDefault();
    for (const mark of marks) mark.tabIndex = -1;
    next.tabIndex = 0;
    next.focus();
  });
}

export function legend() {
  const voices = [["outlet", "outlet’s own word"], ["quoted", "quoted"], ["reported", "reported"], ["scare", "at a distance"], ["rejected", "denied"]];
  const fill = ["delegitimising", "neutral", "legitimising"].map((name) => h("span", { class: `naming ${name} plain` }, name));
  const line = voices.map(([name, words]) => h("span", { class: `naming voice-${name}` }, words));
  return h("div", { class: "legend" },
    h("span", {}, "Fill: how it names ", fill), h("span", {}, "Line: whose word ", line),
    h("span", {}, h("span", { class: "source" }, "source"), " ", h("span", { class: "cue" }, "cue"), " ", h("span", { class: "content" }, "what they say")));
}
