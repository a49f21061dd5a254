// The side-by-side reader: articles in columns, every naming marked, sources and cues joined to what they say.

import { choice, count, h } from "./dom.js";
import { CATEGORIES, VOICE_WORDS, isUnsure, openCollection, targetName } from "./collection.js";
import { guideMarks, legend, markText, paragraphs } from "./marked.js";

export async function mountReader(root, payload, { marked = true } = {}) {
  const data = openCollection(payload);
  const numbers = data.texts.article.map((article, i) => [article, i]);
  const articles = [...new Set(data.texts.article)];
  const columns = [];
  for (const article of articles) {
    const own = numbers.filter(([it]) => it === article).map(([, i]) => i);
    const texts = await Promise.all(own.map(data.text));
    columns.push(articleColumn(data, article, own, texts, marked));
  }
  root.classList.add("reader");
  const grid = h("div", { class: "columns", tabindex: "0", role: "group", "aria-label": "Articles side by side" }, columns);
  root.append(marked ? readerControls(data, grid) : "", marked ? legend() : "", grid);
  if (marked) guideMarks(root);
}

function articleColumn(data, article, own, texts, marked) {
  const outlet = data.outlets[data.articles.outlet[article]];
  const options = { outlet: outlet.name };
  const pieces = own.map((number, i) => markText(texts[i], marked ? data.namingsOf(number) : [], marked ? data.spansOf(number) : [], options));
  const namings = own.flatMap(data.namingsOf).filter((it) => it.form === "noun");
  const meta = [data.articles.date[article] || "no date", data.articles.byline[article]].filter(Boolean).join(" · ");
  return h("article", { style: { "--outlet": outlet.colour }, "aria-label": outlet.name, data: { text: article } },
    h("header", {}, h("p", { class: "outlet" }, outlet.name), h("h2", {}, pieces[0]), h("p", { class: "meta" }, meta)),
    paragraphs(pieces.slice(1).flat()),
    marked ? h("footer", { class: "counts" }, tellNamings(namings)) : "");
}

function tellNamings(namings) {
  const told = CATEGORIES.filter((name) => name !== "neutral").flatMap((category) =>
    Object.entries(VOICE_WORDS).map(([voice, words]) => {
      const n = namings.filter((it) => it.term.category === category && it.voice === voice).length;
      return n ? `${n} ${category}, ${words}` : null;
    })).filter(Boolean);
  return `${count(namings.length, "naming")}${told.length ? `: ${told.join("; ")}` : ""}.`;
}

function readerControls(data, grid) {
  const chosen = { target: "", voice: "", category: "", sure: "" };
  const targets = [...new Set(data.namings.map((it) => it.term.target))];
  const apply = () => {
    const fits = (it) => (!chosen.target || it.term.target === chosen.target) && (!chosen.voice || it.voice === chosen.voice)
      && (!chosen.category || it.term.category === chosen.category) && (!chosen.sure || isUnsure(it));
    grid.querySelectorAll("article").forEach((column) => {
      const article = Number(column.dataset.text);
      const shown = data.namings.filter((it) => it.article === article);
      column.querySelectorAll(".naming").forEach((mark) => {
        const naming = shown.find((it) => it.number === Number(mark.dataset.number));
        mark.classList.toggle("off", naming ? !fits(naming) : false);
      });
    });
  };
  const pick = (name) => (value) => { chosen[name] = value; apply(); };
  const pairs = (words) => [["", "all"], ...words];
  return h("div", { class: "controls" },
    choice("Who is named", pairs(targets.map((it) => [it, targetName(it)])), "", pick("target")),
    choice("How", pairs(CATEGORIES.map((it) => [it, it])), "", pick("category")),
    choice("Whose word", pairs(Object.entries(VOICE_WORDS)), "", pick("voice")),
    data.columns.confidence ? choice("How sure", pairs([["unsure", "unsure only"]]), "", pick("sure")) : "",
    h("span", { class: "hint" }, "Keys: n next naming, p the one before"));
}
