"""Coding in a notebook, one unit after the other, for the classroom."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape

import ipywidgets as widgets
import pandas as pd

from framing.coding.sheets import Variables
from framing.errors import FramingError
from framing.schema import CODINGS


class CodingWidget(widgets.VBox):
    """Shows one unit at a time with a row of buttons for each variable; `codings` gives what was chosen.

    Parameters
    ----------
    sample : DataFrame
        unit_id and context, as `sample_for_coding` gives them.
    variables : mapping
        Variable to its codes (see `write_coding_sheet`).
    coder : str
    codings : DataFrame, optional
        Codings made earlier, to go on from.
    """

    def __init__(
        self, sample: pd.DataFrame, *, variables: Variables, coder: str, codings: pd.DataFrame | None = None
    ) -> None:
        self.position: int = 0
        self._units = sample["unit_id"].tolist()
        self._contexts = sample["context"].tolist()
        self._coder = coder
        self._chosen: dict[tuple[str, str], str] = {}
        if codings is not None:
            mine = codings[(codings["coder"] == coder) & codings["unit_id"].isin(self._units)].dropna(subset=["value"])
            for unit, variable, value in zip(mine["unit_id"], mine["variable"], mine["value"], strict=True):
                self._chosen[unit, variable] = value
        self._buttons = {name: self._choice(name, codes) for name, codes in variables.items()}
        self._text = widgets.HTML()
        self._state = widgets.Label()
        back, forward = (widgets.Button(description=text) for text in ("← back", "next →"))
        back.on_click(lambda _: self.go(self.position - 1))
        forward.on_click(lambda _: self.go(self.position + 1))
        super().__init__([self._state, self._text, *self._buttons.values(), widgets.HBox([back, forward])])
        self.go(next((i for i, unit in enumerate(self._units) if not self._is_done(unit)), 0))

    @property
    def codings(self) -> pd.DataFrame:
        """The codings table, so far."""
        rows = [(unit, self._coder, variable, value) for (unit, variable), value in self._chosen.items()]
        return CODINGS.cast(pd.DataFrame(rows, columns=CODINGS.names)) if rows else CODINGS.empty()

    def go(self, position: int) -> None:
        """Show the unit at a position; before the first and after the last there is none to go to."""
        self.position = min(max(position, 0), len(self._units) - 1)
        unit = self._units[self.position]
        text = (
            escape(self._contexts[self.position]).replace("»", "<mark>").replace("«", "</mark>").replace("\n", "<br>")
        )
        self._text.value = f'<div style="font-size:1.1em;max-width:60em;line-height:1.5">{text}</div>'
        for name, buttons in self._buttons.items():
            buttons.value = self._chosen.get((unit, name))
        done = sum(self._is_done(unit) for unit in self._units)
        self._state.value = f"{self.position + 1} of {len(self._units)} · {done} coded · {self._coder}"

    def choose(self, variable: str, value: str) -> None:
        """Code the unit shown, and go on when all its variables have a code."""
        unit = self._units[self.position]
        fresh = not self._is_done(unit)
        self._chosen[unit, variable] = value
        self._buttons[variable].value = value
        if fresh and self._is_done(unit):
            self.go(self.position + 1)

    def _is_done(self, unit: str) -> bool:
        return all((unit, name) in self._chosen for name in self._buttons)

    def _choice(self, name: str, codes: Mapping[str, str] | Sequence[str]) -> widgets.ToggleButtons:
        options = list(codes)
        if not options:
            raise FramingError(f"The variable '{name}' has no codes to choose from; name at least two.")
        tips = list(codes.values()) if isinstance(codes, Mapping) else [""] * len(options)
        buttons = widgets.ToggleButtons(options=options, value=None, description=name, tooltips=tips)
        buttons.observe(lambda change: self._clicked(name, change["new"]), names="value")
        return buttons

    def _clicked(self, name: str, value: str | None) -> None:
        unit = self._units[self.position]
        if value is not None and self._chosen.get((unit, name)) != value:
            self.choose(name, value)


def code_widget(
    sample: pd.DataFrame, *, variables: Variables, coder: str, codings: pd.DataFrame | None = None
) -> CodingWidget:
    """Code a sample in a notebook.

    Parameters
    ----------
    sample : DataFrame
        What `sample_for_coding` gave.
    variables : mapping
        Variable to its codes, with definitions that show when the pointer rests on a button.
    coder : str
        Name of the coder.
    codings : DataFrame, optional
        Codings made earlier, to go on from.

    Returns
    -------
    CodingWidget
        Shows itself; its ``codings`` are the codings table so far. Nothing is written to disk: save them yourself.

    Raises
    ------
    FramingError
        If there is nothing to code or nothing to code it as.
    """
    if not len(sample) or not variables:
        raise FramingError("There is nothing to code: give a sample and at least one variable with its codes.")
    return CodingWidget(sample, variables=variables, coder=coder, codings=codings)
