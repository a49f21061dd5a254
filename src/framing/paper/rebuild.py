"""One figure again, from what is recorded beside it and the articles."""

from __future__ import annotations

import json
from dataclasses import fields
from pathlib import Path
from typing import Any

from framing.comparison.study import Study
from framing.corpus.collections.catalogue import find_collection
from framing.errors import FramingError
from framing.lexicon import is_shipped
from framing.paper.build import describe_material, write_figure
from framing.paper.material import open_material
from framing.paper.plan import Shown
from framing.pipeline import Progress, open_results


def rebuild_figure(
    record: str | Path, out: str | Path, *, source: str | Path | None = None, progress: Progress | None = None
) -> tuple[Path, list[str]]:
    """Make the figure of a ``figures/NAME.json`` again.

    Parameters
    ----------
    record : str or Path
        The JSON beside a figure.
    out : str or Path
        Folder for the figure.
    source : str or Path, optional
        Where the articles are; by default the collection of that name.
    progress : callable, optional

    Returns
    -------
    figure : Path
        The PDF.
    told : list of str
        Whether the numbers are the same, and if not, what it is made of now that it was not made of then.

    Raises
    ------
    FramingError
        If the file is no such record, or the collection is not there.
    """
    path = Path(record)
    known = _read(path)
    shown, study = Shown(**known["figure"]), Study(**known["study"])
    found = find_collection(source if source is not None else known["collection"])
    book = study.codebook if is_shipped(study.codebook) else str(found.root / study.codebook)
    study = Study(**(known["study"] | {"codebook": book}))
    results = open_results(found, codebook=book, model=known["model"], clean=known["cleaned"], progress=progress)
    material = open_material(results, study, collection=found)
    write_figure(material, shown, Path(out))
    made = json.loads((Path(out) / f"{shown.name}.json").read_text("utf-8"))
    if made["data_sha256"] == known["data_sha256"]:
        return Path(out) / f"{shown.name}.pdf", ["The numbers of the figure are the same."]
    now = describe_material(material)
    other = [name for name in ("input_sha256", "codebook", "model", "made_by", "software") if now[name] != known[name]]
    why = f"it is made of another {', '.join(other)}" if other else "nothing it is made of has changed"
    return Path(out) / f"{shown.name}.pdf", [f"The numbers of the figure are others: {why}."]


def _read(path: Path) -> dict[str, Any]:
    try:
        known = json.loads(path.read_text("utf-8"))
        names = {one.name for one in fields(Shown)}
        if not set(known["figure"]) <= names or not {"study", "collection", "data_sha256"} <= set(known):
            raise ValueError("it lacks a part")
        for name in ("voice", "outlets"):
            known["figure"][name] = tuple(known["figure"][name])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise FramingError(f"{path} is no record of a paper's figure ({error}); give a figures/NAME.json.") from error
    return known
