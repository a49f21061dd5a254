"""The supplement: the codebook with counts, the coded sample and its agreement, every comparison, the articles."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from framing.coding.reference import has_codes, read_reference
from framing.coding.sampling import units_of
from framing.coding.validity import validate
from framing.paper.files import csv_text, hash_text, write_text
from framing.paper.material import Material
from framing.paper.wording import latex, with_utf

VARIABLES = ("voice", "source_type", "category", "form")
PREAMBLE = r"""\documentclass{article}
\usepackage[T1]{fontenc}\IfFileExists{lmodern.sty}{\usepackage{lmodern}}{}
\usepackage[margin=2.2cm]{geometry}
\usepackage{booktabs,longtable,array}
\begin{document}
\section*{Supplement}
"""
WIDEST = 400
"""Rows of a table beyond which the supplement names the file alone."""


def write_supplement(material: Material, folder: Path) -> dict[str, pd.DataFrame]:
    """Write the supplement as CSV, and as one document that ``pdflatex`` makes.

    Parameters
    ----------
    material : Material
    folder : Path

    Returns
    -------
    dict of str to DataFrame
        ``codebook``, ``agreement``, ``comparisons``, ``checks``, ``articles``; those without rows are left out.
    """
    tables = {
        "codebook": count_terms(material),
        "agreement": measure_agreement(material),
        "comparisons": material.comparisons.drop(columns=["seed", "resamples"]),
        "checks": material.analysis.checks,
        "articles": list_articles(material),
    }
    kept = {name: table for name, table in tables.items() if len(table)}
    for name, table in kept.items():
        write_text(folder / f"{name}.csv", csv_text(table))
    write_text(folder / "supplement.tex", _document(kept))
    return kept


def count_terms(material: Material) -> pd.DataFrame:
    """Give the terms of the codebook with how often each was found, in all and in the outlets' own voice.

    Notes
    -----
    A term that a qualifier has moved to another category has a row for that one too, which is not ``listed``.
    """
    book = material.book
    if book is None or "target" not in book.terms:
        return pd.DataFrame()
    mentions = material.results.corpus.mentions
    mentions = mentions[mentions["article_id"].isin(material.articles["article_id"])]
    keys = ["term", "target", "category"]
    own = mentions[mentions["voice"] == "outlet"].groupby(keys).size().rename("own_voice")
    counts = pd.concat([mentions.groupby(keys).size().rename("found"), own], axis=1).reset_index()
    columns = [name for name in (*keys, "weight", "form", "needs") if name in book.terms]
    table = book.terms[columns].drop_duplicates(keys).assign(listed=True).merge(counts, on=keys, how="outer")
    whole = {name: table[name].fillna(0).astype(int) for name in ("found", "own_voice")}
    return table.assign(**whole, listed=table["listed"].eq(other=True))


def measure_agreement(material: Material) -> pd.DataFrame:
    """Set the program against the codes that lie beside the collection, outlet by outlet; empty without codes."""
    collection = material.collection
    if material.agreement is not None:
        return material.agreement
    if collection is None or not has_codes(collection):
        return pd.DataFrame()
    corpus = material.results.corpus
    codes, units = read_reference(collection, corpus), units_of(corpus, "mention")
    there = [name for name in VARIABLES if name in set(codes["variable"])]
    by = "outlet_id" if "outlet_id" in units else None
    tables = [validate(units.assign(value=units[name]), codes, variable=name, by=by) for name in there]
    return pd.concat(tables, ignore_index=True) if tables else pd.DataFrame()


def list_articles(material: Material) -> pd.DataFrame:
    """List the articles without their texts: id, outlet, story, day, address, and the hash of headline and body."""
    articles = material.articles
    hashes = articles["text_sha256"] if material.shared else hash_articles(articles)
    columns = ["article_id", "outlet_id", "story_id", "published", "url", "n_words"]
    return articles[columns].assign(text_sha256=hashes.to_numpy()).sort_values("article_id", kind="stable")


def hash_articles(articles: pd.DataFrame) -> pd.Series:
    """Give the SHA-256 of each text: headline, a line feed, body."""
    return (articles["headline"] + "\n" + articles["body"]).map(hash_text)


def _document(tables: dict[str, pd.DataFrame]) -> str:
    parts = [PREAMBLE]
    if "codebook" in tables:
        found = tables["codebook"].query("found > 0").sort_values(["target", "found"], ascending=[True, False])
        columns = {"term": "Term", "target": "Target", "category": "Category", "found": "Found", "own_voice": "Own"}
        told = f"Terms of the codebook that were found, of {len(tables['codebook']):,}; own: the outlet's voice."
        parts.append(_long(found[list(columns)].rename(columns=columns), "codebook", "lllrr", told))
    if "agreement" in tables:
        columns = {"variable": "Variable", "outlet": "Outlet", "category": "Code", "n": "n", "alpha": "Alpha",
                   "precision": "Precision", "recall": "Recall", "f1": "F1"}  # fmt: skip
        parts.append(_long(tables["agreement"][list(columns)].rename(columns=columns), "agreement", "lllrrrrr",
                           "The program against the codes of the collection."))  # fmt: skip
    columns = {"measure": "Measure", "target": "Target", "voice": "Voice", "outlet": "Outlet", "method": "Method",
               "n_outlet": "n", "difference": "Diff.", "ci_low": "Low", "ci_high": "High",
               "p_adjusted": "p"}  # fmt: skip
    parts.append(_long(tables["comparisons"][list(columns)].rename(columns=columns), "comparisons", "lllllrrrrr",
                       "Every comparison: difference from the reference, 95 % interval, adjusted p."))  # fmt: skip
    files = ", ".join(f"{name}.csv ({len(table):,} rows)" for name, table in tables.items())
    return with_utf("\n".join([*parts, latex(f"Files: {files}."), r"\end{document}", ""]))


def _long(table: pd.DataFrame, name: str, spec: str, caption: str) -> str:
    """Write a table that runs over pages; a very long one is named and left to its file."""
    if len(table) > WIDEST:
        return latex(f"{caption} {len(table):,} rows: see {name}.csv.") + "\n"
    columns = "".join(
        rf">{{\raggedright\arraybackslash\hspace{{0pt}}}}p{{{0.62 / max(1, spec.count('l')):.3f}\linewidth}}"
        if kind == "l"
        else "r"
        for kind in spec
    )
    head = " & ".join(latex(str(name)) for name in table.columns) + r" \\"
    rows = [" & ".join(_cell(value) for value in row) + r" \\" for row in table.itertuples(index=False)]
    return "\n".join([
        r"\begingroup\scriptsize\setlength{\tabcolsep}{2pt}", rf"\begin{{longtable}}{{@{{}}{columns}@{{}}}}",
        rf"\caption{{{latex(caption)}}}\\", r"\toprule", head, r"\midrule\endhead", *rows, r"\bottomrule",
        r"\end{longtable}\endgroup",
    ])  # fmt: skip


def _cell(value: object) -> str:
    if isinstance(value, str):
        return latex(value.replace("_", " "), breakable=True)
    if pd.isna(value):
        return "--"
    return latex(f"{value:,.0f}" if float(str(value)).is_integer() else f"{value:.3f}".replace("-", "\u2212"))
