"""Sources in tables: who quotes whom, how diverse the sources are, and who is named but never heard."""

from __future__ import annotations

import numpy as np
import pandas as pd

from framing.annotation.quotations.spans import with_arrays
from framing.annotation.sources.name_forms import PERSON
from framing.annotation.sources.names import find_names
from framing.annotation.sources.people import link_names
from framing.corpus.corpus import Corpus
from framing.errors import FramingError
from framing.scoring.diversity import hill_numbers, rarefied_hill

OFFICIAL = ("government", "security", "justice")
SILENT_ACTS = ("belief", "intention")
"""Acts that are not speech: what somebody thinks or wants."""
KINDS = ("speaker", "source_type")


def spoken(attributions: pd.DataFrame) -> pd.DataFrame:
    """Keep the attributions in which somebody speaks, writes or makes known; beliefs and intentions are left out."""
    return attributions[~attributions["act"].isin(SILENT_ACTS)]


def attributed_spans(corpus: Corpus, attributions: pd.DataFrame, *, role: str = "content") -> pd.DataFrame:
    """Give some attributions as evidence: one span each, in the voice of the source.

    Parameters
    ----------
    corpus : Corpus
    attributions : DataFrame
        Rows of the attributions table, with any of the columns weight, target and category.
    role : str
        Which span stands for the relation: the first one of this role.

    Returns
    -------
    DataFrame
        Columns article_id, part, start, end, text, voice and those of weight, target and category that were given.
        Relations that share a span count once.
    """
    spans = corpus.attribution_spans
    first = spans[spans["role"] == role].drop_duplicates(["article_id", "attribution"])
    kept = [name for name in ("weight", "target", "category") if name in attributions]
    rows = attributions[["article_id", "attribution", "form", *kept]].merge(first, on=["article_id", "attribution"])
    voice = np.where(rows["form"] == "indirect", "reported", "quoted")
    rows = rows.assign(voice=pd.Series(voice, dtype="str", index=rows.index))
    key = ["article_id", "part", "start", "end", *(["target"] if "target" in kept else [])]
    return rows[["article_id", "part", "start", "end", "text", "voice", *kept]].drop_duplicates(key, ignore_index=True)


def who_quotes_whom(corpus: Corpus, *, by: str = "outlet_id", least: int = 1) -> pd.DataFrame:
    """Count for each outlet whom it lets speak.

    Parameters
    ----------
    corpus : Corpus
        Annotated.
    by : str
        Column of the articles table whose values are compared.
    least : int
        Sources with fewer attributions in all are left out.

    Returns
    -------
    DataFrame
        One row per group and named speaker, most quoted first: the group, speaker, source_type (the most frequent one),
        attributions, direct (quotations among them), articles, and share of the group's attributions to named speakers.

    Notes
    -----
    One person under two names counts as two, unless the alias table knows both; two people of one name count as one.
    """
    said = _with_group(corpus, by)
    said = said[said["named"].fillna(value=False).astype(bool) & said["speaker"].notna()]
    said = said.assign(direct=said["form"].isin(["direct", "mixed"]))
    counts = said.groupby([by, "speaker"], sort=True).agg(
        attributions=("direct", "size"), direct=("direct", "sum"), articles=("article_id", "nunique")
    )
    types = said.groupby([by, "speaker", "source_type"]).size().rename("n").reset_index()
    types = types.sort_values("n", ascending=False, kind="stable").drop_duplicates([by, "speaker"])
    table = counts.reset_index().merge(types[[by, "speaker", "source_type"]], on=[by, "speaker"], how="left")
    table["share"] = table["attributions"] / table.groupby(by)["attributions"].transform("sum")
    table = table[table.groupby("speaker")["attributions"].transform("sum") >= least]
    order = [by, "speaker", "source_type", "attributions", "direct", "articles", "share"]
    ranked = table.sort_values([by, "attributions", "speaker"], ascending=[True, False, True], kind="stable")
    return ranked[order].reset_index(drop=True)


def source_diversity(
    corpus: Corpus,
    *,
    by: str = "outlet_id",
    kind: str = "speaker",
    size: int | None = None,
    draws: int = 200,
    seed: int = 0,
) -> pd.DataFrame:
    """Tell how many sources each outlet has in effect, at the same number of attributions.

    Parameters
    ----------
    corpus : Corpus
        Annotated.
    by : str
        Column of the articles table whose values are compared.
    kind : {"speaker", "source_type"}
        What is counted as a source: named speakers, or types.
    size : int, optional
        Number of attributions drawn from each group; by default those of the smallest group.
    draws, seed : int
        Number of draws to average over, and the seed they start from.

    Returns
    -------
    DataFrame
        One row per group: the group, attributions, sources, hill_1, hill_2 (all of them counted), size, and
        sources_rarefied, hill_1_rarefied, hill_2_rarefied (averages over draws of that size; missing where there are
        fewer attributions).

    Raises
    ------
    FramingError
        If `kind` or `by` is none of those known.

    Notes
    -----
    Compare the rarefied columns: whoever quotes more looks more diverse. They have no interval of their own, since
    attributions of one article go together; for that resample articles.

    References
    ----------
    Hill, M. O. (1973). Diversity and evenness. Ecology 54, 427-432.
    Chao, A. and Jost, L. (2012). Coverage-based rarefaction and extrapolation. Ecology 93, 2533-2547.
    """
    if kind not in KINDS:
        raise FramingError(f"Sources cannot be counted by '{kind}'; use one of {', '.join(KINDS)}.")
    said = _with_group(corpus, by).dropna(subset=[kind])
    if kind == "speaker":
        said = said[said["named"].fillna(value=False).astype(bool)]
    counts = {group: part[kind].value_counts().sort_index().to_numpy() for group, part in said.groupby(by, sort=True)}
    common = min((int(c.sum()) for c in counts.values()), default=0) if size is None else size
    rows = []
    for group, held in counts.items():
        plain, drawn = hill_numbers(held), rarefied_hill(held, common, draws=draws, seed=seed)
        rows.append((group, int(held.sum()), len(held), plain[1], plain[2], common, *drawn))
    names = ["attributions", "sources", "hill_1", "hill_2", "size"]
    return pd.DataFrame(rows, columns=[by, *names, "sources_rarefied", "hill_1_rarefied", "hill_2_rarefied"])


def named_and_quoted(corpus: Corpus, *, by: str = "outlet_id", least: int = 3) -> pd.DataFrame:
    """Set beside each other how often people are named and how often they speak.

    Parameters
    ----------
    corpus : Corpus
        Annotated.
    by : str
        Column of the articles table whose values are compared.
    least : int
        People named in fewer articles of the group are left out.

    Returns
    -------
    DataFrame
        One row per group and person: the group, person, namings, articles, attributions; those who never speak
        (attributions 0) first, the most often named among them on top.

    Notes
    -----
    Names are found by rules: a person who is only ever called by an office is not here, and a firm or a ship that is
    named like a person may be. The dead cannot be quoted; look before you conclude.
    """
    tokens = with_arrays(corpus).tokens
    names = find_names(tokens)
    people = link_names(tokens, names)
    entity = people.of_name[people.of_name >= 0]
    entity = entity[people.kind[entity] == PERSON]
    group = _groups(corpus, by).to_numpy(object)[people.article[entity]]
    person = np.array(people.name, object)[entity]
    named = pd.DataFrame({by: group, "person": person, "article": people.article[entity]}).dropna(subset=[by])
    table = (
        named.groupby([by, "person"]).agg(namings=("article", "size"), articles=("article", "nunique")).reset_index()
    )
    heard = _with_group(corpus, by).groupby([by, "speaker"]).size().rename("attributions").reset_index()
    table = table[table["articles"] >= least].merge(
        heard.rename(columns={"speaker": "person"}), on=[by, "person"], how="left"
    )
    table["attributions"] = table["attributions"].fillna(0).astype(int)
    table = table.assign(silent=table["attributions"] == 0)
    order = table.sort_values([by, "silent", "namings", "person"], ascending=[True, False, False, True], kind="stable")
    return order.drop(columns="silent").reset_index(drop=True)


def _groups(corpus: Corpus, by: str) -> pd.Series:
    if by not in corpus.articles.columns:
        known = ", ".join(corpus.articles.columns)
        raise FramingError(f"The articles have no column '{by}'; there are {known}.")
    return corpus.articles[by]


def _with_group(corpus: Corpus, by: str) -> pd.DataFrame:
    """Attributions in which somebody speaks, with the group of their article."""
    group = pd.Series(_groups(corpus, by).to_numpy(), index=corpus.articles["article_id"], name=by)
    said = spoken(corpus.attributions)
    return said.assign(**{by: said["article_id"].map(group)})
