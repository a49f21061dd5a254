"""Whether a finding survives: within the stories that outlets share, and without the agency copy that they print."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import numpy as np
import pandas as pd

from framing.comparison.contrasts import adjust
from framing.comparison.resampling.cells import SERIES
from framing.comparison.study import Study, select_articles, select_series, study_contrasts
from framing.comparison.weighing import TREATMENTS
from framing.corpus.corpus import Corpus

KEPT, LEFT_OUT = TREATMENTS["keep"], TREATMENTS["drop"]


def try_treatments(
    study: Study, scores: pd.DataFrame, articles: pd.DataFrame, *, outlets: pd.DataFrame | None = None
) -> pd.DataFrame:
    """Make the comparisons of a study with agency copy kept, left out, and weighed down.

    Parameters
    ----------
    study : Study
        Whatever it declares for agency copy is one of the three.
    scores, articles, outlets : DataFrame
        As in `run_study`.

    Returns
    -------
    DataFrame
        The comparisons table, three times as long; ``wire`` tells the treatments apart. p-values are adjusted within
        each: the declared one is the finding and the other two are checks of it.
    """
    chosen = select_articles(study, articles, outlets=outlets)
    scores = select_series(study, scores[scores["article_id"].isin(chosen["article_id"])])
    return treat_parts(study, [scores], chosen)


def treat_parts(study: Study, parts: Iterable[pd.DataFrame], articles: pd.DataFrame) -> pd.DataFrame:
    """Make the comparisons of `try_treatments` on what is selected already; the scores in parts of whole series."""
    made: dict[str, list[list[pd.DataFrame]]] = {wire: [] for wire in TREATMENTS}
    for part in parts:
        for wire, tables in made.items():
            tables.append(study_contrasts(replace(study, wire=wire), part, articles))
    by_reference = [[table for tables in zip(*made[wire], strict=True) for table in tables] for wire in TREATMENTS]
    adjusted = [adjust(pd.concat(tables, ignore_index=True), family=study.family) for tables in by_reference]
    return pd.concat(adjusted, ignore_index=True)


def judge_survival(treated: pd.DataFrame) -> pd.DataFrame:
    """Say of every contrast whether it survives shared stories and the absence of agency copy.

    Parameters
    ----------
    treated : DataFrame
        From `try_treatments`.

    Returns
    -------
    DataFrame
        One row per measure, target, voice, outlet and reference: n on both sides (of the shared stories, where all
        articles were not asked about) and shared stories, agency copy kept,
        the differences ``all_articles``, ``same_stories``, ``without_agency`` and ``same_stories_without_agency``, and
        ``survival``:

        - *survives*: differs over all articles, without agency copy and within shared stories, in one direction;
        - *vanishes within stories*: differs over all articles; within stories, with agency copy and without, the
          interval holds 0 and leaves out the difference over all articles: it lies in which articles have a
          counterpart, by what each outlet covers or by what could be matched (`describe_matching`);
        - *hangs on agency copy*: differs over all articles; when agency copy is left out the interval holds 0 and
          leaves out that difference;
        - *cannot tell within stories*, *cannot tell without agency copy*: differs over all articles, and what is left
          for the check can neither confirm nor rule out the difference;
        - *within stories only*: differs within stories and not over all articles;
        - *differs within stories*: does so, and the study asks nothing about all articles;
        - *not shown* and *too few to tell*: differs in no way that was asked.

    Notes
    -----
    What survives has survived these two checks and no others: not the errors of the measure, not another codebook. The
    verdict is of a test, so a difference that "vanishes" may be small and not nothing.
    """
    contrast = [*SERIES, "outlet", "reference"]
    rows = {
        (method, wire): part.set_index(contrast)
        for (method, wire), part in treated.groupby(["method", "wire"], sort=False)
    }
    base = treated.drop_duplicates(contrast).set_index(contrast).index
    empty = treated.iloc[:0].set_index(contrast)
    whole, stories, own, own_stories = (
        rows.get(key, empty).reindex(base)
        for key in (("unpaired", KEPT), ("paired", KEPT), ("unpaired", LEFT_OUT), ("paired", LEFT_OUT))
    )
    table = pd.DataFrame(
        {
            "n_outlet": whole["n_outlet"].fillna(stories["n_outlet"]),
            "n_reference": whole["n_reference"].fillna(stories["n_reference"]),
            "n_stories": whole["n_stories"].fillna(stories["n_stories"]).fillna(0).astype("int64"),
            "all_articles": whole["difference"],
            "same_stories": stories["difference"],
            "without_agency": own["difference"],
            "same_stories_without_agency": own_stories["difference"],
        }
    )
    words = pd.Series(_judge(whole, stories, own, own_stories), index=base, dtype="str")
    return table.assign(survival=words).reset_index()


def describe_matching(corpus: Corpus) -> str:
    """Say how stories were matched, and what a difference that vanishes within them may therefore lie in.

    Parameters
    ----------
    corpus : Corpus

    Returns
    -------
    str
        Empty where there are no stories.

    Notes
    -----
    A program that matches by wording finds look-alikes: of two reports of one event those in like words, and agency
    copy above all. Articles inside its stories are no sample of what both outlets cover.
    """
    inside = corpus.articles["story_id"].notna()
    if not inside.any():
        return ""
    used = corpus.stories[corpus.stories["story_id"].isin(corpus.articles["story_id"])]
    if len(used) and (used["matched_by"] == "hand").all():
        return "Stories were matched by hand: what vanishes within them lies in what each outlet covers."
    wire = (
        corpus.articles["wire"].astype("boolean").groupby(inside).mean() if "wire" in corpus.articles else pd.Series()
    )
    shares = f": {wire[True]:.0%} of the articles inside are agency copy, {wire.get(False, 0):.0%} of those outside"
    known = len(wire) and pd.notna(wire[True])
    return (
        f"Stories were matched by wording, which finds look-alikes{shares.replace('%', ' %') if known else ''}. What "
        "vanishes within stories may lie in which articles could be matched as well as in what each outlet covers."
    )


def _judge(whole: pd.DataFrame, stories: pd.DataFrame, own: pd.DataFrame, own_stories: pd.DataFrame) -> np.ndarray:
    differs, within = (part["verdict"].eq("differs").to_numpy() for part in (whole, stories))
    holds, gone = _check(whole, stories)
    holds_own, gone_own = _check(whole, own)
    gone = gone & _check(own, own_stories)[1]
    few = whole["p_value"].isna().to_numpy() & stories["p_value"].isna().to_numpy()
    verdicts = {
        "hangs on agency copy": differs & gone_own,
        "vanishes within stories": differs & gone,
        "survives": differs & holds & holds_own,
        "cannot tell without agency copy": differs & ~holds_own,
        "cannot tell within stories": differs,
        "differs within stories": within & whole["verdict"].isna().to_numpy(),
        "within stories only": within,
        "too few to tell": few,
    }
    return np.select(list(verdicts.values()), list(verdicts), "not shown")


def _check(whole: pd.DataFrame, part: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
    """Tell whether a part of the articles confirms the difference of the whole, and whether it rules it out."""
    gap, same = whole["difference"].to_numpy(float), part["difference"].to_numpy(float)
    low, high = part["ci_low"].to_numpy(float), part["ci_high"].to_numpy(float)
    holds = part["verdict"].eq("differs").to_numpy() & (same * gap > 0)
    return holds, (low <= 0) & (high >= 0) & ((gap < low) | (gap > high))
