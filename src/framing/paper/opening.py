"""What a paper is asked for: a study file, a collection, or a folder that was shared without its texts."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from framing.comparison.study import find_study_file, read_study
from framing.corpus.collections.catalogue import Collection, data_home, find_collection
from framing.paper.material import Material, open_material
from framing.paper.shared import is_shared, read_shared
from framing.pipeline import open_results, score_collection
from framing.results import read_results

Progress = Callable[[int, int], None]


def open_paper(
    given: str | Path,
    *,
    study: str | Path | None = None,
    model: str = "fast",
    fresh: Path | None = None,
    progress: Progress | None = None,
) -> Material:
    """Score what a paper is about, carry its study out, and give what it is made of.

    Parameters
    ----------
    given : str or Path
        A study file in the folder of its collection, or a collection.
    study : str or Path, optional
        As for `find_study`; the collection's ``study.toml`` by default.
    model : str
        As in `annotate`.
    fresh : Path, optional
        Score anew, into this folder; without it, results at hand are used where they are still good.
    progress : callable, optional

    Returns
    -------
    Material

    Raises
    ------
    FramingError
        If there is no such collection or study, or either is faulty.
    """
    path = Path(given)
    if path.suffix == ".toml" and path.is_file():
        given, study = str(path.resolve().parent), path.resolve()
    if is_shared(given):
        return read_shared(Path(given), study)
    found = find_collection(given)
    file = find_study_file(found, study)
    declared = read_study(file) if file is not None else None
    codebook = declared.codebook if declared is not None else None
    choices: dict[str, Any] = {"codebook": codebook, "model": model, "progress": progress}
    if fresh is None and not _in_the_way(found):
        return open_material(open_results(found, **choices), declared, file=file, collection=found)
    with TemporaryDirectory(prefix="framing-scored-") as place:
        score_collection(found, fresh or place, **choices)
        return open_material(read_results(fresh or place), declared, file=file, collection=found)


def _in_the_way(collection: Collection) -> bool:
    """Tell whether results would lie among the articles: the folder of the collection is the one worked in."""
    return collection.path.is_dir() and collection.path.resolve() in (data_home() / "processed").resolve().parents
