"""The commands `framing code`: draw a sample for coders, see how far they agree, set the machine against them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from framing.cli.shared import LAST_SEED, err, say
from framing.errors import FramingError

if TYPE_CHECKING:
    import pandas as pd

coding = typer.Typer(
    help="Let people code: sample, agree, validate.",
    no_args_is_help=True,
    rich_markup_mode=None,
)
CollectionArgument = Annotated[str, typer.Argument(metavar="COLLECTION", help="A name, a folder or a file.")]
UnitOption = Annotated[str, typer.Option(help="Kind of unit: article, sentence, mention, attribution.")]
CodebookOption = Annotated[str | None, typer.Option(help="Codebook of the namings (the study's, or protest).")]
SheetsArgument = Annotated[list[Path], typer.Argument(metavar="SHEET…", help="The sheets that came back, one a coder.")]


@coding.command()
def sample(
    collection: CollectionArgument,
    out: Annotated[Path, typer.Option("--out", help="Sheet to write, .csv or .xlsx.")],
    unit: UnitOption = "mention",
    n: Annotated[int, typer.Option("-n", min=1, help="How many units.")] = 200,
    coder: Annotated[str, typer.Option(help="Name of the coder.")] = "",
    codebook: CodebookOption = None,
    seed: Annotated[
        int, typer.Option(min=0, max=LAST_SEED, help="Seed of the draw; the same seed draws the same units.")
    ] = 0,
) -> None:
    """Draw units, the same number from each outlet and each code of the machine, into a sheet to be coded."""
    from framing.coding.sampling import sample_for_coding, units_of
    from framing.coding.sheets import write_coding_sheet
    from framing.pipeline import open_results

    variables = _variables(unit)
    corpus = open_results(collection, codebook=codebook).corpus
    strata = ["outlet_id", *[name for name in variables if name in units_of(corpus, unit).columns][:1]]
    drawn = sample_for_coding(corpus, unit=unit, n=n, by=strata, seed=seed)
    path = write_coding_sheet(drawn, out, variables=variables, coder=coder)
    err.print(f"{len(drawn)} units to code for {', '.join(variables)} are in {path}.", markup=False, soft_wrap=True)


@coding.command()
def agree(
    sheets: SheetsArgument,
    resamples: Annotated[int, typer.Option(min=1, help="Draws of units for the interval.")] = 1000,
    seed: Annotated[int, typer.Option(min=0, max=LAST_SEED, help="Seed of the draws.")] = 0,
    discuss: Annotated[int, typer.Option(min=0, help="How many disputed units to list for each variable.")] = 10,
) -> None:
    """Show agreement by variable (percent, Krippendorff's alpha, Gwet's AC1), confusions, and units to discuss."""
    from framing.coding.agreement import agreement, confusion, disputed
    from framing.coding.sheets import read_codings

    if len(sheets) < 2:
        raise FramingError("Agreement needs the sheets of two coders at least; give both.")
    codings = read_codings(sheets)
    table = agreement(codings, resamples=resamples, seed=seed)
    _print(table)
    for variable in table.loc[table["n_units"] > 0, "variable"]:
        say(f"\n{variable}: which codes are taken for which others (pairs of codes)")
        say(confusion(codings, variable=variable).to_string(float_format="{:g}".format))
        units = disputed(codings, variable=variable)
        say(f"\n{variable}: {len(units)} units to discuss")
        if len(units) and discuss:
            _print(units.head(discuss))


@coding.command("validate")
def validate_machine(
    collection: CollectionArgument,
    sheets: SheetsArgument,
    unit: UnitOption = "mention",
    codebook: CodebookOption = None,
    worst: Annotated[int, typer.Option(help="How many of the machine's errors to show in their sentences.")] = 10,
) -> None:
    """Set the machine against the coders: precision, recall, F1 and alpha, over all and by outlet."""
    from framing.coding.sampling import units_of
    from framing.coding.sheets import read_codings
    from framing.coding.validity import describe_validity, validate, worst_cases
    from framing.pipeline import open_results

    units = units_of(open_results(collection, codebook=codebook).corpus, unit)
    codings = read_codings(sheets, units=units)
    for variable in [name for name in _variables(unit) if name in units.columns]:
        if variable not in set(codings["variable"]):
            continue
        machine = units.rename(columns={variable: "value"})
        table = validate(machine, codings, variable=variable, by="outlet_id")
        say(f"{variable}: {describe_validity(table)}{_left_out(codings, table, variable)}")
        _print(table.drop(columns=["measure", "variable"]))
        for case in worst_cases(machine, codings, variable=variable, n=worst).itertuples():
            say(f"{case.unit_id} ({case.outlet_id}): coders {case.coded}, machine {case.found}")
            say(f"    {' '.join(str(case.context).split())}")


def _left_out(codings: pd.DataFrame, validity: pd.DataFrame, variable: str) -> str:
    """Say how many coded units the figures leave out: those on which coders do not agree are the hard ones."""
    coded = codings.loc[codings["variable"] == variable, "unit_id"].nunique()
    missing = coded - int(validity["n"].iloc[0])
    return f"; {missing} of {coded} coded units left out, without a majority of coders or unknown" if missing else ""


def _variables(unit: str) -> dict[str, dict[str, str]]:
    from framing.coding.sampling import CODES

    if unit not in CODES:
        raise FramingError(f"There are no units '{unit}'; use one of {', '.join(CODES)}.")
    return CODES[unit]


def _print(table: pd.DataFrame) -> None:
    say(table.to_string(index=False, float_format="{:.3f}".format, na_rep="–", max_colwidth=90))


@coding.command("machine")
def code_with_model(
    sheet: Annotated[Path, typer.Argument(help="A sheet of framing code sample.")],
    endpoint: Annotated[str, typer.Option(help="Server that speaks the OpenAI protocol: http://127.0.0.1:8080/v1.")],
    model: Annotated[str, typer.Option(help="Name of the model on that server.")],
    unit: UnitOption = "mention",
    out: Annotated[Path | None, typer.Option(help="Sheet to write; SHEET-MODEL.csv by default.")] = None,
    seed: Annotated[int, typer.Option(min=0, max=LAST_SEED, help="Seed of the model and of the order of units.")] = 0,
    retries: Annotated[int, typer.Option(min=0, help="How often a request without an answer is sent again.")] = 3,
) -> None:
    """Let a language model code a sheet: one coder more, whose figures are corrected by people's or not given.

    Every message and answer is kept in a .jsonl beside the sheet; a run that was cut off goes on where it ended. The
    key of the server, where it wants one, is read from the variable FRAMING_MODEL_KEY.
    """
    import os
    import re

    from framing.cli.shared import bar
    from framing.coding.machine import Machine, code_by_machine
    from framing.coding.sheets import read_sheet
    from framing.untrusted import write_csv

    variables = _variables(unit)
    name = re.sub(r"[^\w.-]+", "-", model)
    path = out if out is not None else sheet.with_name(f"{sheet.stem}-{name}.csv")
    if path.resolve() == sheet.resolve():
        raise FramingError(f"{path} is the sheet itself, which a person may have filled in; write to another file.")
    machine = Machine(endpoint, model, seed=seed, retries=retries)
    with bar("answers") as tick:
        codings = code_by_machine(
            sheet,
            machine,
            variables=variables,
            trail=path.with_suffix(".jsonl"),
            key=os.environ.get("FRAMING_MODEL_KEY", "none"),
            progress=tick,
        )
    filled = read_sheet(sheet).assign(coder=f"machine:{model}")
    for variable in variables:
        codes = codings[codings["variable"] == variable].set_index("unit_id")["value"]
        filled[variable] = filled["unit_id"].map(codes).astype(object).fillna("")
        wrong = codings.attrs["invalid"].get(variable, 0)
        say(f"{variable}: {len(codes)} units coded, {wrong} answers were no code and are missing.")
    write_csv(filled, path, encoding="utf-8-sig")
    err.print(f"The sheet is {path}; every answer is in {path.with_suffix('.jsonl')}.", markup=False, soft_wrap=True)
    say("Set it beside people: framing code agree and validate. Publish only corrected figures: correct_machine.")
