"""Whether an outlet differs from the others, over all articles and within the stories that both are found to cover."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import pandas as pd
from threadpoolctl import threadpool_limits

from framing.comparison.resampling.cells import SERIES, Cells, make_cells
from framing.comparison.resampling.draws import benjamini_hochberg
from framing.comparison.resampling.flips import Flips, difference_null, flip, ratios
from framing.comparison.resampling.sides import REST, Sides, paired_sides, unpaired_sides
from framing.errors import FramingError, NothingToCompareError, meant
from framing.provenance import record_call
from framing.schema import COMPARISONS

FAMILY = ("method", "measure")
"""Columns that part the tests into families where no other family is declared."""


def compare(  # noqa: PLR0913 (what is compared, with what, weighed and adjusted how: each may be asked of a referee)
    scores: pd.DataFrame,
    articles: pd.DataFrame,
    *,
    by: str = "outlet_id",
    reference: str = "rest",
    pair: str | None = "story_id",
    weight: str = "evidence",
    family: Sequence[str] = FAMILY,
    resamples: int = 2000,
    seed: int = 0,
) -> pd.DataFrame:
    """Compare each outlet with a reference, on every measure, target and voice.

    Parameters
    ----------
    scores, articles : DataFrame
        The scores and the articles table. `weigh_wire` leaves agency copy out of the scores beforehand.
    by : str
        Column of the articles whose values are compared: outlet_id, or any other (ownership, country, ...).
    reference : str
        ``"rest"`` (all the other outlets together) or one outlet.
    pair : str or None
        Column of the articles that tells which of them are about the same event; None where nothing does.
    weight : {"evidence", "article"}
        ``"evidence"``: means are ratios of sums, so that a long article weighs more than a short one; ``"article"``:
        means of the articles' own values, each once, and n counts articles.
    family : sequence of str
        Columns that part the tests into families, as in `adjust`.
    resamples, seed : int
        Number of draws, and the seed they start from, anew for each series.

    Returns
    -------
    DataFrame
        The comparisons table, two rows for each contrast where stories are shared. ``method`` is ``paired`` (stories
        that both sides are found to cover, each weighed by the evidence both have of it: how they are told) or
        ``unpaired`` (all articles: what is told as well). Where only two outlets have a series (or share stories of
        it), they give one contrast and not two that mirror each other. Further columns: what the measure counts,
        articles and clusters on each side, what a cluster is, ``wire``, and a ``verdict``: "differs" (adjusted p at
        most .05 and an interval without 0), "cannot tell", or "too few to tell" (fewer than ten clusters on a side:
        counts stand, interval and p are missing).

    Raises
    ------
    FramingError
        If a column or the reference is not there, or fewer than two outlets have articles.

    Notes
    -----
    Test and interval are one: the score of each cluster (story, else article) has its sign thrown anew, which within a
    story exchanges the sides; the interval holds all differences that this does not reject at .05, the interval of the
    ratio all ratios (see `framing.comparison.resampling.flips`). So p and interval never contradict each other, both
    hang on the evidence of their own series alone, and p is never 0. Where few hits have fallen the binomial (for rates
    the Poisson) variance of counting is added: a rate of 0 is bounded by the words read. A ratio with no hit on one
    side has half a hit added to both (Haldane and Anscombe), and one open bound; hits in fewer than six clusters of a
    side bound it as counting does, their number divided by the design effect (Korn and Graubard). Paired means are
    those of the shared stories alone, weighed as Mantel and Haenszel weigh tables. ``effect`` is Cliff's delta over
    articles, in paired rows the share of stories in which the outlet lies higher less that in which it lies lower.

    Stories that a program has matched by wording hold look-alikes: what differs over all articles and not within them
    may lie in which articles could be matched as well as in what is covered; see `describe_matching`.

    Outlets are not a sample: a difference holds for these outlets and these stories, not for "state media". An interval
    tells nothing of the errors of the measure itself; see `validate` and `correct`. Few clusters that lie far to one
    side of their mean make test and interval less exact: see ``benchmarks/comparison.md``.

    References
    ----------
    Hemerik, J., Goeman, J. J. and Finos, L. (2020). Robust testing in generalized linear models by sign flipping score
    contributions. Journal of the Royal Statistical Society B 82, 841-864. Phipson, B. and Smyth, G. K. (2010).
    Permutation p-values should never be zero. Statistical Applications in Genetics and Molecular Biology 9, 39.
    """
    how = {"by": by, "reference": reference, "pair": pair, "weight": weight}
    table = drop_mirrors(set_apart(scores, articles, **how, resamples=resamples, seed=seed))
    given = {**how, "family": list(family)}
    return record_call(adjust(table, family=family), "compare", **given, resamples=resamples, seed=seed)


@threadpool_limits.wrap(limits=1, user_api="blas")  # products of matrices depend on the number of threads
def set_apart(  # noqa: PLR0913 (as compare)
    scores: pd.DataFrame,
    articles: pd.DataFrame,
    *,
    by: str,
    reference: str,
    pair: str | None = "story_id",
    weight: str = "evidence",
    resamples: int,
    seed: int,
) -> pd.DataFrame:
    """Make the table of `compare` with every outlet's row, those that mirror each other too, and nothing adjusted."""
    cells = make_cells(scores, articles, by=by, pair=pair, weight=weight)
    target = reference_number(cells, reference, by)
    tables = list(_contrasts(cells, target, paired=pair is not None, resamples=resamples, seed=seed))
    table = pd.concat(tables, ignore_index=True) if tables else COMPARISONS.empty()
    table = table[(table["outlet"] != reference) & (table["n_outlet"] + table["n_reference"] > 0)]
    table = table[(table["method"] == "unpaired") | (table["n_stories"] > 0)]
    table = table.assign(
        reference=pd.Series(reference, index=table.index, dtype="str"),
        resamples=resamples,
        seed=seed,
        clusters=pd.Series(_cluster_name(cells, pair), index=table.index, dtype="str"),
        wire=pd.Series(_wire_treatment(scores), index=table.index, dtype="str"),
    )
    return table.sort_values([*SERIES, "outlet", "method"], kind="stable", ignore_index=True)


def drop_mirrors(comparisons: pd.DataFrame, wanted: pd.Series | None = None) -> pd.DataFrame:
    """Keep what is wanted, and of two contrasts with the rest that say the same with the other sign the first.

    They do where only two outlets have the series, or share stories of it; the table of `set_apart` tells, whole.
    """
    told = (comparisons["reference"] == "rest") & (comparisons["n_outlet"] > 0) & (comparisons["n_reference"] > 0)
    place = [name for name in (*SERIES, "method") if name in comparisons]
    two = comparisons[told].groupby(place, sort=False)["outlet"].transform("size") == 2
    kept = comparisons if wanted is None else comparisons[wanted]
    mirrors = kept[two.reindex(kept.index, fill_value=False)]
    again = mirrors.groupby(place, sort=False).cumcount() > 0
    return kept.drop(index=again.index[again]).reset_index(drop=True)


def adjust(comparisons: pd.DataFrame, *, family: Sequence[str] = FAMILY, level: float = 0.05) -> pd.DataFrame:
    """Adjust p-values over the declared family, and say in words what each contrast tells.

    Parameters
    ----------
    comparisons : DataFrame
        The comparisons table, or the rows of it that are the declared analysis: tests that are not in the table are
        not adjusted for.
    family : sequence of str
        Columns that part the tests into families: all targets, voices and outlets of a measure, paired and unpaired
        apart. ``("method",)`` holds all measures to be one family, ``()`` all tests.
    level : float
        False discovery rate at which a contrast "differs".

    Returns
    -------
    DataFrame
        The comparisons table with p_adjusted, n_tests, family and verdict set.

    Notes
    -----
    Dropping rows after having looked at them, and adjusting the rest, is what this is meant to prevent. The smallest
    p-value is 1 / (1 + resamples): a family of hundreds of tests needs more resamples before one test can stand out.
    """
    table = comparisons.copy()
    groups = table.groupby(list(family), sort=False).ngroup().to_numpy() if len(family) else np.zeros(len(table), int)
    p_value = table["p_value"].to_numpy(float)
    adjusted, n_tests = np.full(len(table), np.nan), np.zeros(len(table), np.int64)
    for group in np.unique(groups):
        inside = groups == group
        adjusted[inside] = benjamini_hochberg(p_value[inside])
        n_tests[inside] = int((~np.isnan(p_value[inside])).sum())
    apart = (table["ci_low"] > 0) | (table["ci_high"] < 0)
    silent = np.where(np.isnan(p_value), "too few to tell", "cannot tell")
    verdict = pd.Series(np.where((adjusted <= level) & apart, "differs", silent), index=table.index, dtype="str")
    declared = pd.Series(", ".join(family), index=table.index, dtype="str")
    return table.assign(p_adjusted=adjusted, n_tests=n_tests, family=declared, verdict=verdict)


def reference_number(cells: Cells, reference: str, by: str) -> int:
    """Give the number of the reference outlet, or `REST`; an error names the outlets there are."""
    if len(cells.outlets) < 2:
        raise NothingToCompareError(
            f"A comparison needs two values of '{by}' and the articles have {len(cells.outlets)}; add an outlet."
        )
    if "rest" in cells.outlets:
        raise FramingError(f"A value of '{by}' is called 'rest', which stands for all the others; call it otherwise.")
    if reference == "rest":
        return REST
    if reference not in cells.outlets:
        raise FramingError(
            f"There is no {by} {reference!r}{meant(reference, cells.outlets)} to compare with; use 'rest' or one of "
            f"{', '.join(cells.outlets)}."
        )
    return int(np.flatnonzero(cells.outlets == reference)[0])


def _wire_treatment(scores: pd.DataFrame) -> str:
    return str(scores["wire"].iloc[0]) if "wire" in scores.columns and len(scores) else "kept"


def _cluster_name(cells: Cells, pair: str | None) -> str:
    name = "stories" if pair == "story_id" else f"values of {pair}"
    if not cells.is_story.any():
        return "articles"
    return name if cells.is_story.all() else f"{name}, else articles"


def _contrasts(cells: Cells, target: int, *, paired: bool, resamples: int, seed: int) -> Iterator[pd.DataFrame]:
    """Give the rows of both methods, for as many series at a time as fit into memory."""
    for block in cells.blocks(resamples):
        methods: dict[str, list[tuple[Cells, Sides, Flips]]] = {"unpaired": [], "paired": []}
        stories = []
        for series in block:
            pairs = paired_sides(series, target)
            stories.append(pairs.clusters_own)
            sides = {"unpaired": unpaired_sides(series, target)} | ({"paired": pairs} if paired else {})
            for method, side in sides.items():
                drawn = flip(side, resamples=resamples, seed=seed)
                methods[method].append((series, side.without_parts(), drawn))
        for method, made in methods.items():
            if made:
                table = _rows([one[1] for one in made], [one[2] for one in made], np.concatenate(stories))
                names = pd.concat([one[0].series for one in made], ignore_index=True)
                names = names.loc[np.repeat(np.arange(len(made)), len(cells.outlets))].reset_index(drop=True)
                outlet = pd.Series(np.tile(cells.outlets, len(made)), dtype="str")
                table = pd.concat([names.assign(outlet=outlet, reference=""), table], axis=1)
                yield table.assign(method=pd.Series(method, index=table.index, dtype="str"))


def _rows(sides: list[Sides], flips: list[Flips], stories: np.ndarray) -> pd.DataFrame:
    """Lay the sides of some series out as rows; test and intervals are taken where there are clusters enough."""
    side, drawn = Sides.stack(sides), Flips.stack(flips)
    missing = np.full(len(stories), np.nan)
    columns = {
        "n_outlet": side.n_own,
        "n_reference": side.n_ref,
        "n_stories": stories.astype(np.int64),
        "mean_outlet": side.mean_own,
        "mean_reference": side.mean_ref,
        "difference": side.mean_own - side.mean_ref,
        **{name: missing.copy() for name in ("ci_low", "ci_high")},
        "effect": side.effect,
        **{name: missing.copy() for name in ("p_value", "p_adjusted")},
        **dict(zip(("ratio", "ratio_low", "ratio_high"), ratios(side, drawn), strict=True)),
        "articles_outlet": side.articles_own.astype(np.int64),
        "articles_reference": side.articles_ref.astype(np.int64),
        "clusters_outlet": side.clusters_own.astype(np.int64),
        "clusters_reference": side.clusters_ref.astype(np.int64),
    }
    enough = side.enough
    bounds = drawn.interval(difference_null, columns["difference"][enough])
    columns["ci_low"][enough], columns["ci_high"][enough] = bounds
    columns["p_value"][enough] = drawn.p_value(difference_null, np.zeros(int(enough.sum())))
    return pd.DataFrame(columns)
