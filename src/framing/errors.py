"""What `framing` raises for its user."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

LIKE = 0.75
"""Likeness from which on a name is held to be another one mistyped; *stance* and *tone* have .6."""


def nearest(wrong: object, known: Iterable[object]) -> str:
    """Give the name that a mistyped one is nearest to; empty where none is near."""
    folded = {str(name).casefold(): str(name) for name in known}
    near = get_close_matches(str(wrong).casefold(), list(folded), n=1, cutoff=LIKE)
    return folded[near[0]] if near else ""


def meant(wrong: object, known: Iterable[object]) -> str:
    """Ask in brackets whether the nearest name is meant, to stand behind the mistyped one."""
    near = nearest(wrong, known)
    return f" (did you mean '{near}'?)" if near else ""


class FramingError(ValueError):
    """One plain sentence for the person at the keyboard: what is wrong, where, and the remedy."""


class NothingToCompareError(FramingError):
    """There is one side only: a report goes on without comparisons."""
