"""The front page of a report: what was found in three sentences, the figure of the thesis, and the way to all else."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from framing.comparison.levels import estimate
from framing.display.figures.findings import find_apart, list_names
from framing.display.figures.style import outlet_names
from framing.display.pages.page import read_styles, render

THESIS = "00-whose-words"
PAGES = {"explorer.html": "Explore: every word and whose it is", "02-story.html": "Read one story side by side"}


def make_front(
    folder: Path, manifest: dict[str, Any], pages: Sequence[tuple[str, str, str]], told: Sequence[str]
) -> str:
    """Write the page that leads to all others.

    Parameters
    ----------
    folder : Path
        Of the report, with figures, tables and pages in it.
    manifest : dict
    pages : sequence of (file name, title, question)
        Of the notebooks.
    told : sequence of str
        What was found, in plain sentences.

    Returns
    -------
    str
        HTML.
    """
    findings = folder / "tables" / "findings.txt"
    figures = [read_figure(path) for path in sorted((folder / "figures").glob("*.png"))]
    study = manifest.get("study")
    return render(
        "front.html",
        title=study["declared"].get("Question", "Whose words are they?") if study else "Whose words are they?",
        collection=manifest["collection"],
        told=told,
        scope=_scope(study["declared"]) if study else "",
        thesis=next((figure for figure in figures if figure["name"] == THESIS), None),
        figures=figures,
        extra=[(name, title) for name, title in PAGES.items() if (folder / name).is_file()],
        pages=pages,
        tables=[path.name for path in sorted((folder / "tables").iterdir())],
        study=study,
        findings=findings.read_text(encoding="utf-8").splitlines() if findings.is_file() else [],
        rows=manifest["rows"],
        validity=manifest.get("validity", ""),
        provenance=json.dumps(manifest, indent=2, ensure_ascii=False),
        style=read_styles("front"),
    )


def _scope(declared: dict[str, str]) -> str:
    """Give the articles of a study that is not of all of them."""
    articles = declared.get("Articles", "all")
    return "" if articles == "all" else articles


def read_figure(path: Path) -> dict[str, str]:
    """Read what a saved figure says of itself."""
    record = path.with_suffix(".json")
    known = json.loads(record.read_text("utf-8")) if record.is_file() else {}
    title = known.get("title") or path.stem.partition("-")[2].replace("-", " ")
    return {
        "name": path.stem,
        "title": title,
        "caption": known.get("caption", ""),
        "alt": known.get("alt") or title,
    }


def tell_front(scores: pd.DataFrame, articles: pd.DataFrame, *, target: str, words: Sequence[str],
               outlets: pd.DataFrame) -> list[str]:  # fmt: skip
    """Tell in three plain sentences who uses the words, who prints them, and whose officials speak.

    Parameters
    ----------
    scores, articles : DataFrame
    target : str
    words : sequence of str
        Commonest delegitimising words for the target.
    outlets : DataFrame
        The outlets table.

    Returns
    -------
    list of str
        Fewer where there is nothing to say.

    Notes
    -----
    Outlets are set apart only where their 95 % intervals do not touch; those with too few stories or articles
    are named as such.
    """
    measures = scores[scores["measure"].isin(["stance", "official_share"])]
    levels = estimate(measures[measures["target"].isin([target, "all"])], articles)
    names = outlet_names(outlets)
    who = target.replace("-", " ")
    label = f"{who} names such as {_either(words)}" if words else f"{who} delegitimising names"
    own = _rows(levels, "stance", "outlet")
    printed = _rows(levels, "stance", "all")
    officials = _rows(levels, "official_share", "all")
    said = "such words for " + who + ", whoever says them,"
    told = [
        _tell(own, names, (f"calls {label} in its own voice", f"call {label} in their own voice"), "namings"),
        _tell(printed, names, (f"prints {said}", f"print {said}"), "namings"),
        _tell(officials, names, ("lets officials speak", "let officials speak"), "sources whose kind is known"),
    ]
    return [sentence for sentence in told if sentence]


def _rows(levels: pd.DataFrame, measure: str, voice: str) -> pd.DataFrame:
    rows = levels[(levels["measure"] == measure) & (levels["voice"] == voice)]
    return rows.sort_values("value", ascending=False, kind="stable")


def _tell(rows: pd.DataFrame, names: dict[str, str], does: tuple[str, str], unit: str) -> str:
    """Say in how many of ten, and set outlets apart only where their intervals do not touch."""
    known = rows.dropna(subset=["ci_low"])
    named = [names.get(o, o) for o in known["outlet"]]
    absent = [names.get(o, o) for o in rows.loc[rows["ci_low"].isna(), "outlet"]]
    few = f" Too few stories or articles to tell: {list_names(absent, most=4)}." if absent else ""
    if not len(known):
        return ""
    found = find_apart(known)
    if found is None:
        verb = does[len(known) > 1]
        apart = "" if len(known) == 1 else "; none stands clearly apart from the others"
        everyone = named[0] if len(known) == 1 else ("Both" if len(known) == 2 else f"All {len(known)} outlets")
        return f"{everyone} {verb} in {_tenths(known)} of ten {unit}{apart}.{few}"
    above, below = found
    who, others = (list_names([names.get(o, o) for o in part["outlet"]]) for part in found)
    do = "does" if len(below) == 1 else "do"
    rest = [names.get(o, o) for o in known["outlet"] if o not in set(above["outlet"]) | set(below["outlet"])]
    between = f" {list_names(rest)} cannot be told from {who if len(above) == 1 else others}." if rest else ""
    told = f"{who} {does[len(above) > 1]} in {_tenths(above)} of ten {unit}; {others} {do} in {_tenths(below)} of ten."
    return told + between + few


def _tenths(rows: pd.DataFrame) -> str:
    low, high = round(10 * rows["value"].min()), round(10 * rows["value"].max())
    if high == 0:
        return "fewer than 1"
    return str(high) if low == high else f"at most {high}" if low == 0 else f"{low} to {high}"


def _either(words: Sequence[str]) -> str:
    return " or ".join([", ".join(words[:-1]), words[-1]]) if len(words) > 1 else "".join(words)
