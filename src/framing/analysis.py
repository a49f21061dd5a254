"""The one analysis of a report: computed once, kept beside the scored tables, read by whatever shows a comparison."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from framing.comparison.checks.influence import check_selected
from framing.comparison.checks.survival import judge_survival, treat_parts
from framing.comparison.declaration import change_study, record_study, suggest_study
from framing.comparison.study import Study, is_about, select_articles, select_series
from framing.corpus.stories.grouping import regroup_articles
from framing.errors import FramingError
from framing.provenance import fingerprint, record_call
from framing.results import Results, write_json
from framing.running.memory import give_back_memory
from framing.scoring.series import SERIES

FOLDER = "analysis"


@dataclass(frozen=True)
class Analysis:
    """A study carried out.

    Parameters
    ----------
    declared : Study or None
        What was declared beforehand.
    plan : Study
        What was done: as declared, changed, or suggested where nothing was declared.
    treated : DataFrame
        The comparisons with agency copy kept, left out and weighed down (`try_treatments`).
    checks : DataFrame
        What each finding hangs on (`check_findings`).
    record : dict
        Declaration and departures, for manifests.
    """

    declared: Study | None
    plan: Study
    treated: pd.DataFrame
    checks: pd.DataFrame
    record: dict[str, Any]

    @property
    def comparisons(self) -> pd.DataFrame:
        """The comparisons as planned: those that tables, figures and sentences are made of."""
        table = self.treated[self.treated["wire"] == self.plan.agency].reset_index(drop=True)
        return record_call(table, "run_study", **asdict(self.plan))

    @property
    def main_series(self) -> pd.Series:
        """Measure, target and voice of which there is most evidence; an error where nothing was compared."""
        if not len(self.comparisons):
            raise FramingError("Nothing was compared, so there is no series to look at more closely.")
        ordered = self.comparisons.sort_values("n_outlet", ascending=False, kind="stable")
        return ordered.iloc[0][["measure", "target", "voice"]]

    @property
    def survival(self) -> pd.DataFrame:
        """What becomes of each contrast within stories and without agency copy (`judge_survival`)."""
        return judge_survival(self.treated)


def open_analysis(
    results: Results,
    declared: Study | None = None,
    *,
    target: str | None = None,
    changes: Mapping[str, Any] | None = None,
) -> Analysis:
    """Give the analysis of scored results; carry it out first unless that has been done.

    Parameters
    ----------
    results : Results
    declared : Study, optional
        As `find_study` gives it; where there is none, one is suggested.
    target : str, optional
        Whose naming is asked for where nothing was declared; the first of the codebook by default.
    changes : mapping, optional
        In what the analysis departs from the declaration (`change_study`).

    Returns
    -------
    Analysis

    Notes
    -----
    It is kept in the folder ``analysis`` of the results, one for each plan, and made anew when the plan, the scored
    tables or the package are others.
    """
    plan = make_plan(results, declared, target=target, changes=changes)
    agency = plan.agency
    record = _key(results, plan)
    folder = results.folder / FOLDER / record["name"]
    kept = folder / "record.json"
    if kept.is_file() and json.loads(kept.read_text(encoding="utf-8"))["made_of"] == record["made_of"]:
        read = {name: pd.read_parquet(folder / f"{name}.parquet") for name in ("treated", "checks")}
        told = json.loads(kept.read_text(encoding="utf-8"))["study"]
        return Analysis(declared, plan, read["treated"], read["checks"], told)
    treated, checks = _carry_out(results, plan)
    compared = treated[treated["wire"] == agency]
    book = results.manifest["codebook"]["name"]
    told = record_study(declared or plan, compared, codebook=book, by=plan.by)
    folder.mkdir(parents=True, exist_ok=True)
    for name, table in {"treated": treated, "checks": checks}.items():
        table.to_parquet(folder / f"{name}.parquet", index=False)
    write_json(kept, {"made_of": record["made_of"], "study": told})
    return open_analysis(results, declared, target=target, changes=changes)


def _carry_out(results: Results, plan: Study) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Compare and check; of the results no more is read than the plan asks for, some series at a time."""
    outlets, stories = results.corpus.outlets, results.corpus.stories
    columns = ["article_id", "outlet_id", "story_id", "wire", "wire_share", plan.by, *plan.exclude]
    articles, about = results.articles_with(columns), None
    if not {plan.by, *plan.exclude} <= {*articles.columns, *outlets.columns}:
        articles = results.corpus.articles  # the error names all columns there are
    if plan.about:
        about = pd.concat([is_about(part, plan.about) for part in results.texts()], ignore_index=True)
    chosen = select_articles(plan, articles, outlets=outlets, about=about)
    chosen = chosen.assign(matched_by=chosen["story_id"].map(stories.set_index("story_id")["matched_by"]))
    asked = select_series(plan, results.series())
    treated = treat_parts(plan, results.parts(asked), chosen)
    held = treated[(treated["wire"] == plan.agency) & (treated["verdict"] == "differs")]
    scores = pd.concat(results.parts(asked.merge(held[SERIES].drop_duplicates(), on=SERIES)), ignore_index=True)

    def regroup(thresholds: Sequence[float]) -> list[pd.Series]:
        give_back_memory()
        return regroup_articles(results.texts(), thresholds)

    return treated, check_selected(plan, held, scores, chosen, regroup=regroup)


def make_plan(
    results: Results,
    declared: Study | None,
    *,
    target: str | None = None,
    changes: Mapping[str, Any] | None = None,
) -> Study:
    """Give the plan: the declaration or what is usually asked, with its changes; see `open_analysis`."""
    given = dict(changes or {})
    if declared is None and given.get("measures"):
        return change_study(Study(), given)
    targets = results.corpus.codebook.targets if results.corpus.codebook is not None else []
    usual = suggest_study(results.series(), target or (targets[0] if targets else "all"))
    return change_study(declared or usual, given)


def _key(results: Results, plan: Study) -> dict[str, Any]:
    made = {name: results.manifest.get(name) for name in ("input_sha256", "codebook", "model", "cleaned", "measures")}
    made |= {
        "rows": results.manifest.get("rows"),
        "made_by": fingerprint(),
        "plan": asdict(plan) | {"codebook": Path(plan.codebook).name},
    }
    text = json.dumps(made["plan"], sort_keys=True, default=str)
    made = json.loads(json.dumps(made, default=str))
    return {"name": _short(text), "made_of": made}


def _short(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:12]
