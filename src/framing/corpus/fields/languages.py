"""Languages of articles: what a file says of them, and what their texts show."""

from __future__ import annotations

import csv
import re
from functools import cache
from importlib.resources import files
from typing import Any

CODE = re.compile(r"[a-z]{2,3}(?:[-_][a-z0-9]{2,8})*", re.IGNORECASE)
BEYOND = re.compile(r"[^\x00-\xbf\u2000-\u206f]")
OPENING = 600
"""Characters by which a language is told."""
FEWEST = 20
"""Words, or letters beyond ASCII divided by three, below which nothing is told."""
SURE = 0.8
ENGLISH = frozenset("the and to that for with said from has were by they have this which been".split())
"""Words that hardly any other language writes so; a tenth of an English text or more. A measure and no vocabulary."""
ENGLISH_SHARE = 0.1


@cache
def language_names() -> dict[str, str]:
    """Names of languages, in English and their own, to ISO 639-1 codes."""
    text = files("framing.corpus").joinpath("registry/languages.csv").read_text(encoding="utf-8")
    return {row["name"].casefold(): row["code"] for row in csv.DictReader(text.splitlines())}


def read_language(name: str) -> str | None:
    """Read what a file says of a language: ``en-GB``, ``ENGLISH``, ``eng`` and ``English; EN`` are ``en``.

    Parameters
    ----------
    name : str

    Returns
    -------
    str or None
        ISO 639-1 code where there is one; None where the name is not known.
    """
    for piece in re.split(r"[;,/|]", name):
        key = piece.strip().casefold()
        if key in language_names():
            return language_names()[key]
        if CODE.fullmatch(key):
            code = re.split(r"[-_]", key)[0]
            return language_names().get(code, code)
    return None


def detect_language(text: str) -> str | None:
    """Tell the language of a text.

    Parameters
    ----------
    text : str

    Returns
    -------
    str or None
        ISO 639-1 code; None where the text is too short or too mixed to tell.

    Notes
    -----
    py3langid tells 97 languages; texts with many of the small words of English are not even asked about, which makes
    a collection of English news as fast as it was. Near languages (Norwegian and Danish, Russian and Ukrainian in short
    texts) are taken for each other now and then.
    """
    opening = text[:OPENING]
    words = opening.casefold().split()
    if len(words) >= FEWEST and len([word for word in words if word in ENGLISH]) >= ENGLISH_SHARE * len(words):
        return "en"
    if max(len(words), len(BEYOND.findall(opening)) // 3) < FEWEST:
        return None
    code, sure = _identifier().classify(opening)
    return str(code) if sure >= SURE else None


@cache
def _identifier() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier  # noqa: PLC0415 - slow to load, and rarely asked

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
