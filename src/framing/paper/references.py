"""What a paper rests on, as BibTeX and as a list: works from ``references.toml``, and a card for each list of words."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from functools import lru_cache
from importlib.resources import files
from typing import Any

from framing.lexicon import Lexicon
from framing.provenance import software
from framing.untrusted import escape_latex

FIELDS = ("author", "title", "journal", "booktitle", "publisher", "year", "volume", "number", "pages", "doi", "note")
CAPITAL = re.compile(r"(?<=\s)(?:[A-Z][\w'-]*|[A-Z]{2,}\w*)")
"""Words whose capitals a bibliography style must leave alone."""


@lru_cache(maxsize=1)
def _works() -> dict[str, dict[str, Any]]:
    return tomllib.loads(files("framing.paper").joinpath("references.toml").read_text("utf-8"))


def works_for(reasons: Iterable[str]) -> list[str]:
    """Give the keys of the works that stand behind what was run, in alphabetical order.

    Parameters
    ----------
    reasons : iterable of str
        Such as ``"test"``, ``"model:voice"``, ``"lexicon:protest"``; ``references.toml`` has them.
    """
    wanted = set(reasons)
    return sorted(key for key, work in _works().items() if wanted & set(work["for"]))


def cite_program() -> dict[str, Any]:
    """Give the entry of this program."""
    version = software()["framing"]
    return {"type": "misc", "author": "{The framing founders}", "title": "framing: Whose words? Comparing how news "
            "outlets tell the same event", "year": 2026, "note": f"Computer program, version {version}"}  # fmt: skip


def cite_lexicon(book: Lexicon) -> dict[str, Any]:
    """Give the entry of a list of words, from its card."""
    card = book.card
    author = str(card.get("author") or "Anonymous")
    note = f"Codebook {book.name}, {len(book.terms)} terms, fingerprint {book.fingerprint}"
    licence = f", {card['licence']}" if card.get("licence") else ""
    made = {
        "type": "misc",
        "author": f"{{{escape_latex(author)}}}",
        "title": escape_latex(str(card.get("title", book.name))),
    }
    year = re.match(r"\d{4}", str(card.get("date", "")))
    return made | ({"year": int(year[0])} if year else {}) | {"note": escape_latex(f"{note}{licence}")}


def collect(keys: Iterable[str], book: Lexicon | None) -> dict[str, dict[str, Any]]:
    """Give entries by key: works, the program and the codebook."""
    known = _works() | {"framing": cite_program()}
    if book is not None:
        known[key_of_book(book)] = cite_lexicon(book)
    return {key: known[key] for key in sorted(keys)}


def key_of_book(book: Lexicon) -> str:
    """Give the key under which a codebook is cited."""
    return f"codebook-{re.sub(r'[^a-z0-9]+', '-', book.name.lower()).strip('-')}"


def write_bibtex(entries: dict[str, dict[str, Any]]) -> str:
    """Write entries as BibTeX; capitals within titles are kept."""
    lines = []
    for key, work in entries.items():
        lines.append(f"@{work['type']}{{{key},")
        for name in FIELDS:
            if name in work:
                value = str(work[name])
                text = CAPITAL.sub(lambda word: f"{{{word[0]}}}", value) if name == "title" else value
                lines.append(f"  {name} = {{{text}}},")
        lines += ["}", ""]
    return "\n".join(lines)


def tell(work: dict[str, Any]) -> str:
    """Write an entry as a reader expects it: who, when, what, where."""
    who = _bare(str(work.get("author", ""))).replace(" and ", "; ")
    where = work.get("journal") or work.get("booktitle") or work.get("publisher") or ""
    place = _bare(where) + (f" {work['volume']}" if "volume" in work else "")
    place += f"({work['number']})" if "number" in work else ""
    place += f", {str(work['pages']).replace('--', '–')}" if "pages" in work else ""
    doi = f" doi:{work['doi']}" if "doi" in work else ""
    note = f" {_bare(work['note'])}." if "note" in work else ""
    return f"{who} ({work.get('year', 'n.d.')}). {_bare(work['title'])}.{f' {place}.' if place else ''}{note}{doi}"


def short(work: dict[str, Any]) -> str:
    """Write who and when, for the running text."""
    names = [name.partition(",")[0] for name in _bare(str(work.get("author", ""))).split(" and ")]
    who = names[0] if len(names) == 1 else f"{names[0]} and {names[1]}" if len(names) == 2 else f"{names[0]} et al."
    return f"{who} {work.get('year', 'n.d.')}"


def _bare(text: str) -> str:
    """Take the marks of TeX off a text."""
    plain = text.replace(r"{\'e}", "é").replace(r"\&", "&")
    return re.sub(r"\\([%$#_{}])", r"\1", re.sub(r"(?<!\\)[{}]", "", plain))
