// The side-by-side reader: articles in columns, every naming marked, sources and cues joined to what they say.

import { choice, count, h, replace } from "./dom.js";
import { CATEGORIES, VOICE_WORDS, isUnsure, openCollection, targetName } from "./collection.js";
import { guideMarks, legend, markText, paragraphs } from "./marked.js";

export async function mountReader(root, payload, { marked = true } = {}) {
  const data = openCollection(payload);
  const offer = (payload.offer || []).map((id) => data.stories.findIndex((it) => it.id === id));
  const grid = h("div", { class: "columns", tabindex: "0", role: "group", "aria-label": "Articles side by side" });
  const show = async (story) => replace(grid, await articleColumns(data, story, marked));
  await show(offer[0]);
  root.classList.add("reader");
  root.append(marked ? readerControls(data, grid, offer, show) : "", marked ? legend() : "", grid);
  if (marked) guideMarks(root);
}

function articleColumns(data, story, marked) {
  const articles = [...new Set(data.texts.article)].filter((it) => story === undefined || data.articles.story[it] === story);
  return Promise.all(articles.map(async (article) => {
    const own = data.texts.article.map((it, i) => (it === article ? i : -1)).filter((i) => i >= 0);
    return articleColumn(data, article, own, await Promise.all(own.map(data.text)), marked);
  }));
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

function readerControls(data, grid, offer, show) {
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
  const read = async (story) => {
    await show(Number(story));
    const title = grid.closest("main")?.querySelector("h1");
    if (title) title.textContent = data.stories[story].label;
    apply();
    const first = grid.querySelector('.naming[role="button"]');
    if (first) first.tabIndex = 0;
  };
  const pick = (name) => (value) => { chosen[name] = value; apply(); };
  const pairs = (words) => [["", "all"], ...words];
  return h("div", { class: "controls" },
    offer.length > 1 ? choice("Story", offer.map((it) => [it, data.stories[it].label]), offer[0], read) : "",
    choice("Who is named", pairs(targets.map((it) => [it, targetName(it)])), "", pick("target")),
    choice("How", pairs(CATEGORIES.map((it) => [it, it])), "", pick("category")),
    choice("Whose word", pairs(Object.entries(VOICE_WORDS)), "", pick("voice")),
    data.columns.confidence ? choice("How sure", pairs([["unsure", "unsure only"]]), "", pick("sure")) : "",
    h("span", { class: "hint" }, "Keys: n next naming, p the one before"));
}
