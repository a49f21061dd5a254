"""A collection that was shared without its texts, read back: the numbers are there, the words are not."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import pandas as pd

from framing import schema
from framing.comparison.study import Study, read_study
from framing.corpus.corpus import ARTICLE_TABLES, Corpus
from framing.errors import FramingError
from framing.lexicon import read_lexicon
from framing.paper.material import Material, open_material
from framing.paper.share import BOOK, MARK, TABLES
from framing.results import Results
from framing.table import Table


def is_shared(given: str | Path) -> bool:
    """Tell whether a folder was written by ``framing share``."""
    return (Path(given) / MARK).is_file()


def read_shared(folder: Path, study: str | Path | None = None) -> Material:
    """Read shared tables and carry their study out.

    Parameters
    ----------
    folder : Path
    study : str or Path, optional
        A study file, or ``NAME`` of a ``study-NAME.toml`` in the folder; its ``study.toml`` by default.

    Returns
    -------
    Material

    Raises
    ------
    FramingError
        If a table is missing or damaged, or there is no such study.
    """
    try:
        manifest = json.loads((folder / MARK).read_text("utf-8"))
        names = [*ARTICLE_TABLES, "outlets", "stories", "dropped", "notes", "scores", "evidence"]
        tables = {name: _filled(pd.read_parquet(folder / TABLES / f"{name}.parquet"), name) for name in names}
    except (OSError, ValueError) as error:
        raise FramingError(f"The shared tables in {folder} are not whole ({error}); get them anew.") from error
    file = _study_file(folder, study)
    declared = read_study(file) if file is not None else None
    book = replace(read_lexicon(folder / TABLES / BOOK), name=manifest["codebook"]["name"])
    scores, evidence = tables.pop("scores"), tables.pop("evidence")
    corpus = Corpus(manifest["collection"], codebook=book, **tables)
    agreement = folder / "agreement.csv"
    with TemporaryDirectory(prefix="framing-shared-") as place:  # a shared folder stays as it was deposited
        results = Results(_about(corpus, declared, file), scores, evidence, manifest, Path(place))
        material = open_material(results, declared, file=file, shared=True, changes={"about": []})
    return replace(material, agreement=pd.read_csv(agreement) if agreement.is_file() else None)


def _study_file(folder: Path, given: str | Path | None) -> Path | None:
    if given is None:
        return folder / "study.toml" if (folder / "study.toml").is_file() else None
    found = next((p for p in (Path(given), folder / f"study-{given}.toml", folder / given) if p.is_file()), None)
    if found is None:
        raise FramingError(f"There is no study '{given}' in {folder}; give the path of a study file.")
    return found


def _about(corpus: Corpus, declared: Study | None, file: Path | None) -> Corpus:
    """Keep the articles that the study is about, as was told of each when it still had its text."""
    if declared is None or not declared.about or file is None:
        return corpus
    column = f"about {file.name}"
    if column not in corpus.articles:
        raise FramingError(f"What {file.name} is about was not told when the tables were shared; take its study.toml.")
    articles = corpus.articles[corpus.articles[column].astype(bool)]
    return corpus.with_(articles=articles.reset_index(drop=True))


def _filled(table: pd.DataFrame, name: str) -> pd.DataFrame:
    """Give a table its columns back; texts that were left out are empty."""
    spec: Table = schema.TABLES[name]
    empty = {column.name: "" for column in spec.columns if column.kind == "text" and not column.optional}
    gone = {column: value for column, value in empty.items() if column not in table}
    if name == "stories":
        gone = {"label": table["story_id"]}
    return spec.cast(table.assign(**gone))
