// The explorer: whose words are they? Rows of squares with shares, who says which label where, the list of words, and the
// sentences behind whatever is clicked.

import { choice, count, h, list, percent, replace, save } from "./dom.js";
import { CATEGORIES, VOICE_WORDS, openCollection, ownerOf, kindName, targetName } from "./collection.js";
import { guideMarks, legend, markText } from "./marked.js";
import { drawRows } from "./rows.js";

const PAGE = 30;
const LEFT_OUT = "left out";

export function mountExplorer(root, payload, { heading = true } = {}) {
  const data = openCollection(payload);
  const state = { target: payload.target || data.terms[0]?.target, own: false, counted: "delegitimising", voices: "", story: "", from: "", to: "", outlets: new Set(data.outlets.map((_, i) => i)), form: "noun", chosen: null, edits: new Map() };
  const parts = Object.fromEntries(["controls", "lead", "rows", "sentences", "whose", "words"].map((name) => [name, h("div", { class: name })]));
  const filters = h("details", { class: "filters" }, h("summary", {}, "Filter by story, time, voice, outlet"), parts.controls);
  root.classList.add("explorer");
  root.replaceChildren(
    heading ? h("header", {}, h("h1", {}, payload.heading || "Whose words are they?"), h("p", { class: "soft" }, payload.standfirst || "")) : "",
    h("div", { class: "switchbar" }, targetChoice(), voiceSwitch(), countedChoice()), filters,
    parts.lead, parts.rows, parts.sentences,
    h("section", {}, h("h2", {}, "Whose labels?"), parts.whose), h("section", {}, h("h2", {}, "Argue with the words"), parts.words),
    legend());
  guideMarks(parts.sentences, root);
  parts.rows.addEventListener("click", (event) => {
    const square = event.target.closest(".square");
    if (square) choose(`naming:${square.dataset.naming}`);
  });
  drawControls();
  update();

  function categoryOf(naming) { return state.edits.get(naming.term) || naming.term.category; }

  function kept() {
    return data.namings.filter((it) => it.term.target === state.target && (state.form === "" || it.form === state.form) && categoryOf(it) !== LEFT_OUT
      && state.outlets.has(it.outlet) && (!state.voices || it.voice === state.voices) && (state.story === "" || it.story === Number(state.story))
      && (!state.from || (it.date && it.date >= state.from)) && (!state.to || (it.date && it.date <= state.to)));
  }

  function set(changes) { Object.assign(state, changes); update(); }

  function choose(key) {
    state.chosen = state.chosen === key ? null : key;
    update();
    if (state.chosen) parts.sentences.querySelector("h2")?.scrollIntoView({ block: "nearest", behavior: "auto" });
  }

  function update() {
    const namings = kept();
    const focus = focusPath(root);
    tellLead(namings);
    drawRows(parts.rows, data, namings, { own: state.own, categoryOf, counted: state.counted, chosen: state.chosen, choose });
    drawWhose(namings);
    drawWords();
    drawSentences(namings);
    restoreFocus(root, focus);
  }

  function targetChoice() {
    const targets = [...new Set(data.terms.map((it) => it.target))].map((it) => [it, data.namings.filter((n) => n.term.target === it).length]);
    targets.sort((a, b) => b[1] - a[1]);
    return choice("Who is named", targets.map(([it, n]) => [it, `${targetName(it)} (${n.toLocaleString("en")})`]), state.target, (value) => set({ target: value, chosen: null }));
  }

  function countedChoice() {
    return choice("Share of", CATEGORIES.map((it) => [it, `${it} words`]), state.counted, (value) => set({ counted: value }));
  }

  function voiceSwitch() {
    const buttons = [[false, "All voices"], [true, "Own voice only"]].map(([own, words]) =>
      h("button", { "aria-pressed": own === state.own ? "true" : "false", data: { own: String(own) }, on: { click: () => { state.chosen = null; for (const it of buttons) it.setAttribute("aria-pressed", String(it.dataset.own === String(own))); set({ own }); } } }, words));
    return h("div", { class: "switch", role: "group", "aria-label": "Which voices count" }, buttons);
  }

  function drawControls() {
    const used = new Set(data.namings.map((it) => it.story));
    const stories = data.stories.map((it, i) => [i, it.label]).filter(([i]) => used.has(i));
    const date = (label, name) => h("label", { class: "choice" }, h("span", {}, label), h("input", { type: "date", on: { change: (event) => set({ [name]: event.target.value }) } }));
    replace(parts.controls,
      choice("Story", [["", "all stories"], ...stories], "", (value) => set({ story: value })),
      choice("Voice", [["", "all voices"], ...Object.entries(VOICE_WORDS)], "", (value) => set({ voices: value })),
      choice("Words", [["noun", "that name people"], ["modifier", "before another noun"], ["", "both"]], state.form, (value) => set({ form: value })),
      date("From", "from"), date("To", "to"),
      h("fieldset", {}, h("legend", {}, "Outlets"), data.outlets.map((outlet, i) => h("label", {}, h("input", { type: "checkbox", checked: true, on: { change: (event) => {
        if (event.target.checked) state.outlets.add(i); else state.outlets.delete(i);
        update();
      } } }), ` ${outlet.name}`))));
  }

  function tellLead(namings) {
    const hostile = (it) => categoryOf(it) === state.counted;
    const n = namings.filter(hostile).length;
    const own = namings.filter((it) => hostile(it) && it.voice === "outlet").length;
    const who = targetName(state.target || "");
    const words = state.own
      ? `Now each word is booked on the one who uses it. Of ${count(n, `${state.counted} word`)} for ${who}, ${own.toLocaleString("en")} are the outlets’ own.`
      : `Every word is booked on the outlet that prints it: ${count(n, `${state.counted} word`)} among ${count(namings.length, "naming")} of ${who}. But whose words are they?`;
    const first = state.edits.size ? h("p", { class: "changed" }, `You have changed ${count(state.edits.size, "word")} of the list; all shares are counted anew.`) : "";
    replace(parts.lead, h("p", { "aria-live": "polite" }, words), first);
  }

  function drawWhose(namings) {
    const labels = namings.filter((it) => categoryOf(it) === state.counted);
    const speakerOf = (it) => (it.voice === "outlet" ? "the outlet itself" : it.person || kindName(ownerOf(it)));
    const totals = new Map();
    for (const it of labels) totals.set(speakerOf(it), (totals.get(speakerOf(it)) || 0) + 1);
    const speakers = [...totals].sort((a, b) => (b[0] === "the outlet itself") - (a[0] === "the outlet itself") || b[1] - a[1]).slice(0, 14).map(([name]) => name);
    const outlets = data.outlets.map((_, i) => i).filter((i) => labels.some((it) => it.outlet === i));
    if (!labels.length) return replace(parts.whose, h("p", { class: "soft" }, `No ${state.counted} word is left.`));
    const cell = (speaker, outlet) => {
      const hits = labels.filter((it) => it.outlet === outlet && speakerOf(it) === speaker);
      const key = `pair:${outlet}:${speaker}`;
      const size = Math.min(30, 7 + 3.4 * Math.sqrt(hits.length));
      return h("td", {}, hits.length ? h("button", { class: "bubble", "aria-pressed": state.chosen === key ? "true" : "false", "aria-label": `${data.outlets[outlet].name}, words of ${speaker}: ${hits.length}. Show the sentences.`, on: { click: () => choose(key) } },
        h("span", { class: "circle", style: { width: `${size}px`, height: `${size}px` } }), h("span", {}, String(hits.length))) : "");
    };
    const rest = totals.size - speakers.length;
    return replace(parts.whose,
      h("p", { class: "soft" }, `Each ${state.counted} word for ${targetName(state.target)}, by outlet and by who uses it. Click a number for its sentences.`),
      h("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": "Whose labels, by outlet and speaker" }, h("table", {}, h("thead", {}, h("tr", {}, h("th", { scope: "col" }, "who uses the word"), outlets.map((i) => h("th", { scope: "col" }, data.outlets[i].name)))),
        h("tbody", {}, speakers.map((name) => h("tr", {}, h("th", { scope: "row" }, name), outlets.map((i) => cell(name, i))))))),
      rest > 0 ? h("p", { class: "soft" }, `and ${count(rest, "other speaker")}.`) : "");
  }

  function drawWords() {
    const counts = new Map();
    for (const it of data.namings) if (it.term.target === state.target && (state.form === "" || it.form === state.form)) counts.set(it.term, (counts.get(it.term) || 0) + 1);
    const terms = [...counts].sort((a, b) => b[1] - a[1]).slice(0, 60);
    replace(parts.words,
      h("p", {}, `Is “${terms[0] ? terms[0][0].term : "this word"}” ${terms[0] ? terms[0][0].category : ""}? A codebook is an argument. Change a word and look at what happens above.`),
      h("div", { class: "wordlist" }, terms.map(([term, n]) => h("label", { class: `word${state.edits.has(term) ? " edited" : ""}` }, h("b", {}, term.term), h("span", {}, String(n)),
        h("select", { "aria-label": `Category of ${term.term}`, on: { change: (event) => {
          if (event.target.value === term.category) state.edits.delete(term); else state.edits.set(term, event.target.value);
          update();
        } } }, [...CATEGORIES, LEFT_OUT].map((it) => h("option", { value: it, selected: it === (state.edits.get(term) || term.category) }, it)))))),
      state.edits.size ? h("p", {}, h("button", { on: { click: () => { state.edits.clear(); update(); } } }, "Back to the list as it was"), " ",
        h("button", { on: { click: saveWords } }, "Save my list as terms.csv")) : "");
  }

  function saveWords() {
    const quote = (cell) => (/[",\n\r]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);
    const rows = data.terms.map((it) => [it.term, it.target, state.edits.get(it) || it.category]).filter((row) => row[2] !== LEFT_OUT);
    save("terms.csv", `${["term,target,category", ...rows.map((row) => row.map(quote).join(","))].join("\n")}\n`);
  }

  function chosenNamings(namings) {
    const [kind, ...rest] = state.chosen.split(":");
    const [first, second] = [rest[0], rest.slice(1).join(":")];
    if (kind === "naming") return [data.namings[Number(first)]];
    if (kind === "outlet") return namings.filter((it) => it.outlet === Number(first) && (!state.own || it.voice === "outlet"));
    if (kind === "owner") return namings.filter((it) => ownerOf(it) === rest.join(":"));
    const speakerOf = (it) => (it.voice === "outlet" ? "the outlet itself" : it.person || kindName(ownerOf(it)));
    return namings.filter((it) => categoryOf(it) === state.counted && it.outlet === Number(first) && speakerOf(it) === second);
  }

  async function drawSentences(namings) {
    const ticket = {};
    parts.sentences.ticket = ticket;
    const note = parts.sentences.querySelector(":scope > .note");
    if (!state.chosen) return replace(parts.sentences, h("p", { class: "soft" }, "Click a row, a square or a number: the sentences behind it stand here."), note);
    const order = (it) => CATEGORIES.indexOf(categoryOf(it));
    const found = chosenNamings(namings).slice().sort((a, b) => (categoryOf(b) === state.counted) - (categoryOf(a) === state.counted) || order(a) - order(b));
    const texts = [...new Set(found.map((it) => it.text))];
    let words;
    try { words = await Promise.all(texts.slice(0, PAGE).map(data.text)); } catch (problem) { words = null; replace(parts.sentences, h("p", { class: "changed" }, `${problem.message}.`), note); }
    if (!words || parts.sentences.ticket !== ticket) return undefined;
    const marks = new Set(found.map((it) => it.number));
    return replace(parts.sentences,
      h("h2", {}, `${count(found.length, "naming")} in ${count(texts.length, "sentence")}`, " ", h("button", { on: { click: () => { state.chosen = null; update(); } } }, "Close")),
      h("ol", {}, words.map((text, i) => sentence(texts[i], text, marks))),
      texts.length > PAGE ? h("p", { class: "soft" }, `The first ${PAGE} are shown; filter to see others.`) : "", note);
  }

  function sentence(number, text, marks) {
    const article = data.texts.article[number];
    const outlet = data.outlets[data.articles.outlet[article]];
    const address = data.articles.url[article];
    const edited = data.namingsOf(number).filter((it) => it.term.target === state.target).map((it) => ({ ...it, term: { ...it.term, category: categoryOf(it) === LEFT_OUT ? "neutral" : categoryOf(it) } }));
    const title = data.articles.headline[article] || "no headline";
    const told = edited.filter((it) => marks.has(it.number)).map((it) => (it.voice === "outlet" ? `${outlet.name}’s own word` : `${VOICE_WORDS[it.voice]}${it.person ? `: ${it.person}` : ""}`));
    return h("li", { data: { text: number } }, h("p", {}, markText(text, edited, data.spansOf(number), { outlet: outlet.name })),
      h("p", { class: "soft" }, h("b", {}, outlet.name), data.articles.date[article] ? `, ${data.articles.date[article]}` : "", " · ", address ? h("a", { href: address, rel: "noreferrer noopener" }, title) : title, " · ", list([...new Set(told)])));
  }
  return { state, set };
}

// Drawing anew must not throw anybody off the button that was just pressed.
function focusPath(root) {
  const active = document.activeElement;
  if (!active || !root.contains(active)) return null;
  return active.getAttribute("aria-label")?.split(":")[0] || null;
}

function restoreFocus(root, start) {
  if (!start || (root.contains(document.activeElement) && document.activeElement !== document.body)) return;
  [...root.querySelectorAll("button[aria-label], select[aria-label]")].find((it) => it.getAttribute("aria-label").split(":")[0] === start)?.focus({ preventScroll: true });
}
