"""Scores made ready for a comparison: agency copy set apart, labels turned into shares."""

from __future__ import annotations

import pandas as pd

from framing.errors import FramingError
from framing.schema import FOLD

TREATMENTS = {"keep": "kept", "drop": "left out", "weigh": "weighed down"}


def weigh_wire(scores: pd.DataFrame, articles: pd.DataFrame, *, wire: str = "drop") -> pd.DataFrame:
    """Leave agency copy out of scores, or weigh it down.

    Parameters
    ----------
    scores, articles : DataFrame
        The scores and the articles table with ``wire`` and ``wire_share``.
    wire : {"drop", "weigh", "keep"}
        ``"drop"`` leaves out the scores of articles marked as agency copy; ``"weigh"`` multiplies n by the share of
        an article's words that stand in no other outlet's article.

    Returns
    -------
    DataFrame
        The scores, with a column ``wire`` that says what was done; `compare` passes it on to its table.

    Raises
    ------
    FramingError
        If the articles do not say which of them are agency copy.

    Notes
    -----
    Printing agency copy is an editor's choice too: leaving it out asks how an outlet writes, not what its readers read.
    """
    treatment = name_treatment(wire)
    column = "wire_share" if wire == "weigh" else "wire"
    if wire != "keep" and not _is_marked(articles, column):
        raise FramingError(f"The articles have nothing in the column '{column}'; mark agency copy first.")
    word = pd.Series(treatment, index=scores.index, dtype="str")
    if wire == "keep":
        return scores.assign(wire=word)
    known = articles.set_index("article_id")[column].reindex(scores["article_id"]).set_axis(scores.index)
    if wire == "weigh":
        return scores.assign(n=scores["n"] * (1 - known.astype(float).fillna(0)), wire=word)
    return scores.assign(wire=word)[~known.astype("boolean").fillna(value=False).astype(bool)].reset_index(drop=True)


def _is_marked(articles: pd.DataFrame, column: str) -> bool:
    """Tell whether agency copy was looked for; the share is missing of texts that are too short to tell."""
    marks = [name for name in (column, "wire") if name in articles.columns]
    return column in marks and (not len(articles) or articles[marks].notna().to_numpy().any())


def name_treatment(wire: str) -> str:
    """Give what is done with agency copy as the column `wire` has it; an error names the three ways."""
    if wire not in TREATMENTS:
        raise FramingError(f"Agency copy can be treated in three ways, {', '.join(TREATMENTS)}, and not {wire!r}.")
    return TREATMENTS[wire]


def label_shares(mentions: pd.DataFrame, *, label: str = "category", form: str | None = "noun") -> pd.DataFrame:
    """Turn namings into scores: the share of each label among an article's namings of a target.

    Parameters
    ----------
    mentions : DataFrame
        The mentions table.
    label : str
        Column that holds the label: ``"category"``, ``"term"``, ``"prominence"``, ``"speaker"``, ...
    form : str or None
        Count namings of this form only (``"noun"``: not the modifier in "terrorist attack"); None counts all.

    Returns
    -------
    DataFrame
        A table like scores: ``measure`` is the label, ``voice`` the folded voice and ``all``, ``value`` its share of
        the namings of the target in the article and voice, ``n`` the number of those namings.

    Raises
    ------
    FramingError
        If the mentions have no such column.

    Notes
    -----
    Shares of labels of one target add up to 1, so their contrasts are not independent: where one rises another falls.
    An article that names nobody has no row, which is not the same as a share of 0.
    """
    if label not in mentions.columns:
        raise FramingError(f"The mentions have no column '{label}'; there are {', '.join(mentions.columns)}.")
    kept = mentions if form is None else mentions[mentions["form"] == form]
    kept = kept.assign(voice=kept["voice"].map(FOLD), measure=kept[label]).dropna(subset=["measure"])
    kept = pd.concat([kept, kept.assign(voice="all")], ignore_index=True)
    place = ["article_id", "target", "voice"]
    hits = kept.groupby([*place, "measure"], observed=True, sort=True).size().rename("hits").reset_index()
    total = hits.groupby(place, sort=True)["hits"].sum().rename("n")
    labels = hits[["target", "measure"]].drop_duplicates()
    grid = total.reset_index().merge(labels, on="target").merge(hits, on=[*place, "measure"], how="left")
    grid = grid.assign(value=grid["hits"].fillna(0) / grid["n"], n=grid["n"].astype(float))
    grid = grid.assign(counts="share", version=f"label:{label}")
    columns = ["article_id", "measure", "target", "voice", "value", "n", "counts", "version"]
    return grid[columns].sort_values(columns[:4], kind="stable", ignore_index=True)
