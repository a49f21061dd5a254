// Lessons that need a browser and nothing else: read, code, compare codes, meet the program, argue with it.

import { count, h, percent, replace, save } from "./dom.js";
import { openCollection } from "./collection.js";
import { agreement, disputed, readCodings, writeCodings } from "./agreement.js";
import { mountCoder } from "./coder.js";
import { mountExplorer } from "./explorer.js";
import { mountReader } from "./reader.js";
import { drawChance } from "./chance.js";
import { drawOfficials } from "./officials.js";

export function mountLesson(root, data) {
  const key = `framing-lesson-${data.id}`;
  const state = { coder: "", codes: {}, guesses: {}, answers: {}, sheets: [], lesson: 0, step: {}, ...remember(key) };
  const keep = () => { try { localStorage.setItem(key, JSON.stringify(state)); } catch { kept.hidden = false; } };
  const kept = h("p", { class: "changed", hidden: true }, "This browser keeps nothing of a page opened from a disk: export your codes before you close it.");
  root.classList.add("lesson");
  draw();

  function draw() {
    const lesson = data.lessons[state.lesson] || data.lessons[0];
    const step = Math.min(state.step[lesson.id] || 0, lesson.steps.length - 1);
    replace(root,
      h("header", { class: "top" }, h("h1", {}, lesson.title),
        h("label", { class: "choice" }, h("span", {}, "Your name or initials"), h("input", { type: "text", value: state.coder, maxlength: 40, autocomplete: "off", on: { input: (event) => { state.coder = event.target.value; keep(); } } }))), kept,
      h("nav", { class: "lessons", "aria-label": "Lessons" }, data.lessons.map((it, i) => h("button", { class: i === state.lesson ? "chosen" : "", "aria-current": i === state.lesson ? "true" : null, on: { click: () => { state.lesson = i; go(); } } }, `${i + 1}. ${it.short}`))),
      h("ol", { class: "path", "aria-label": "Steps of the lesson" }, lesson.steps.map((it, i) => h("li", { class: i === step ? "now" : "" }, h("button", { "aria-current": i === step ? "step" : null, on: { click: () => { state.step[lesson.id] = i; go(); } } }, it.title, h("small", {}, `${it.minutes} min`))))),
      h("section", { class: "step", tabindex: "-1" }, stepParts(lesson, lesson.steps[step])),
      h("div", { class: "steps" }, h("button", { disabled: step === 0, on: { click: () => { state.step[lesson.id] = step - 1; go(); } } }, "← Step before"),
        h("button", { class: "chosen", disabled: step === lesson.steps.length - 1, on: { click: () => { state.step[lesson.id] = step + 1; go(); } } }, "Next step →")),
      h("details", { class: "glossary" }, h("summary", {}, "What do the words mean?"), h("dl", {}, data.glossary.flatMap(([term, meaning]) => [h("dt", {}, term), h("dd", {}, meaning)]))));
  }

  function go() {
    keep();
    draw();
    scrollTo(0, 0);
    root.querySelector(".step").focus({ preventScroll: true });
  }

  function stepParts(lesson, step) {
    const text = (step.text || []).map((words) => h("p", {}, words));
    const parts = { predict, stories, code, share, program, officials, chance }[step.kind]?.(lesson, step) || [];
    const questions = (step.questions || []).map((words, i) => {
      const id = `${lesson.id}/${step.title}/${i}`;
      return h("label", { class: "question" }, h("span", {}, words), h("textarea", { rows: 3, on: { input: (event) => { state.answers[id] = event.target.value; keep(); } } }, state.answers[id] || ""));
    });
    return [h("h2", {}, step.title), text, parts, questions];
  }

  function predict() {
    return h("div", { class: "guesses" }, data.outlets.map((outlet) => {
      const shown = h("output", {}, state.guesses[outlet.id] === undefined ? "not yet" : `${state.guesses[outlet.id]} %`);
      return h("label", {}, h("b", {}, outlet.name), h("small", {}, outlet.about), h("input", { type: "range", min: 0, max: 100, step: 5, value: state.guesses[outlet.id] ?? 50, "aria-label": `Your guess for ${outlet.name}, in percent`, on: { input: (event) => { state.guesses[outlet.id] = Number(event.target.value); shown.textContent = `${event.target.value} %`; keep(); } } }), shown);
    }));
  }

  function stories() {
    const place = h("div", { class: "framing" });
    mountReader(place, data.stories, { marked: false });
    return place;
  }

  function code(lesson, step) {
    const place = h("div", {});
    mountCoder(place, { units: data.units[step.units], variables: { [step.variable]: step.codes }, codes: state.codes, changed: keep });
    return place;
  }

  function mine(step) {
    const coder = state.coder.trim() || "me";
    return data.units[step.units].filter((it) => state.codes[step.variable]?.[it.unit]).map((it) => ({ unit: it.unit, coder, variable: step.variable, value: state.codes[step.variable][it.unit] }));
  }

  function codings(step) {
    const own = mine(step);
    const known = new Set(data.units[step.units].map((it) => it.unit));
    const others = state.sheets.filter((it) => it.variable === step.variable && known.has(it.unit) && it.coder !== own[0]?.coder);
    return [...own, ...others];
  }

  function share(lesson, step) {
    const told = h("p", { role: "status" });
    const table = h("div", {});
    const show = () => replace(table, agreementParts(step));
    const input = h("input", { type: "file", multiple: true, accept: ".csv,text/csv", on: { change: async () => {
      const lines = [];
      for (const file of input.files) {
        try { lines.push(addSheet(file.name, readCodings(await file.text()))); } catch (problem) { lines.push(`${file.name} was not read: ${problem.message}.`); }
      }
      told.textContent = lines.join(" ");
      keep();
      show();
    } } });
    show();
    return [h("div", { class: "controls" },
      h("button", { class: "chosen", on: { click: () => (mine(step).length ? save(`codes-${(state.coder.trim() || "me").replace(/[^\w-]+/g, "-")}.csv`, writeCodings(mine(step))) : (told.textContent = "There is nothing to export yet: go back a step and code.")) } }, "Export my codes"),
      h("label", { class: "choice" }, h("span", {}, "Add the files of others (several at once)"), input),
      h("button", { on: { click: () => { state.sheets = []; keep(); show(); } } }, "Take the others out")), told, table];
  }

  function addSheet(name, rows) {
    const coders = [...new Set(rows.map((it) => it.coder))];
    const own = state.coder.trim() || "me";
    for (const coder of coders) {
      const fresh = rows.filter((it) => it.coder === coder);
      const same = coder === own && fresh.every((it) => state.codes[it.variable]?.[it.unit] === it.value);
      if (same) continue;
      const label = coder === own ? `${coder} (${name})` : coder;
      state.sheets = [...state.sheets.filter((it) => it.coder !== label), ...fresh.map((it) => ({ ...it, coder: label }))];
    }
    return `${name}: ${count(rows.length, "code")} of ${coders.join(", ") || "nobody"}.`;
  }

  function agreementParts(step) {
    const all = codings(step);
    const coders = [...new Set(all.map((it) => it.coder))];
    if (coders.length < 2) return h("p", { class: "soft" }, "Agreement needs two people: add a file of somebody else.");
    const { units, percent: equal, alpha } = agreement(all);
    const named = (value) => (step.codes[value] || value).split(": ")[0];
    const talk = disputed(all);
    const context = new Map(data.units[step.units].map((it) => [it.unit, it.context]));
    return [h("p", { class: "verdict" }, h("b", {}, `${count(coders.length, "coder")}, ${count(units, "naming")}: `), `${percent(equal)} of pairs agree. Krippendorff’s alpha: `, h("b", { class: "alpha" }, alpha === null ? "not defined" : alpha.toFixed(2)), "."),
      h("p", {}, meaning(alpha)),
      talk.length ? h("h3", {}, "Talk about these first") : h("p", {}, "You agree on every one of them."),
      talk.slice(0, 6).map(([unit, codes]) => h("div", { class: "talk" }, h("blockquote", {}, (context.get(unit) || "").split(/[»«]/).map((piece, i) => (i % 2 ? h("mark", {}, piece) : piece))),
        h("ul", {}, Object.entries(codes).map(([coder, value]) => h("li", {}, h("b", {}, coder), `: ${named(value)}`)))))];
  }

  function meaning(alpha) {
    if (alpha === null) return "All codes are the same. Without variety nobody can show that they tell cases apart.";
    if (alpha >= 0.8) return "1 would be perfect, 0 is what chance would give. Above .80 researchers rely on codes. You read the rule alike.";
    if (alpha >= 0.667) return "1 would be perfect, 0 is what chance would give. Between .67 and .80 researchers draw careful conclusions only. Where does the rule leave room?";
    return "1 would be perfect, 0 is what chance would give. Below .67 researchers would not use these codes: they would make the rule clearer and code again. That is no shame; it is what coding together is for.";
  }

  function program(lesson, step) {
    const own = mine(step);
    const units = new Map(data.units[step.units].map((it) => [it.unit, it]));
    const apart = own.filter((it) => units.get(it.unit).program !== it.value);
    const named = (value) => (step.codes[value] || value).split(": ")[0];
    const place = h("div", { class: "framing" });
    mountExplorer(place, data.explorer, { heading: false });
    return [own.length ? h("p", { class: "verdict" }, h("b", {}, `You and the program agree on ${own.length - apart.length} of ${own.length}.`), " Where you differ, either may be right.") : h("p", { class: "soft" }, "You have coded nothing yet, so the program has nobody to disagree with."),
      apart.map((it) => h("div", { class: "talk" }, h("blockquote", {}, units.get(it.unit).context.split(/[»«]/).map((piece, i) => (i % 2 ? h("mark", {}, piece) : piece))), h("p", {}, "You: ", h("b", {}, named(it.value)), ". The program: ", h("b", {}, named(units.get(it.unit).program)), "."))),
      guessTable(), place];
  }

  function guessTable() {
    if (!Object.keys(state.guesses).length) return "";
    return [h("h3", {}, "Your guesses"), h("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": "Your guesses" }, h("table", {}, h("thead", {}, h("tr", {}, ["Outlet", "Your guess", "All voices", "Own voice"].map((it) => h("th", { scope: "col" }, it)))),
      h("tbody", {}, data.outlets.map((it) => h("tr", {}, h("th", { scope: "row" }, it.name), h("td", { class: "number" }, state.guesses[it.id] === undefined ? "–" : `${state.guesses[it.id]} %`), h("td", { class: "number" }, percent(it.all)), h("td", { class: "number" }, percent(it.own)))))))];
  }

  function officials() { const place = h("div", { class: "framing explorer" }); drawOfficials(place, data.speakers, data.outlets); return place; }

  function chance(lesson, step) { const place = h("div", {}); drawChance(place, openCollection(data.explorer), data.pair, step.show); return place; }
}

function remember(key) {
  try { return JSON.parse(localStorage.getItem(key)) || {}; } catch { return {}; }
}
