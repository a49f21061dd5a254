"""The pages as widgets of JupyterLab: the explorer, and coding that is saved as it goes."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import anywidget
import pandas as pd
import traitlets

from framing.annotation.annotate import annotate
from framing.coding.sheets import Variables
from framing.corpus.corpus import Corpus
from framing.display.pages.evidence import pack_evidence, whole_parts
from framing.display.pages.explorer import explorer_data
from framing.display.pages.page import bundle_modules, read_styles
from framing.errors import FramingError
from framing.schema import ARTICLES, CODINGS


def _module(name: str) -> str:
    return f"{bundle_modules(name)}\nexport default {{ render }};\n"


class ExplorerWidget(anywidget.AnyWidget):
    """The explorer in a notebook: all that the page does, and a sentence of one's own is marked by the program.

    Parameters
    ----------
    corpus : Corpus
        Annotated, with its codebook.
    target : str, optional
        Whose naming is shown first.
    """

    _esm = _module("explorer-widget")
    _css = read_styles("explorer")
    data = traitlets.Dict().tag(sync=True)
    sentence = traitlets.Unicode("").tag(sync=True)
    marked = traitlets.Dict().tag(sync=True)

    def __init__(self, corpus: Corpus, *, target: str | None = None) -> None:
        self._codebook = corpus.codebook
        super().__init__(data=explorer_data(corpus, target=target))

    @traitlets.observe("sentence")
    def _mark(self, change: Mapping[str, Any]) -> None:
        self.marked = mark_sentence(change["new"], self._codebook) if change["new"].strip() else {}


def mark_sentence(text: str, codebook: Any) -> dict[str, Any]:
    """Mark the namings, sources and cues of a text that somebody typed.

    Parameters
    ----------
    text : str
    codebook : Lexicon or str

    Returns
    -------
    dict
        As `pack_evidence`.
    """
    row = {"article_id": "typed", "outlet_id": "you", "headline": "", "body": text, "n_words": len(text.split())}
    corpus = annotate(Corpus("typed", ARTICLES.cast(pd.DataFrame([row]))), codebook=codebook)
    return pack_evidence(corpus, whole_parts(corpus, ["typed"]))


class CodingWidget(anywidget.AnyWidget):
    """Shows one unit at a time with buttons for each variable; `codings` gives what was chosen.

    Parameters
    ----------
    sample : DataFrame
        unit_id and context, as `sample_for_coding` gives them.
    variables : mapping
        Variable to its codes (see `write_coding_sheet`).
    coder : str
    codings : DataFrame, optional
        Codings made earlier, to go on from.
    path : str or Path, optional
        File (.csv) that every choice is written to at once, and that is taken up again.
    """

    _esm = _module("coding-widget")
    _css = read_styles("lesson")
    units: Any = traitlets.List().tag(sync=True)
    variables = traitlets.Dict().tag(sync=True)
    chosen = traitlets.Dict().tag(sync=True)

    def __init__(
        self,
        sample: pd.DataFrame,
        *,
        variables: Variables,
        coder: str,
        codings: pd.DataFrame | None = None,
        path: str | Path | None = None,
    ) -> None:
        self._coder, self._path = coder, None if path is None else Path(path)
        if self._path is not None:
            saved = _read_saved(self._path)
            codings = saved if codings is None else pd.concat([codings, saved])
        known = set(sample["unit_id"])
        chosen: dict[str, dict[str, str]] = {name: {} for name in variables}
        for row in [] if codings is None else codings.dropna(subset=["value"]).to_dict("records"):
            if row["coder"] == coder and row["unit_id"] in known and row["variable"] in chosen:
                chosen[row["variable"]][row["unit_id"]] = row["value"]
        super().__init__(
            units=[{"unit": u, "context": c} for u, c in zip(sample["unit_id"], sample["context"], strict=True)],
            variables={
                name: dict(codes) if isinstance(codes, Mapping) else list(codes) for name, codes in variables.items()
            },
            chosen=chosen,
        )
        self.observe(self._save, "chosen")  # from now on: opening a sample writes nothing

    @property
    def codings(self) -> pd.DataFrame:
        """The codings table, so far."""
        order = [unit["unit"] for unit in self.units]
        rows = [
            (unit, self._coder, name, self.chosen[name][unit])
            for unit in order
            for name in self.variables
            if unit in self.chosen.get(name, {})
        ]
        return CODINGS.cast(pd.DataFrame(rows, columns=CODINGS.names)) if rows else CODINGS.empty()

    def _save(self, _: Any) -> None:
        """Write all codes beside the file and put it in its place, so that a crash leaves the old one whole.

        The file keeps what is not shown here: other coders' codes, other units and other variables.
        """
        if self._path is None:
            return
        self._path.parent.mkdir(parents=True, exist_ok=True)
        saved = _read_saved(self._path)
        shown = saved["unit_id"].isin([unit["unit"] for unit in self.units]) & saved["variable"].isin(self.variables)
        others = saved[~(shown & (saved["coder"] == self._coder))]
        beside = self._path.with_suffix(".tmp")
        pd.concat([others, self.codings]).to_csv(beside, index=False)
        beside.replace(self._path)


def _read_saved(path: Path) -> pd.DataFrame:
    """Read the codes in a file; none where there is none yet."""
    return CODINGS.cast(pd.read_csv(path, dtype=str, keep_default_na=False)) if path.exists() else CODINGS.empty()


def explore(corpus: Corpus, *, target: str | None = None) -> ExplorerWidget:
    """Explore a corpus in a notebook: switch voices, filter, change words, read sentences, mark one of your own.

    Parameters
    ----------
    corpus : Corpus
        Annotated.
    target : str, optional
        Whose naming is shown first; the one named most by default.

    Returns
    -------
    ExplorerWidget
        Shows itself. Its data travel to the browser whole: beyond some thousand articles use `write_explorer`.
    """
    return ExplorerWidget(corpus, target=target)


def code_widget(
    sample: pd.DataFrame,
    *,
    variables: Variables,
    coder: str,
    codings: pd.DataFrame | None = None,
    path: str | Path | None = None,
) -> CodingWidget:
    """Code a sample in a notebook, with the mouse or the keys 1 to 9.

    Parameters
    ----------
    sample : DataFrame
        What `sample_for_coding` gave.
    variables : mapping
        Variable to its codes, with their definitions.
    coder : str
        Name of the coder.
    codings : DataFrame, optional
        Codings made earlier, to go on from.
    path : str or Path, optional
        File (.csv) that every choice is written to at once. A cell that runs again takes it up where it was.

    Returns
    -------
    CodingWidget
        Shows itself; its ``codings`` are the codings table so far.

    Raises
    ------
    FramingError
        If there is nothing to code or nothing to code it as.
    """
    if not len(sample) or not variables:
        raise FramingError("There is nothing to code: give a sample and at least one variable with its codes.")
    empty = [name for name, codes in variables.items() if not codes]
    if empty:
        raise FramingError(f"The variable '{empty[0]}' has no codes to choose from; name at least two.")
    return CodingWidget(sample, variables=variables, coder=coder, codings=codings, path=path)
