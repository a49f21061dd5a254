"""Lexicons: words as data, each in a folder with a card that says where they come from and what they cannot do."""

from __future__ import annotations

import hashlib
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache, lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any, ClassVar

import pandas as pd
import yaml

from framing.errors import FramingError, meant
from framing.extending import extend_terms

HOME = Path(str(files("framing"))) / "lexicons"
FORMATS = (".csv", ".yml", ".yaml", ".dic")


@dataclass(frozen=True)
class Lexicon:
    """Terms with a card.

    Parameters
    ----------
    name : str
    card : dict
        Title, kind, author, licence, sources, limits: the content of ``card.toml``.
    terms : DataFrame
        One row a term; column `term`, and for codebooks `target`, `category`, `weight`.
    examples : DataFrame
        Columns text, expected, because: they are tests and teaching pages.
    """

    name: str
    card: dict[str, Any]
    terms: pd.DataFrame
    examples: pd.DataFrame = field(default_factory=pd.DataFrame)

    def __repr__(self) -> str:
        """Tell name and size in one line."""
        return f"<Lexicon {self.name!r}: {len(self.terms)} terms, {self.fingerprint}>"

    @property
    def fingerprint(self) -> str:
        """First twelve characters of the SHA-256 of the terms: two lexicons that score alike share it."""
        return hashlib.sha256(self.terms.to_csv(index=False).encode()).hexdigest()[:12]

    @property
    def kind(self) -> str:
        """What the lexicon is for: codebook, dictionary, cues, …."""
        return self.card.get("kind", "dictionary")

    @property
    def targets(self) -> list[str]:
        """Targets of a codebook, in the order of their first term."""
        own = list(dict.fromkeys(self.terms["target"])) if "target" in self.terms else []
        bound = self.card.get("bind", [])
        return [*own, *bound, *dict.fromkeys(f"{name.partition('@')[0]}@other" for name in bound)]


def list_lexicons() -> pd.DataFrame:
    """List the lexicons that come with `framing`: name, kind, title, number of terms, licence."""
    found = [read_lexicon(path.parent.name) for path in sorted(HOME.glob("*/terms.csv"))]
    rows = [(x.name, x.kind, x.card.get("title", ""), len(x.terms), x.card.get("licence", "")) for x in found]
    return pd.DataFrame(rows, columns=["lexicon", "kind", "title", "terms", "licence"])


def read_lexicon(source: str | Path) -> Lexicon:
    """Read a lexicon by name or from the user's disk.

    Parameters
    ----------
    source : str or Path
        A name from `list_lexicons`, a folder with ``terms.csv`` (and ``card.toml``, ``examples.csv``; with `extends` in
        the card, the terms are changes to another codebook), or a file: CSV
        with a column `term`, quanteda dictionary (.yml), LIWC dictionary (.dic).

    Returns
    -------
    Lexicon

    Raises
    ------
    FramingError
        If there is no such lexicon, or its file cannot be read.
    """
    if is_shipped(source):
        return _read_shipped(str(source))
    path = Path(source)
    if (path / "terms.csv").is_file():
        return _read_folder(path)
    if path.is_file() and path.suffix.lower() in FORMATS:
        return Lexicon(path.stem, {"title": path.name}, _read_terms(path))
    shipped = list_lexicons()
    books = ", ".join(shipped.loc[shipped["kind"] == "codebook", "lexicon"])
    raise FramingError(
        f"There is no lexicon '{source}'{meant(source, shipped['lexicon'])}; the codebooks are {books} (all "
        f"lexicons: framing.list_lexicons()), or give the path of a folder with terms.csv or of a file ending in "
        f"{', '.join(FORMATS)}."
    )


@cache
def word_kinds(name: str) -> dict[str, frozenset[str]]:
    """Give the words of a rule lexicon that comes with `framing`, by its column `kind`."""
    terms = read_lexicon(name).terms
    return {str(kind): frozenset(rows["term"]) for kind, rows in terms.groupby("kind", sort=False)}


def word_means(name: str, kind: str) -> dict[str, str]:
    """Give what the words of one kind stand for, by the column `means` of a rule lexicon."""
    terms = read_lexicon(name).terms
    return dict(terms.loc[terms["kind"] == kind, ["term", "means"]].itertuples(index=False, name=None))


def read_base(book: Lexicon) -> Lexicon:
    """Read the codebook that another one extends.

    Raises
    ------
    FramingError
        If it extends none.
    """
    if "extends" not in book.card:
        raise FramingError(f"The codebook '{book.name}' extends no other one; name the one to compare it with.")
    return _read_extended(str(book.card["extends"]), Path(book.card["folder"]))


def write_codebook(folder: Path, *, extends: str) -> Path:
    """Make the folder of a codebook that extends another one: card.toml, terms.csv and examples.csv.

    Raises
    ------
    FramingError
        If there is no codebook of that name, or the folder is there already.
    """
    base = read_lexicon(extends)
    if folder.exists():
        raise FramingError(f"{folder} is there already; choose another name, or remove it first.")
    folder.mkdir(parents=True)
    near = extends if is_shipped(extends) else Path(extends).resolve().as_posix()
    card = f"""title = "My revision of {base.name}"
kind = "codebook"
extends = "{near}"
question = "What do you ask that the codebook you extend does not?"
author = ""
licence = "CC BY 4.0"
date = ""
limits = ""
"""
    (folder / "card.toml").write_text(card, encoding="utf-8")
    columns = "term,change,target,category,weight,note,form,needs,reason"
    (folder / "terms.csv").write_text(f"{columns}\n", encoding="utf-8")
    (folder / "examples.csv").write_text("text,expected,because\n", encoding="utf-8")
    return folder


def is_shipped(source: str | Path) -> bool:
    """Tell whether this is the name of a lexicon that comes with `framing`; such a name goes before any path."""
    name = str(source)
    return bool(name) and Path(name).name == name and (HOME / name / "terms.csv").is_file()


def write_lexicon(lexicon: Lexicon, folder: str | Path) -> None:
    """Write the terms of a lexicon into a folder ``codebook``, from which `read_lexicon` reads them."""
    home = Path(folder) / "codebook"
    home.mkdir(parents=True, exist_ok=True)
    lexicon.terms.to_csv(home / "terms.csv", index=False)


@lru_cache(maxsize=64)
def _read_shipped(name: str) -> Lexicon:
    return _read_folder(HOME / name)


def _read_folder(folder: Path, chain: tuple[Path, ...] = ()) -> Lexicon:
    """Read a folder; `chain` are the folders that extend it."""
    card = folder / "card.toml"
    examples = folder / "examples.csv"
    try:
        described = tomllib.loads(_read_text(card)) if card.is_file() else {}
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise FramingError(f"The card {card} is not valid TOML ({error}); mend that line.") from error
    extends = str(described.get("extends", ""))
    terms = _read_terms(folder / "terms.csv", may_be_empty=bool(extends))
    if extends:
        base = _read_extended(extends, folder, chain)
        terms = extend_terms(base.terms, terms, folder / "terms.csv")
        described = base.card | described | {"folder": str(folder.resolve())}
    own = (
        _read_csv(examples)
        if examples.is_file()
        else pd.DataFrame(columns=["text", "expected", "because"], dtype="str")
    )
    return Lexicon(folder.name, described, terms, own)


def _read_extended(name: str, folder: Path, chain: tuple[Path, ...] = ()) -> Lexicon:
    """Read the codebook that one in a folder extends: a name, or a path from that folder."""
    if is_shipped(name):
        return read_lexicon(name)
    path = folder / name if (folder / name).exists() else Path(name)
    chain = (*chain, folder.resolve())
    if path.resolve() in chain:
        through = ", ".join(one.name for one in chain[chain.index(path.resolve()) + 1 :])
        told = f"extends itself, through {through}" if through else "extends itself"
        raise FramingError(f"The codebook {path.resolve()} {told}; name another one in its card.")
    return _read_folder(path.resolve(), chain) if (path / "terms.csv").is_file() else read_lexicon(name)


def _read_terms(path: Path, *, may_be_empty: bool = False) -> pd.DataFrame:
    ending = path.suffix.lower()
    if ending == ".csv":
        terms = _read_csv(path).rename(columns=lambda name: name.strip().lower())
        terms = terms if "term" in terms else terms.rename(columns={"word": "term"})
    elif ending == ".dic":
        terms = pd.DataFrame(_liwc_rows(path), columns=["term", "category"])
    else:
        terms = pd.DataFrame(_quanteda_rows(path), columns=["term", "category"])
    if "term" not in terms or not (len(terms) or may_be_empty):
        raise FramingError(f"The lexicon {path} has no terms; it needs a column 'term' with at least one row.")
    if "weight" in terms:
        weight = pd.to_numeric(terms["weight"].replace("", "1"), errors="coerce")
        if weight.isna().any():
            row = int(weight.isna().to_numpy().argmax())
            raise FramingError(
                f"The weight {terms['weight'].iloc[row]!r} in row {row + 2} of {path} is not a number; mend it."
            )
        terms = terms.assign(weight=weight.astype(float))
    terms["term"] = terms["term"].str.strip()
    return terms[terms["term"] != ""].reset_index(drop=True)


def _read_csv(path: Path) -> pd.DataFrame:
    try:
        return pd.read_csv(path, dtype=str, keep_default_na=False, encoding="utf-8-sig")
    except (UnicodeDecodeError, pd.errors.ParserError, pd.errors.EmptyDataError) as error:
        raise FramingError(f"The file {path} cannot be read as CSV in UTF-8 ({error}); save it anew.") from error


def _quanteda_rows(path: Path) -> list[tuple[str, str]]:
    text = _read_text(path)
    try:
        if any(isinstance(event, yaml.AliasEvent) for event in yaml.parse(text, Loader=_Words)):
            raise FramingError(f"The dictionary {path} refers to itself (an alias, *); write the words out.")
        return list(_leaves(_Words(text).get_single_data(), ()))
    except (yaml.YAMLError, ValueError, TypeError) as error:
        told = " ".join(str(error).split())
        raise FramingError(f"The dictionary {path} is not valid YAML ({told}); mend it.") from error
    except RecursionError as error:
        raise FramingError(f"The dictionary {path} is nested too deeply; write it flatter.") from error


class _Words(yaml.SafeLoader):
    """Reads every leaf as the word that stands there: in a dictionary, no and 2024-02-30 are words."""

    yaml_implicit_resolvers: ClassVar[dict[str, Any]] = {}  # type: ignore[misc]


def _read_text(path: Path) -> str:
    """Read a small file of words or of facts about them."""
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise FramingError(f"The file {path} is not in UTF-8 (byte {error.start}); save it anew in UTF-8.") from error


def _leaves(node: Any, path: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    if isinstance(node, dict):
        for key, child in node.items():
            yield from _leaves(child, (*path, str(key)))
    elif isinstance(node, (list, tuple)):
        for child in node:
            yield from _leaves(child, path)
    elif node is not None:
        yield str(node), "/".join(path)


def _liwc_rows(path: Path) -> list[tuple[str, str]]:
    parts = re.split(r"^%\s*$", _read_text(path), flags=re.MULTILINE)
    if len(parts) < 3:
        raise FramingError(f"The dictionary {path} has no category block between two lines of '%'; add it.")
    names = dict(line.split(None, 1) for line in parts[1].strip().splitlines() if len(line.split(None, 1)) > 1)
    rows = []
    for line in "%".join(parts[2:]).splitlines():
        words = line.split()
        codes = [i for i, word in enumerate(words) if word in names]
        if codes:
            term = " ".join(words[: codes[0]])
            rows += [(term, names[words[i]].strip()) for i in codes]
    return rows
