"""The methods paragraph: what was run, in sentences that hold for this run and no other."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from framing.coding.reference import UNVALIDATED
from framing.comparison.study import OFTEN
from framing.display.figures.estimates import VOICE_TITLES, spaced
from framing.display.figures.findings import list_names
from framing.paper.drawing import clusters, name_of
from framing.paper.material import Material
from framing.paper.plan import Shown
from framing.paper.references import collect, key_of_book, short, works_for
from framing.paper.wording import count, latex, with_utf
from framing.provenance import software
from framing.scoring.measure import load_measures

CITED = re.compile(r" ?\[@([\w;@ -]+)\]")
LEXICONS = {"protest_frames": "protest-paradigm", "generic_frames": "generic-frames", "agentless": "harm-verbs"}
TREATED = {"keep": "were kept", "drop": "were left out", "weigh": "count only by the words no other outlet prints"}


def describe_methods(material: Material) -> list[tuple[str, str]]:
    """Say what was run.

    Parameters
    ----------
    material : Material

    Returns
    -------
    list of (heading, text)
        Works are cited as ``[@key; @key]``, which pandoc reads too.
    """
    parts = {
        "Articles": _articles(material),
        "Reading": _reading(material),
        "Measures": _measures(material),
        "Validity": _validity(material),
        "Comparison": _comparison(material),
        "Declaration": _declaration(material),
        "Software": _software(material),
    }
    return [(heading, " ".join(text.split())) for heading, text in parts.items()]


def works_of(parts: list[tuple[str, str]], material: Material) -> dict[str, dict[str, Any]]:
    """Give the works that the paragraph cites, by key (see `framing.paper.references`)."""
    cited = {key for _, text in parts for found in CITED.finditer(text) for key in _keys(found)}
    return collect(cited, material.book)


def methods_latex(parts: list[tuple[str, str]]) -> str:
    r"""Write the paragraph as LaTeX with ``\cite``."""
    lines = [rf"\paragraph{{{heading}.}} {_cite(text)}" for heading, text in parts]
    return with_utf("\n\n".join(lines) + "\n")


def methods_plain(parts: list[tuple[str, str]], works: dict[str, dict[str, Any]]) -> list[tuple[str, str]]:
    """Write the paragraph for a page, with names and years in place of keys."""

    def told(found: re.Match[str]) -> str:
        return f" ({'; '.join(short(works[key]) for key in _keys(found))})"

    return [(heading, CITED.sub(told, text)) for heading, text in parts]


def _cite(text: str) -> str:
    parts, at = [], 0
    for found in CITED.finditer(text):
        parts += [latex(text[at : found.start()]), rf"~\cite{{{','.join(_keys(found))}}}"]
        at = found.end()
    return "".join([*parts, latex(text[at:])])


def _keys(found: re.Match[str]) -> list[str]:
    return re.findall(r"@([\w-]+)", "@" + found[1])


def _given(text: str) -> str:
    """Take the mark of a citation out of what an author wrote: it is no key of ours."""
    return text.replace("[@", "(@")


def _with(*reasons: str) -> str:
    """Cite the works behind some reasons."""
    keys = works_for(reasons)
    return f" [@{'; @'.join(keys)}]" if keys else ""


def _grouped(material: Material) -> list[str]:
    stories = material.results.corpus.stories
    used = stories[stories["story_id"].isin(material.articles["story_id"])]
    return sorted(set(used["matched_by"]))


def _validated(material: Material) -> bool:
    return material.results.manifest.get("validity", UNVALIDATED) != UNVALIDATED


def _articles(material: Material) -> str:
    articles, plan, corpus = material.articles, material.plan, material.results.corpus
    groups = sorted(set(articles[plan.by].dropna().astype(str)))
    names = list_names([name_of(material, Shown("", ""), group) for group in groups], most=12)
    days = articles["published"].dropna()
    between = f" published from {days.min():%Y-%m-%d} to {days.max():%Y-%m-%d}" if len(days) else ""
    cited = _with(f"collection:{material.results.manifest['collection']}")
    text = f"""We compared {count(len(articles))} articles ({count(articles["n_words"].sum())} words) of {len(groups)}
        {"outlets" if plan.by == "outlet_id" else f"values of {spaced(plan.by)}"}{between}{cited}: {_given(names)}."""
    about = material.settings["about"]
    if about:
        text += f" An article had to have {_given(' or '.join(about))} in its headline, or {OFTEN} times in its body."
    for column, values in plan.exclude.items():
        text += f" Articles with the {spaced(column)} {_given(', '.join(map(str, values)))} were excluded."
    kept = len(corpus.articles) - len(articles)
    if kept:
        text += f" {count(kept)} articles of the collection are outside the study."
    lost = corpus.dropped["reason"].value_counts()
    if len(lost):
        told = ", ".join(f"{count(n)} {spaced(str(reason))}" for reason, n in lost.items())
        text += f" {count(lost.sum())} documents were left out when the collection was read ({told})."
    return text


def _reading(material: Material) -> str:
    corpus, articles = material.results.corpus, material.articles
    if material.results.manifest.get("cleaned", True):
        changes = corpus.cleaning[corpus.cleaning["article_id"].isin(articles["article_id"])]
        common = changes.groupby("rule")["count"].sum().sort_values(ascending=False, kind="stable").index[:3]
        which = f", most often {list_names([spaced(str(rule)) for rule in common])}" if len(common) else ""
        text = f"""What is no text of an article was taken out by named rules ({count(changes["count"].sum())}
            changes in {count(changes["article_id"].nunique())} articles{which})."""
        if not len(changes):
            text = "Named rules take out what is no text of an article; they found nothing."
    else:
        text = "The texts were read as they are, without cleaning."
    wire = int(articles["wire"].fillna(value=False).sum())
    text += f" {count(wire)} articles carry agency copy; they {TREATED[material.plan.wire]}."
    repeats = int(articles["duplicate_of"].notna().sum())
    text += f" {count(repeats)} nearly repeat an earlier one." if repeats else ""
    how = _grouped(material)
    stories = int(articles["story_id"].nunique())
    if stories:
        by_hand = how == ["hand"]
        told = "were put together by hand" if by_hand else f"were found by the program ({', '.join(how)})"
        cited = "" if by_hand else _with("stories")
        text += f" The articles belong to {count(stories)} stories, which {told}{cited}."
    return text


def _measures(material: Material) -> str:
    known, book = load_measures(), material.book
    accurate = material.results.manifest.get("model") == "accurate"
    taggers = _with("model:attribution", *(["model:attribution-encoder"] if accurate else []))
    tagger = "an encoder and a recurrent tagger" if accurate else "a recurrent tagger"
    text = f"""Who says what was found by {tagger} for attribution relations{taggers}; whose word a word is (the
        outlet's own, a source's, at a distance) was judged from these, marks and clauses{_with("model:voice")}."""
    if book is not None:
        cited = " [@" + "; @".join([key_of_book(book), *works_for([f"lexicon:{book.name}"])]) + "]"
        text += f""" Namings were found with the codebook {book.name} ({count(len(book.terms))} terms, fingerprint
            {book.fingerprint}){cited}."""
    series = material.comparisons[["measure", "target", "voice"]].drop_duplicates()
    for measure, rows in series.groupby("measure", sort=False):
        item = known.get(str(measure))
        title = item.title if item is not None else spaced(str(measure))
        unit = f" is the {item.unit}" if item is not None and item.unit.startswith("share") else (
            f" counts {item.unit}" if item is not None else " was counted")  # fmt: skip
        targets = [spaced(target) for target in dict.fromkeys(rows["target"]) if target != "all"]
        of = f", of {list_names(targets, most=8)}" if targets else ""
        voices = list_names([VOICE_TITLES[v] for v in dict.fromkeys(rows["voice"])], most=4)
        reasons = [f"measure:{measure}", f"lexicon:{LEXICONS.get(str(measure), '')}"]
        if measure == "target_tone":
            reasons.append("model:encoder" if accurate else "model:target-tone")
        cited = _with(*reasons)
        text += f" {title}{unit}{of}, {voices}{cited}."
    return text + " Where an article has no evidence a measure is missing, and not zero."


def _validity(material: Material) -> str:
    told = str(material.results.manifest.get("validity", UNVALIDATED))
    if not _validated(material):
        return f"{told} Read every figure with that in mind."
    return f"Against people's codes: {told.removeprefix('On its own codes: ')}{_with('agreement')}"


def _comparison(material: Material) -> str:
    table, plan = material.comparisons, material.plan
    text = """An outlet's value is a ratio of sums over its articles."""
    if (table["method"] == "paired").any():
        n = table.loc[table["method"] == "paired", "n_stories"]
        span = f"{n.min()}" if n.min() == n.max() else f"{n.min()} to {n.max()}"
        text += f""" Outlets were compared within the stories that both sides cover ({span} stories, weighed by the
            evidence both have){_with("paired")}, and over all articles."""
    text += f""" Tests and 95 % intervals come from flipping the signs of the contributions of {clusters(material)} to
        the score{_with("test")}, {plan.resamples:,} times, seed {plan.seed}; with fewer than ten clusters on a
        side neither is given."""
    family = " and ".join(spaced(name) for name in plan.family)
    each = f" within each {family}" if family else " over all tests"
    sizes = sorted(set(table.loc[table["n_tests"] > 0, "n_tests"]))
    tests = f" ({', '.join(map(str, sizes))} tests)" if sizes else ""
    return f"{text} p-values were adjusted{each}{tests}{_with('adjusted')}."


def _declaration(material: Material) -> str:
    declared = material.analysis.declared
    if declared is None:
        return "The analysis was not declared beforehand."
    departures = material.analysis.record["departures"]
    told = " ".join(departures) if departures else "The analysis departs from it in nothing."
    book = Path(declared.codebook).name
    return f"""The analysis was declared in the file {declared.file} (fingerprint {declared.fingerprint}; codebook
        {book}). Its question: {_given(declared.question)} {told}"""


def _software(material: Material) -> str:
    versions = ", ".join(f"{name} {number}" for name, number in software().items() if name != "framing")
    model = material.results.manifest.get("model", "fast")
    return f"""Computed with framing {software()["framing"]} [@framing] ({model} models) and {versions}. The file
        framing.lock holds fingerprints of code, models and word lists, and the hashes of all inputs and outputs."""
