"""A collection to share: ids, offsets, codes and hashes, and no text of any article."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from framing import schema
from framing.comparison.study import Study, is_about, read_study
from framing.errors import FramingError
from framing.lexicon import is_shipped, write_lexicon
from framing.paper.files import csv_text, write_record, write_text
from framing.paper.material import Material
from framing.paper.share_notes import CITATION, LICENCES, README
from framing.paper.supplement import hash_articles, list_articles, measure_agreement
from framing.table import Table

MARK = "shared.json"
TABLES, BOOK = "tables", "codebook"
FREE = {
    "outlets": ("name", "country", "medium", "lean", "lean_source"),
    "stories": ("matched_by",),
    "articles": ("genre", "url", "language"),
    "cleaning": ("rule",),
    "mentions": ("term", "target"),
    "events": ("verb", "category", "agent_target", "patient_target"),
    "scores": ("version",),
    "dropped": ("reason",),
    "notes": ("subject",),
}
"""Columns of free text that go along: they come from lists of ours, or say where an article is. No other does."""
CODES = {
    *schema.CATEGORIES, *schema.SOURCE_TYPES, *schema.CUE_CLASSES, *schema.CONSTRUCTIONS, *schema.QUOTATION_FORMS,
    "positive", "negative",
}  # fmt: skip
"""Categories of evidence that go along; others, such as the names of sources, are words of the articles."""


def write_share(material: Material, out: str | Path) -> list[Path]:
    """Write the tables of a collection without its texts, with all that others need to make its paper.

    Parameters
    ----------
    material : Material
        As `framing.paper.opening.open_paper` gives it.
    out : str or Path
        A new folder, or one that was shared before.

    Returns
    -------
    list of Path

    Raises
    ------
    FramingError
        If the folder holds something else, or the material itself came without texts.

    Notes
    -----
    No column holds words of an article: texts, names of sources, bylines and columns of the user's stay behind. A
    naming keeps the entry of the codebook that it is, with its place, so that single words can be told where they
    stand; addresses often hold a headline. Numbers that need the words themselves (keyness, concordances, a
    changed codebook) cannot be made from it.
    """
    folder = Path(out)
    if material.shared or material.collection is None:
        raise FramingError("This collection came without its texts; share the one it was made from.")
    if folder.exists() and any(folder.iterdir()) and not (folder / MARK).is_file():
        raise FramingError(f"{folder} holds something else; share into a new folder.")
    shutil.rmtree(folder, ignore_errors=True)
    studies = sorted(material.collection.root.glob("study*.toml"))
    tables = _tables(material, [read_study(path) for path in studies])
    (folder / TABLES).mkdir(parents=True)
    for name, table in tables.items():
        table.to_parquet(folder / TABLES / f"{name}.parquet", index=False)
    for path in studies:
        shutil.copyfile(path, folder / path.name)
    if material.book is not None:
        write_lexicon(material.book, folder / TABLES)
        _copy_own_book(material, folder)
    write_text(folder / "articles.csv", csv_text(list_articles(material)))
    agreement = measure_agreement(material)
    if len(agreement):
        write_text(folder / "agreement.csv", csv_text(agreement))
    write_record(folder / MARK, {name: value for name, value in material.results.manifest.items() if name != "files"})
    told = {"name": material.results.manifest["collection"], "articles": f"{len(tables['articles']):,}",
            "question": material.plan.question or "not declared", "tables": _listed(tables)}  # fmt: skip
    write_text(folder / "README.md", README.format(**told))
    write_text(folder / "CITATION.cff", CITATION.format(**told))
    write_text(folder / "LICENCES.md", LICENCES.format(**told))
    return sorted(path for path in folder.rglob("*") if path.is_file())


def _tables(material: Material, studies: Sequence[Study]) -> dict[str, pd.DataFrame]:
    results = material.results
    corpus = results.corpus
    named = {column for study in studies for column in (study.by, *study.exclude)}
    tables = {**corpus.tables, "scores": results.scores, "evidence": results.evidence}
    made = {name: strip_table(table, schema.TABLES[name], also=named) for name, table in tables.items()}
    made["articles"]["text_sha256"] = hash_articles(corpus.articles)
    for study in studies:
        if study.about:
            made["articles"][f"about {study.file}"] = is_about(corpus.articles, study.about)
    category = made["evidence"]["category"] if "category" in made["evidence"] else results.evidence["category"]
    made["evidence"]["category"] = category.where(category.isin(CODES))
    return made


def strip_table(table: pd.DataFrame, spec: Table, *, also: set[str] = frozenset()) -> pd.DataFrame:  # type: ignore[assignment]
    """Take every column of free text out of a table that is not known to hold none of an article's words.

    Parameters
    ----------
    table : DataFrame
    spec : Table
        Its contract.
    also : set of str
        Columns of the user's that go along, because a study compares by them or excludes by them.

    Returns
    -------
    DataFrame
    """
    kept = [
        column.name
        for column in spec.columns
        if column.kind != "text" or column.values or column.name in FREE.get(spec.name, ())
    ]
    extra = [name for name in table.columns if name in also and name not in spec.names]
    return table[[*(name for name in kept if name in table), *extra]].copy()


def _copy_own_book(material: Material, folder: Path) -> None:
    """Lay a codebook of the user's beside the study that names it."""
    given = Path(material.plan.codebook)
    if not is_shipped(material.plan.codebook) and given.is_dir():
        shutil.copytree(given, folder / given.name, dirs_exist_ok=True)
    elif not is_shipped(material.plan.codebook) and given.is_file():
        shutil.copyfile(given, folder / given.name)


def _listed(tables: dict[str, pd.DataFrame]) -> str:
    rows = [f"| {name} | {len(table):,} | {', '.join(map(str, table.columns))} |" for name, table in tables.items()]
    return "\n".join(["| table | rows | columns |", "|---|---|---|", *rows])
