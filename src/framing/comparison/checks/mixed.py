"""A second opinion on a contrast of mentions: a regression with a level of its own for every article."""

from __future__ import annotations

import warnings

import numpy as np
import pandas as pd
from statsmodels.regression.mixed_linear_model import MixedLM
from statsmodels.tools.sm_exceptions import ConvergenceWarning

from framing.errors import FramingError
from framing.schema import FOLD

COLUMNS = ["target", "outlet", "reference", "n_mentions", "n_articles", "difference", "ci_low", "ci_high", "p_value"]


def check_mixed(
    mentions: pd.DataFrame,
    articles: pd.DataFrame,
    *,
    category: str = "delegitimising",
    voice: str | None = "outlet",
    by: str = "outlet_id",
    reference: str | None = None,
) -> pd.DataFrame:
    """Check differences in naming by a linear model of mentions nested in articles.

    Parameters
    ----------
    mentions, articles : DataFrame
        The mentions and the articles table.
    category : str
        Category whose share among namings (nouns) is compared.
    voice : str or None
        Folded voice of the mentions (outlet, source, distanced); None takes all.
    by : str
        Column of the articles that is compared.
    reference : str, optional
        The outlet the others are compared with; the one with most mentions by default.

    Returns
    -------
    DataFrame
        One row per target and outlet: n_mentions, n_articles, ``difference`` of the share from the reference's with
        interval and p-value, ``within_article`` (intraclass correlation: how alike the namings of one article are) and
        ``converged``. Targets with fewer than two outlets of ten articles each are left out.

    Raises
    ------
    FramingError
        If the columns or the reference are not there or no target can be compared.

    Notes
    -----
    A linear probability model with normal article effects: it weighs articles nearly alike, where `compare` lets
    long ones count for more, so figures differ; directions should not. It knows nothing of stories. It is a check,
    and `compare` is the finding.
    """
    if by not in articles.columns:
        raise FramingError(f"The articles have no column '{by}'; there are {', '.join(articles.columns)}.")
    named = mentions[mentions["form"] == "noun"]
    if voice is not None:
        named = named[named["voice"].map(FOLD) == voice]
    joined = named.merge(articles[["article_id", by]].rename(columns={by: "outlet"}), on="article_id")
    if reference is not None and reference not in set(joined["outlet"]):
        known = ", ".join(sorted(set(joined["outlet"].dropna()))) or "nobody"
        raise FramingError(f"There is no {by} {reference!r} that names anybody; choose from {known}.")
    joined = joined.assign(hit=(joined["category"] == category).astype(float)).dropna(subset=["outlet"])
    tables = [
        _fit(part, target=str(target), reference=reference) for target, part in joined.groupby("target", sort=True)
    ]
    tables = [table for table in tables if table is not None]
    if not tables:
        raise FramingError("No target is named by two outlets in ten articles each, so nothing can be checked.")
    return pd.concat(tables, ignore_index=True)


def _fit(part: pd.DataFrame, *, target: str, reference: str | None) -> pd.DataFrame | None:
    counts = part.groupby("outlet").agg(n_mentions=("hit", "size"), n_articles=("article_id", "nunique"))
    counts = counts[counts["n_articles"] >= 10]
    base = reference if reference is not None else counts["n_mentions"].idxmax() if len(counts) else None
    used = part[part["outlet"].isin(counts.index)]
    if len(counts) < 2 or base not in counts.index or used["hit"].nunique() < 2:
        return None
    others = counts.index.drop(base)
    design = np.column_stack([np.ones(len(used)), *((used["outlet"] == name).to_numpy(float) for name in others)])
    model = MixedLM(used["hit"].to_numpy(), design, groups=used["article_id"].to_numpy())
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)
        warnings.simplefilter("ignore", UserWarning)
        warnings.simplefilter("ignore", RuntimeWarning)
        fitted = model.fit(reml=True)
    bounds = np.asarray(fitted.conf_int())
    between = float(np.asarray(fitted.cov_re)[0, 0])
    rows = []
    for place, outlet in enumerate(others, start=1):
        figures = (*counts.loc[outlet], fitted.params[place], *bounds[place], fitted.pvalues[place])
        rows.append((target, outlet, base, *figures))
    table = pd.DataFrame(rows, columns=COLUMNS).astype({"n_mentions": "int64", "n_articles": "int64"})
    return table.assign(within_article=between / (between + fitted.scale), converged=bool(fitted.converged))
