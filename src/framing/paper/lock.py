"""``framing.lock``: what a paper was made of, and the hash of everything that was made."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pandas as pd

from framing.paper.files import hash_files
from framing.paper.macros import main_series
from framing.paper.material import Material
from framing.paper.plan import Shown
from framing.provenance import digests, fingerprint, software

LOCK = "framing.lock"
VERSION = 1
KEPT = ("collection", "input_sha256", "codes_sha256", "codebook", "model", "cleaned", "measures")


def make_lock(material: Material, folder: Path, numbers: pd.DataFrame, shown: Sequence[Shown]) -> dict[str, Any]:
    """Record the inputs, the program, the settings, the numbers of the running text, and every file of a paper.

    Parameters
    ----------
    material : Material
    folder : Path
        Of the paper.
    numbers : DataFrame
        As `make_numbers` gives them.
    shown : sequence of Shown

    Returns
    -------
    dict
        Nothing in it hangs on the machine, the folder, or the time.
    """
    manifest = material.results.manifest
    plan = {name: value for name, value in material.settings.items() if name != "fingerprint"}
    outputs = {name: digest for name, digest in hash_files(folder).items() if is_output(name)}
    return {
        "lock": VERSION,
        "data": {name: manifest.get(name) for name in KEPT},
        "shared": material.shared,
        "settings": plan,
        "shown": {f"{one.kind} {one.name}": asdict(one) for one in shown},
        "made_by": fingerprint(),
        "files": digests(),
        "software": software(),
        "main_series": main_series(material),
        "numbers": dict(zip(numbers["key"], numbers["text"], strict=True)),
        "outputs": outputs,
    }


def is_output(name: str) -> bool:
    """Tell a file of the paper from what its author, or TeX, has put beside it."""
    top = name.split("/", maxsplit=1)[0]
    known = {"index.html", "macros.tex", "macros.csv", "methods.tex", "methods.md", "references.bib", "article.tex"}
    ends = (".pdf", ".svg", ".png", ".csv", ".json", ".tex", ".xlsx")
    made = top in ("figures", "tables", "supplement") and name.endswith(ends) and name != "supplement/supplement.pdf"
    return name in known or made
