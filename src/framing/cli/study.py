"""The commands that compare and report: what a study declares, and in words whatever departs from it."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from framing.cli.shared import (
    LAST_SEED,
    AsIsOption,
    CodebookOption,
    CollectionArgument,
    ModelOption,
    OutOption,
    WorkersOption,
    bar,
    err,
    finish,
    say,
    score_to,
    tell_languages,
    waiting,
)

if TYPE_CHECKING:
    import pandas as pd

    from framing.comparison.study import Study
    from framing.results import Results

StudyOption = Annotated[
    str | None,
    typer.Option(help="Study file, or NAME of a study-NAME.toml in the collection; its study.toml by default."),
]
ByOption = Annotated[str | None, typer.Option(help="Column of the articles whose values are compared (outlet_id).")]
MeasureOption = Annotated[list[str] | None, typer.Option(help="Only this measure; may be given again.")]
ReferenceOption = Annotated[str | None, typer.Option(help="'rest', or the outlet to compare with (rest).")]
WireOption = Annotated[str | None, typer.Option(help="Agency copy: keep, drop, or weigh down (keep).")]
ResamplesOption = Annotated[int | None, typer.Option(min=1, help="Number of draws (2000).")]
DictionaryOption = Annotated[
    str | None,
    typer.Option(help="Count the words of this dictionary (CSV, LIWC .dic, quanteda .yml, or a name) instead."),
]
VoiceOption = Annotated[str, typer.Option(help="With --dictionary: outlet, source, distanced or all.")]
SeedOption = Annotated[int | None, typer.Option(min=0, max=LAST_SEED, help="Seed of the draws (0).")]


def compare(
    collection: CollectionArgument,
    study: StudyOption = None,
    by: ByOption = None,
    measure: MeasureOption = None,
    reference: ReferenceOption = None,
    wire: WireOption = None,
    codebook: CodebookOption = None,
    resamples: ResamplesOption = None,
    seed: SeedOption = None,
    dictionary: DictionaryOption = None,
    voice: VoiceOption = "outlet",
    out: OutOption = None,
) -> None:
    """Compare outlets as the study declares, and say in words which differences hold.

    Without a study, on stance towards the first target of the codebook and the share of officials; --measure asks for
    others. Writes comparisons.parquet, .csv and .json. An option that departs from the study is carried out, and said.
    With --dictionary the words of a dictionary are counted instead: rates.csv, rates-evidence.csv and a figure.
    """
    if dictionary is not None:
        from framing.cli.words import compare_words

        options = {"by": by, "reference": reference, "resamples": resamples, "seed": seed}
        chosen = {name: value for name, value in options.items() if value is not None}
        return compare_words(collection, dictionary, voice=voice, codebook=codebook, out=out, options=chosen)
    from framing.comparison.checks.survival import describe_matching
    from framing.comparison.study import find_study
    from framing.corpus.collections.catalogue import find_collection
    from framing.display.pages.tables import describe_findings, name_outlets
    from framing.pipeline import open_results
    from framing.results import write_json
    from framing.untrusted import write_csv

    found = find_collection(collection)
    declared = find_study(found, study)
    changes: dict[str, Any] = {"by": by, "measures": measure or None, "reference": reference, "wire": wire}
    changes |= {"codebook": codebook, "resamples": resamples, "seed": seed}
    with bar("articles") as tick:
        results = open_results(found, codebook=_plan(declared, changes).codebook, progress=tick)
    table, record = _carry_out(declared, changes, results)
    folder = out if out is not None else results.folder
    folder.mkdir(parents=True, exist_ok=True)
    table.to_parquet(folder / "comparisons.parquet", index=False)
    write_csv(table, folder / "comparisons.csv")
    write_json(folder / "comparisons.json", results.manifest | {"study": record})
    corpus = results.corpus.with_(articles=results.articles_with(["story_id", "wire"]))
    matching = describe_matching(corpus) if (table["method"] == "paired").any() else ""
    for sentence in [*describe_findings(name_outlets(table, corpus.outlets)), *([matching] if matching else [])]:
        say(sentence)
    err.print(f"The table is in {folder / 'comparisons.csv'}.", markup=False, soft_wrap=True)


def report(
    collection: CollectionArgument,
    out: OutOption = None,
    study: StudyOption = None,
    codebook: CodebookOption = None,
    target: Annotated[
        str | None,
        typer.Option(help="Whose naming the report is about (the first of study or codebook)."),
    ] = None,
    by: ByOption = None,
    measure: MeasureOption = None,
    reference: ReferenceOption = None,
    wire: WireOption = None,
    resamples: ResamplesOption = None,
    seed: SeedOption = None,
    model: ModelOption = "fast",
    as_is: AsIsOption = False,
    workers: WorkersOption = 1,
) -> None:
    """Score, run the notebooks, and write figures, tables and one index.html (to reports/COLLECTION).

    The index says what was declared in the study, and every departure from it. 3,824 articles take two minutes on a
    quiet machine; what has been scored before is used again.
    """
    from framing.comparison.study import find_study
    from framing.corpus.collections.catalogue import data_home, find_collection
    from framing.errors import NothingToCompareError
    from framing.report import SCORED, refuse_others, write_report
    from framing.results import read_results, write_json

    found = find_collection(collection)
    declared = find_study(found, study)
    changes: dict[str, Any] = {"by": by, "measures": measure or None, "reference": reference, "wire": wire}
    changes |= {"codebook": codebook, "resamples": resamples, "seed": seed}
    plan = _plan(declared, changes)
    _check_target(target, plan)
    folder = out if out is not None else Path("reports") / found.name
    refuse_others(folder)
    choices: dict[str, Any] = {"codebook": plan.codebook, "model": model, "clean": not as_is, "workers": workers}
    scored, dropped = score_to(found, folder / SCORED, again=False, **choices)
    chosen = target or _first_target(plan)
    results = read_results(scored)
    try:
        record = _carry_out(declared, changes, results, target=chosen)[1]
    except NothingToCompareError as reason:
        record = None
        err.print(str(reason), markup=False, soft_wrap=True)
    if declared is not None and record is not None:
        if target is not None and declared.targets and target not in declared.targets:
            record["departures"].append(f"The report is about '{target}'; declared are {', '.join(declared.targets)}.")
        write_json(scored / "manifest.json", results.manifest | {"study": record})
    parameters: dict[str, Any] = {"collection": found.address, "codebook": _book_anywhere(plan.codebook)}
    parameters |= {"study": None if study is None else _anywhere(study)}
    parameters |= {"changes": {name: value for name, value in changes.items() if value is not None}}
    os.environ["FRAMING_DATA"] = str(data_home().resolve())  # for the notebooks, which run in the folder of the report
    with bar("notebooks") as tick:
        index, missing = write_report(
            scored,
            folder,
            parameters=parameters | ({"target": chosen} if chosen else {}),
            workers=workers,
            progress=tick,
        )
    err.print(f"The report is in {index}.", markup=False, soft_wrap=True)
    for page, sentence in missing:
        err.print(f"  {page}: {sentence}", markup=False, soft_wrap=True)
    tell_languages(scored)
    finish(dropped)
    if missing:
        raise typer.Exit(1)


def _plan(declared: Study | None, changes: dict[str, Any]) -> Study:
    from framing.comparison.declaration import change_study
    from framing.comparison.study import Study

    return change_study(declared or Study(), changes)


def _carry_out(
    declared: Study | None, changes: dict[str, Any], results: Results, *, target: str | None = None
) -> tuple[pd.DataFrame, dict[str, Any] | None]:
    """Open the one analysis of the results; say what was declared, and what is done otherwise."""
    from framing.analysis import open_analysis

    with waiting("comparing"):
        analysis = open_analysis(results, declared, target=target, changes=changes)
    if declared is None:
        return analysis.comparisons, None
    departures = analysis.record["departures"]
    say(f"Declared beforehand in {declared.file} ({declared.fingerprint}): {declared.question}")
    say(f"Departures from the declaration: {'' if departures else 'none.'}".rstrip())
    for departure in departures:
        say(f"- {departure}")
    return analysis.comparisons, analysis.record


def _check_target(target: str | None, plan: Study) -> None:
    """Refuse a target that the codebook does not name, before minutes of work."""
    from framing.errors import FramingError, meant
    from framing.lexicon import read_lexicon

    known = read_lexicon(plan.codebook).targets
    if target is not None and target not in known:
        told = f"There is no target '{target}'{meant(target, known)} in '{plan.codebook}'"
        raise FramingError(f"{told}; use one of {', '.join(known)}.")


def _first_target(plan: Study) -> str | None:
    """Choose whose naming the notebooks are about."""
    from framing.lexicon import read_lexicon

    known = read_lexicon(plan.codebook).targets
    return next((name for name in [*plan.targets, *known] if name in known), None)


def _book_anywhere(given: str) -> str:
    from framing.lexicon import is_shipped

    return given if is_shipped(given) else _anywhere(given)


def _anywhere(given: str) -> str:
    """Make a path good in any working directory, and leave a name as it is."""
    return str(Path(given).resolve()) if Path(given).exists() or Path(given).name != given else given
