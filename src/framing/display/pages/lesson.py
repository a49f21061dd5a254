"""Lessons on a collection: one page for pupils that needs a browser alone, one to print, one for the teacher."""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from framing.coding.sampling import units_of
from framing.coding.sheets import blind_id
from framing.comparison.levels import estimate
from framing.corpus.corpus import Corpus
from framing.display.pages.evidence import pack_evidence, whole_parts
from framing.display.pages.explorer import explorer_data
from framing.display.pages.page import read_styles, render, render_page
from framing.display.pages.reader import rank_stories
from framing.errors import FramingError

LESSONS = files("framing.display.pages") / "lessons"
MANY = 10
SMALL = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
KINDS = {"government": "officials", "security": "officials", "justice": "officials", "expert": "experts",
         "citizen": "people", "civil_society": "people", "opposition": "people"}  # fmt: skip
"""Kinds of source to the four that pupils tell apart; what is not here is with the others."""


@dataclass(frozen=True)
class _Facts:
    """What the lessons say about a collection: levels of the target's naming, outlets by their own share, the words."""

    corpus: Corpus
    target: str
    levels: pd.DataFrame

    @property
    def outlets(self) -> list[str]:
        """Outlets by their own-voice share, highest first; those whose share rests on ten stories before the others."""
        own = self.levels[self.levels["voice"] == "outlet"]
        own = own.assign(sure=own["ci_low"].notna()).sort_values(["sure", "value"], ascending=False, kind="stable")
        return own["outlet"].tolist()

    def words(self, most: int = 2) -> list[str]:
        """Give the commonest delegitimising words, as they are written."""
        rows = _nouns(self.corpus, self.target)
        return rows.loc[rows["category"] == "delegitimising", "text"].str.lower().value_counts().index[:most].tolist()

    def share(self, outlet: str, voice: str) -> float | None:
        """Give an outlet's share in a voice."""
        row = self.levels[(self.levels["outlet"] == outlet) & (self.levels["voice"] == voice)]
        return float(row["value"].iloc[0]) if len(row) else None


def write_lesson(
    corpus: Corpus, scores: pd.DataFrame, path: str | Path, *, target: str, codes: pd.DataFrame | None = None
) -> list[Path]:
    """Write the lessons on a collection.

    Parameters
    ----------
    corpus : Corpus
        Annotated, with stories that outlets share.
    scores : DataFrame
        Its scores, with the measure stance.
    path : str or Path
        The pupils' page, such as ``lesson.html``.
    target : str
        Whose naming the lessons are about.
    codes : DataFrame, optional
        The collection's own codes, from `read_reference`: the teacher's answers where there are some.

    Returns
    -------
    list of Path
        The pupils' page, the worksheet to print, and the teacher's page with times, answers and what to say.

    Raises
    ------
    FramingError
        If no story is shared by two outlets, or the target is hardly ever named.

    Notes
    -----
    Where there are no codes the answers on the teacher's page are the program's, which err: they begin a discussion and
    end none.
    """
    data = lesson_data(corpus, scores, target=target, codes=codes)
    page = Path(path)
    page.parent.mkdir(parents=True, exist_ok=True)
    pupils = {**data, "lessons": [_for_pupils(lesson) for lesson in data["lessons"]]}
    pupils["units"] = {kind: [_without(unit, "answer") for unit in units] for kind, units in data["units"].items()}
    title = data["lessons"][0]["title"]
    styles = ("reader", "explorer")
    page.write_text(render_page("lesson", title=title, data=pupils, styles=styles), encoding="utf-8")
    written = [page]
    for name in ("worksheet", "teacher"):
        written.append(page.with_name(f"{page.stem}-{name}.html"))
        coded = codes is not None and len(codes) > 0
        text = render(f"{name}.html", style=read_styles("lesson"), page=page.name, coded=coded, **data)
        written[-1].write_text(text, encoding="utf-8")
    return written


def lesson_data(
    corpus: Corpus, scores: pd.DataFrame, *, target: str, codes: pd.DataFrame | None = None
) -> dict[str, Any]:
    """Gather texts, units to code, figures and words of the lessons."""
    stance = scores[(scores["measure"] == "stance") & (scores["target"] == target)]
    facts = _Facts(corpus, target, estimate(stance, corpus.articles))
    story = next(iter(rank_stories(corpus, target=target)), None)
    if story is None or len(facts.words()) < 2 or len(facts.outlets) < 2:
        raise FramingError(
            f"A lesson needs a story that two outlets tell, and words for '{target}' in it; choose another target."
        )
    chosen = _two_articles(corpus, story, facts)
    explorer = explorer_data(_only(corpus, target), target=target)
    names = _outlet_facts(explorer["outlets"], corpus, facts)
    lessons = [_fill(text, _values(facts, corpus, story)) for text in _read_lessons()]
    units = {"namings": _naming_units(corpus, target, codes), "sources": _source_units(corpus)}
    return {
        "id": hashlib.sha256(str([corpus.name, target, units]).encode()).hexdigest()[:12],
        "collection": corpus.name,
        "lessons": lessons,
        "glossary": tomllib.loads((LESSONS / "glossary.toml").read_text("utf-8"))["terms"],
        "outlets": names,
        "stories": pack_evidence(corpus, whole_parts(corpus, chosen)),
        "units": units,
        "explorer": explorer,
        "speakers": _speakers(corpus),
        "pair": {"outlets": [_place(corpus, facts.outlets[0]), _place(corpus, _lowest(facts))], "target": target},
    }


def _only(corpus: Corpus, target: str) -> Corpus:
    """Leave out the namings of everybody else: a lesson is about one target, and a school's stick is slow."""
    return corpus.with_(mentions=corpus.mentions[corpus.mentions["target"] == target])


def _read_lessons() -> list[dict[str, Any]]:
    names = sorted(path.name for path in LESSONS.iterdir() if path.name[0].isdigit())
    return [tomllib.loads((LESSONS / name).read_text("utf-8")) for name in names]


def _fill(thing: Any, values: Mapping[str, str]) -> Any:
    if isinstance(thing, str):
        return thing.format_map(values)
    if isinstance(thing, list):
        return [_fill(item, values) for item in thing]
    return {name: _fill(item, values) for name, item in thing.items()} if isinstance(thing, dict) else thing


def _for_pupils(lesson: dict[str, Any]) -> dict[str, Any]:
    return {**lesson, "steps": [_without(step, "teacher") for step in lesson["steps"]]}


def _without(row: Mapping[str, Any], name: str) -> dict[str, Any]:
    return {key: value for key, value in row.items() if key != name}


def _values(facts: _Facts, corpus: Corpus, story: str) -> dict[str, str]:
    words = facts.words()
    names = dict(zip(corpus.outlets["outlet_id"], corpus.outlets["name"], strict=True))

    def told(voice: str) -> str:
        shares = [(names.get(o, o), facts.share(o, voice)) for o in facts.outlets]
        return ", ".join(f"{name} {share:.0%}" for name, share in shares if share is not None)

    label = corpus.stories.set_index("story_id")["label"].get(story, story)
    return {
        "n_outlets": SMALL[len(facts.outlets)] if len(facts.outlets) < len(SMALL) else str(len(facts.outlets)),
        "n_namings": f"{len(_nouns(corpus, facts.target)):,}",
        "target": facts.target.replace("-", " "),
        "label_a": words[0],
        "label_b": words[1],
        "story": str(label),
        "all_voices": told("all"),
        "own_voices": told("outlet"),
        "outlet_a": names.get(facts.outlets[0], facts.outlets[0]),
        "outlet_b": names.get(_lowest(facts), _lowest(facts)),
    }


def _lowest(facts: _Facts) -> str:
    own = facts.levels[facts.levels["voice"] == "outlet"]
    sure = own[own["ci_low"].notna()] if own["ci_low"].notna().sum() > 1 else own
    return str(sure.sort_values("value", kind="stable")["outlet"].iloc[0])


def _nouns(corpus: Corpus, target: str) -> pd.DataFrame:
    return corpus.mentions[(corpus.mentions["target"] == target) & (corpus.mentions["form"] == "noun")]


def _two_articles(corpus: Corpus, story: str, facts: _Facts) -> list[str]:
    """Take the story's articles of the outlets that lie furthest apart, each outlet's with most namings."""
    inside = corpus.articles[corpus.articles["story_id"] == story]
    named = _nouns(corpus, facts.target)["article_id"].value_counts().reindex(inside["article_id"]).fillna(0)
    best = inside.assign(namings=named.to_numpy()).sort_values("namings", ascending=False, kind="stable")
    best = best.drop_duplicates("outlet_id").set_index("outlet_id")["article_id"]
    known = [o for o in facts.outlets if o in best.index] or list(best.index)
    rest = [o for o in best.index if o not in known]
    order = known + rest
    low = _lowest(facts) if _lowest(facts) in best.index and _lowest(facts) != order[0] else order[-1]
    return [best[order[0]], best[low]]


def _naming_units(corpus: Corpus, target: str, codes: pd.DataFrame | None) -> list[dict[str, str]]:
    units = units_of(corpus, "mention")
    units = units[(units["target"] == target) & (units["form"] == "noun")]
    if codes is not None and len(codes):
        known = codes[codes["variable"] == "voice"].set_index("unit_id")["value"]
        units = units.assign(answer=units["unit_id"].map(known)).dropna(subset=["answer"])
    return _units(_spread(units, "voice"), "voice")


def _source_units(corpus: Corpus) -> list[dict[str, str]]:
    units = units_of(corpus, "attribution").dropna(subset=["source_type", "source_text", "cue_text"])
    clear = units[(units["form"] == "direct") & units["named"].fillna(False).astype(bool)]
    chosen = clear if len(clear) >= MANY else units
    return _units(_spread(chosen.assign(kind=chosen["source_type"].map(KINDS).fillna("others")), "kind"), "kind")


def _spread(units: pd.DataFrame, by: str) -> pd.DataFrame:
    """Take units with as many codes and outlets as there are, in an order that tells neither."""
    rng = np.random.default_rng(0)
    context = units["context"]
    whole = context.str.contains("»") & (context.str.len() < 700) & ~context.str.contains("\ufffd")
    shuffled = units[whole].sample(frac=1, random_state=rng)
    shuffled = shuffled.drop_duplicates("context")
    turn = shuffled.groupby([by, "outlet_id"]).cumcount()
    round_ = shuffled.assign(turn=turn).sort_values("turn", kind="stable").groupby(by).cumcount()
    taken = shuffled.assign(round_=round_).sort_values("round_", kind="stable").head(MANY)
    return taken.sample(frac=1, random_state=rng)


def _units(units: pd.DataFrame, code: str) -> list[dict[str, str]]:
    rows = units.assign(
        unit=units["unit_id"].map(blind_id),
        program=units[code],
        answer=units["answer"] if "answer" in units else units[code],
    )
    return rows[["unit", "context", "program", "answer"]].to_dict("records")


def _speakers(corpus: Corpus) -> dict[str, list]:
    known = corpus.attributions.dropna(subset=["source_type"]).merge(corpus.articles, on="article_id")
    kind, kinds = pd.factorize(known["source_type"].map(KINDS).fillna("others"))
    place = {outlet: _place(corpus, outlet) for outlet in known["outlet_id"].unique()}
    stories = pd.Index(corpus.stories["story_id"]) if len(corpus.stories) else pd.Index([])
    return {
        "outlet": known["outlet_id"].map(place).tolist(),
        "story": stories.get_indexer(known["story_id"]).tolist(),
        "article": pd.factorize(known["article_id"])[0].tolist(),
        "kind": kind.tolist(),
        "kinds": list(kinds),
    }


def _place(corpus: Corpus, outlet: str) -> int:
    ids = list(corpus.outlets["outlet_id"]) if len(corpus.outlets) else sorted(set(corpus.articles["outlet_id"]))
    return ids.index(outlet)


def _outlet_facts(packed: list[dict[str, Any]], corpus: Corpus, facts: _Facts) -> list[dict[str, Any]]:
    told = corpus.outlets.set_index("outlet_id")
    rows = []
    for outlet in packed:
        about = {c: told[c].get(outlet["id"]) for c in ("ownership", "medium", "country") if c in told}
        known = {name: word for name, word in about.items() if isinstance(word, str)}
        kind = " ".join(known[name] for name in ("ownership", "medium") if name in known)
        words = ", ".join(word for word in (kind, known.get("country", "")) if word)
        rows.append(
            {
                **outlet,
                "about": words,
                "all": facts.share(outlet["id"], "all"),
                "own": facts.share(outlet["id"], "outlet"),
            }
        )
    return rows
