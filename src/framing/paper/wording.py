"""How numbers and texts stand in print: no zero before the point where a number cannot exceed one, p-values by rule."""

from __future__ import annotations

import re

import pandas as pd

from framing.scoring.measure import load_measures
from framing.untrusted import CONTROL, escape_latex

MINUS = "\u2212"
SIGNS = {
    MINUS: "$-$", "<": "$<$", ">": "$>$", "×": r"$\times$", "≤": r"$\le$", "≥": r"$\ge$", "±": r"$\pm$",
    "½": r"$\frac{1}{2}$", "…": r"\dots{}", "\u00a0": "~", "∞": r"$\infty$", "α": r"$\alpha$",
    "“": "``", "”": "''", "‘": "`", "’": "'", "|": r"\textbar{}",
}  # fmt: skip
OTHER = re.compile("[^\x00-\u017f\u2013\u2014]+")
"""Letters that pdflatex does not know unless it is told of them."""
UTF = r"\providecommand{\framingutf}[2]{\ifdefined\XeTeXversion#1\else\ifdefined\directlua#1\else#2\fi\fi}"
LONG = 12
TOO_FEW = "too few to tell"


def is_bounded(measure: str) -> bool:
    """Tell whether a measure lies between -1 and 1, so that its numbers need no zero before the point."""
    known = load_measures().get(measure)
    return known is not None and known.is_bounded


def is_rate(measure: str) -> bool:
    """Tell whether a measure counts hits per 1,000 words, so that ratios are told in place of differences."""
    known = load_measures().get(measure)
    return known is not None and known.counts == "rate"


def number(value: float, *, bounded: bool = True, signed: bool = False) -> str:
    """Write a number with two decimals: .58, −.12, 12.34; missing is an en dash."""
    if pd.isna(value):
        return "–"
    if value in (float("inf"), float("-inf")):
        return "∞" if value > 0 else f"{MINUS}∞"
    text = f"{abs(value):,.2f}" if abs(value) < 1000 else f"{abs(value):,.0f}"
    negative = value < 0 and text.strip("0.,") != ""
    if bounded and text.startswith("0."):
        text = text[1:]
    return (MINUS if negative else "+" if signed and text.strip("0.,") else "") + text


def interval(low: float, high: float, *, bounded: bool = True) -> str:
    """Write an interval: [.44, .70]; empty where it is missing."""
    if pd.isna(low) or pd.isna(high):
        return ""
    return f"[{number(low, bounded=bounded)}, {number(high, bounded=bounded)}]"


def estimate_text(value: float, low: float, high: float, *, bounded: bool = True, signed: bool = False) -> str:
    """Write a value with its interval: .58 [.44, .70]."""
    return f"{number(value, bounded=bounded, signed=signed)} {interval(low, high, bounded=bounded)}".strip()


def p_text(value: float) -> str:
    """Write a p-value with three decimals, and none as zero: < .001, .012."""
    if pd.isna(value):
        return "–"
    if value < 0.001:
        return "< .001"
    return f"{min(value, 0.999):.3f}".lstrip("0") if value < 0.9995 else "> .999"


def count(value: float) -> str:
    """Write a count: 1,234."""
    return "–" if pd.isna(value) else f"{value:,.0f}"


def latex(text: str, *, breakable: bool = False) -> str:
    """Write a text for LaTeX: nothing in it is a command, and pdflatex knows every letter of it.

    Parameters
    ----------
    text : str
    breakable : bool
        Whether long words may be broken anywhere, for narrow cells.

    Notes
    -----
    Letters of other scripts stand for themselves under XeLaTeX and LuaLaTeX; pdflatex prints a question mark for each.
    """
    plain = CONTROL.sub("", text.replace("\n", " ").replace("\t", " "))
    if breakable:
        plain = re.sub(rf"\w{{{LONG},}}", lambda word: "\x01".join(re.findall(".{1,6}", word[0])), plain)
    made = "".join(SIGNS.get(letter, escape_latex(letter)) for letter in plain).replace("\x01", r"\-")
    made = OTHER.sub(lambda run: rf"\framingutf{{{run[0]}}}{{{'?' * len(run[0])}}}", made)
    return f"{{}}{made}" if made[:1] in ("[", "*") else made


def with_utf(source: str) -> str:
    """Put the definition of other scripts before a piece of LaTeX that needs it."""
    return f"{UTF}\n{source}" if r"\framingutf" in source else source
