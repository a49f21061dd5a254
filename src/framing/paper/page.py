"""One page that shows all of a paper: figures, tables, numbers, methods, references, supplement."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from framing.display.pages.page import read_styles, render
from framing.display.pages.tables import describe_findings, name_outlets
from framing.paper.files import write_text
from framing.paper.material import Material
from framing.paper.tables import Printed

if TYPE_CHECKING:
    from framing.paper.build import Drawn


def write_page(  # noqa: PLR0913 (each part of the paper once)
    folder: Path,
    material: Material,
    *,
    drawn: Sequence[Drawn],
    printed: Sequence[Printed],
    numbers: pd.DataFrame,
    methods: Sequence[tuple[str, str]],
    works: Sequence[str],
    supplement: Mapping[str, pd.DataFrame],
) -> Path:
    """Write ``index.html``: it needs no network, and shows the files beside it."""
    declared = material.analysis.declared
    outlets = pd.DataFrame(material.known.items(), columns=["outlet_id", "name"])
    text = render(
        "paper.html",
        title=declared.question if declared is not None else f"A paper on {material.results.manifest['collection']}",
        collection=material.results.manifest["collection"],
        findings=describe_findings(name_outlets(material.comparisons, outlets)),
        figures=[{"name": one.shown.name, "caption": one.caption, "alt": one.alt, "columns": one.shown.columns}
                 for one in drawn],
        tables=[{"name": one.shown.name, "caption": one.caption, "note": one.note, "heads": one.heads,
                 "spans": one.spans, "groups": one.groups, "columns": one.shown.columns} for one in printed],
        numbers=numbers.to_dict("records"),
        methods=methods,
        works=works,
        supplement={f"{name}.csv": len(table) for name, table in supplement.items()},
        validity=material.results.manifest.get("validity", ""),
        style=read_styles("paper"),
    )  # fmt: skip
    return write_text(folder / "index.html", text)
