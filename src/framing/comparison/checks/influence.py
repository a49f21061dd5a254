"""What a finding hangs on: one outlet of the rest, one article, long articles, or the way stories were matched."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial

import numpy as np
import pandas as pd

from framing.comparison.contrasts import set_apart
from framing.comparison.design import describe_series
from framing.comparison.resampling.cells import SERIES
from framing.comparison.resampling.sides import ratio
from framing.comparison.study import Study, select_articles
from framing.comparison.weighing import weigh_wire
from framing.corpus.stories.grouping import regroup_articles

CONTRAST = [*SERIES, "outlet", "reference", "method"]
FIGURES = ["n_outlet", "n_reference", "n_stories", "mean_outlet", "mean_reference", "difference", "ci_low", "ci_high"]
THRESHOLDS = (0.25, 0.35, 0.45)
"""Mean similarities at which stories are matched anew."""
ALIKE = "articles weigh alike"


def check_findings(
    study: Study,
    comparisons: pd.DataFrame,
    scores: pd.DataFrame,
    articles: pd.DataFrame,
    *,
    outlets: pd.DataFrame | None = None,
    thresholds: Sequence[float] = THRESHOLDS,
) -> pd.DataFrame:
    """Make every contrast that differs again without each other outlet, without its weightiest article, and so on.

    Parameters
    ----------
    study : Study
    comparisons : DataFrame
        What `run_study` made of it.
    scores, articles, outlets : DataFrame
        As in `run_study`.
    thresholds : sequence of float
        Story thresholds; used where a program has matched the stories and articles have a body.

    Returns
    -------
    DataFrame
        One row for a contrast and a ``check``: ``as declared``, ``without OUTLET`` (each of the others, where the
        reference is all of them), ``without article ID`` (the one whose absence moves the difference most), ``articles
        weigh alike``, and ``same stories at THRESHOLD``: the contrast within stories that are matched anew, also where
        the finding is one over all articles. With counts, means, difference and interval; ``holds`` tells whether the
        interval leaves out 0 on the side of the finding.

    Notes
    -----
    Checks of a finding and not findings: nothing is adjusted, and the declared row decides. Stories that are matched by
    wording find look-alikes, agency copy above all, so that a difference may change with the threshold because other
    articles are matched.
    """
    chosen = select_articles(study, articles, outlets=outlets)
    regroup = partial(regroup_articles, articles) if "body" in chosen else None
    return check_selected(study, comparisons, scores, chosen, regroup=regroup, thresholds=thresholds)


def check_selected(
    study: Study,
    comparisons: pd.DataFrame,
    scores: pd.DataFrame,
    chosen: pd.DataFrame,
    *,
    regroup: Callable[[Sequence[float]], list[pd.Series]] | None,
    thresholds: Sequence[float] = THRESHOLDS,
) -> pd.DataFrame:
    """Make the checks of `check_findings` on articles that are selected already.

    `regroup` gives the story of each article at some thresholds; it is asked where there are findings in stories that a
    program has matched.
    """
    held = comparisons[comparisons["verdict"] == "differs"]
    if not len(held):
        return pd.DataFrame(columns=[*CONTRAST, "check", *FIGURES, "holds"])
    plan, scores = replace(study, outlets=[]), weigh_wire(scores, chosen, wire=study.wire)
    tables = [held.assign(check="as declared")]
    names = sorted(set(chosen[study.by].dropna()))
    for name in names if len(names) > 2 else []:
        part = held[(held["reference"] == "rest") & (held["outlet"] != name)]
        fewer = chosen[chosen[study.by] != name]
        tables.append(_again(plan, part, scores, fewer).assign(check=f"without {name}"))
    for contrast in held.to_dict("records"):
        row = held[(held[CONTRAST] == pd.Series(contrast)[CONTRAST]).all(axis=1)]
        article = weightiest_article(contrast, scores, chosen, by=study.by)
        fewer = chosen[chosen["article_id"] != article]
        tables.append(_again(plan, row, scores, fewer).assign(check=f"without article {article}"))
    tables.append(_again(plan, held, scores, chosen, weight="article").assign(check=ALIKE))
    within = held.assign(method="paired").drop_duplicates(CONTRAST)
    anew = regroup(thresholds) if regroup is not None and len(thresholds) and not _by_hand(chosen) else []
    for threshold, story_of in zip(thresholds, anew, strict=False):
        matched = chosen["article_id"].map(story_of)
        moved = _again(plan, within, scores, chosen.assign(story_id=matched.astype("str")))
        for method, rows in held.groupby("method", sort=True):  # beside the finding, whichever way it was found
            beside = moved.assign(method=method).merge(rows[CONTRAST], on=CONTRAST)
            tables.append(beside.assign(check=f"same stories at {threshold:g}"))
    table = pd.concat(tables, ignore_index=True).merge(
        held[[*CONTRAST, "difference"]].rename(columns={"difference": "declared"}), on=CONTRAST
    )
    side = np.sign(table["declared"])
    holds = np.where(side > 0, table["ci_low"] > 0, table["ci_high"] < 0)
    place = held[CONTRAST].apply(tuple, axis=1).tolist()
    order = table[CONTRAST].apply(tuple, axis=1).map(place.index)
    table = table.assign(holds=holds, _order=order).sort_values("_order", kind="stable", ignore_index=True)
    return table[[*CONTRAST, "check", *FIGURES, "holds"]]


def _by_hand(articles: pd.DataFrame) -> bool:
    return "matched_by" in articles and bool((articles["matched_by"] == "hand").all())


def _again(
    plan: Study, wanted: pd.DataFrame, scores: pd.DataFrame, articles: pd.DataFrame, *, weight: str = "evidence"
) -> pd.DataFrame:
    """Make some contrasts again on other articles; those that cannot be made are left out."""
    tables = [wanted.iloc[:0]]
    for reference, rows in wanted.groupby("reference", sort=False):
        series = pd.MultiIndex.from_frame(rows[SERIES])
        known = scores["article_id"].isin(articles["article_id"])
        mine = scores[known & pd.MultiIndex.from_frame(scores[SERIES]).isin(series)]
        if articles[plan.by].nunique() < 2 or (reference != "rest" and reference not in set(articles[plan.by])):
            continue
        table = set_apart(
            mine,
            articles,
            by=plan.by,
            reference=str(reference),
            weight=weight,
            resamples=plan.resamples,
            seed=plan.seed,
        )
        tables.append(table.assign(reference=reference).merge(rows[CONTRAST], on=CONTRAST))
    return pd.concat(tables, ignore_index=True)


def weightiest_article(contrast: dict, scores: pd.DataFrame, articles: pd.DataFrame, *, by: str) -> str:
    """Find the article without which the difference would move most.

    Parameters
    ----------
    contrast : dict
        A row of the comparisons. Of a paired one, articles of stories that both sides cover are asked, and stories
        weigh as in `compare`.
    scores, articles : DataFrame
    by : str

    Returns
    -------
    str
        Its id.
    """
    mine = scores[(scores[SERIES] == pd.Series(contrast)[SERIES]).all(axis=1) & (scores["n"] > 0)]
    paired = contrast["method"] == "paired"
    columns = list(dict.fromkeys([by, "story_id"] if paired else [by]))
    rows = mine.merge(articles[["article_id", *columns]], on="article_id").dropna(subset=[*columns, "value"])
    other = rows[by] != contrast["outlet"] if contrast["reference"] == "rest" else rows[by] == contrast["reference"]
    rows = rows[other | (rows[by] == contrast["outlet"])]
    side = (rows[by] != contrast["outlet"]).to_numpy(int)
    story = pd.factorize(rows["story_id"])[0] if paired else np.zeros(len(rows), int)
    own = np.column_stack([rows["value"] * rows["n"], rows["n"]]).astype(float)
    sums = np.zeros((story.max() + 1, 2, 2))
    np.add.at(sums, (story, side), own)
    less = sums[story]
    less[np.arange(len(rows)), side] -= own
    (top, weight), (top_less, weight_less) = _pool(sums), _pool(less)
    without = ratio(top.sum() - top[story] + top_less, weight.sum() - weight[story] + weight_less, empty=np.inf)
    moved = np.where(weight[story] > 0, np.abs(without - top.sum() / weight.sum()), -1)
    return str(rows["article_id"].iloc[int(np.argmax(moved))])


def _pool(sums: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Difference within each story times its weight, and the weight; sums of both sides, shape (stories, 2, 2)."""
    a, b = sums[..., 0], sums[..., 1]
    weight = ratio(b[:, 0] * b[:, 1], b.sum(axis=1), empty=0)
    level = ratio(a, b, empty=0)
    return weight * (level[:, 0] - level[:, 1]), weight


def describe_checks(checks: pd.DataFrame) -> list[str]:
    """Say of every finding on what it hangs, or that it hangs on none of the checks.

    Parameters
    ----------
    checks : DataFrame
        From `check_findings`.

    Returns
    -------
    list of str
    """
    told = []
    for key, rows in checks.groupby(CONTRAST, sort=False):
        series = dict(zip(CONTRAST, key, strict=True))
        where = "same stories" if series["method"] == "paired" else "all articles"
        others = rows[rows["check"] != "as declared"]
        lost = [
            f"{_in_words(row.check)} ({row.difference:+.2f} [{row.ci_low:+.2f}, {row.ci_high:+.2f}])"
            if pd.notna(row.ci_low)
            else f"{_in_words(row.check)} ({row.difference:+.2f}, too few to tell)"
            for row in others[~others["holds"]].itertuples()
        ]
        head = f"{series['outlet']}, {describe_series(series)}, {where}:"
        told.append(
            f"{head} does not stand {'; '.join(lost)}."
            if lost
            else f"{head} stands in all {len(others)} checks (each outlet and the weightiest article left out, …)."
        )
    return told


def _in_words(check: str) -> str:
    if check == ALIKE:
        return "where all articles weigh alike"
    return f"within the {check}" if check.startswith("same stories") else check
