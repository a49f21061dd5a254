"""What a measure is: a function that finds evidence, and a declared way of adding it up."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache

import pandas as pd

from framing.corpus.corpus import Corpus
from framing.errors import FramingError, meant
from framing.lexicon import read_lexicon

Finder = Callable[[Corpus], pd.DataFrame]

AGGREGATES = {
    "mean": "mean weight of the evidence; n counts the evidence",
    "share": "sum of weights over the sum for all targets of the measure; n is that sum (targets compete)",
    "rate": "sum of weights per 1,000 words of the voice; n counts those words",
    "share_of_words": "sum of weights over the words of the article; n counts those words",
    "log_ratio": "log((positive + ½) / (negative + ½)) of the weights' signs; n counts the signed evidence",
    "effective_number": "exponential of the Shannon entropy of the categories; n counts the evidence",
}
"""Ways to add evidence up; `framing.scoring.score` computes them."""
HIT = {"share": 1.0, "rate": 1000.0}
"""What a value counts: hits out of n, or hits per 1,000 of n; and what one hit adds to value times n."""


@dataclass(frozen=True)
class Measure:
    """A measure: how evidence is found, and how it is added up to a score.

    Parameters
    ----------
    name, title, unit : str
        Short name, name for people, and what the number counts.
    find : callable
        Corpus to evidence table; columns that the measure need not fill (`measure`, `target`, `voice`, `category`)
        default to its name, `all`, `outlet` and missing.
    aggregate : str
        One of `AGGREGATES`.
    targets : tuple of str or "codebook"
        What is measured: ``("all",)`` when the measure has no target, names of its own, or one score for each target
        of the codebook.
    voices : bool
        Whether scores are given in each voice as well as in all together.
    hits : bool, optional
        Whether a piece of evidence is a hit or none (weights 1 and 0), so that the value is a count of hits out of n: a
        few hits are then as uncertain as counting makes them, and outlets have a ratio. By default shares and rates
        are; a mean is one where it says so.
    pieces : str
        What the evidence is, in the plural and for people: namings, sources, verbs of harm.
    bounded : bool, optional
        Whether values lie between -1 and 1. By default shares and means do.
    lexicons : tuple of str
        Lexicons that the measure reads; their fingerprints are part of its version.
    languages : tuple of str
        Languages that the measure is made for; articles in others are left missing. Empty: any language.
    version : str
    validity : str
        How well the measure agrees with people, or "not validated".
    """

    name: str
    title: str
    unit: str
    find: Finder
    aggregate: str
    targets: tuple[str, ...] | str = ("all",)
    voices: bool = True
    hits: bool | None = None
    pieces: str = "pieces of evidence"
    bounded: bool | None = None
    lexicons: tuple[str, ...] = ()
    languages: tuple[str, ...] = ("en",)
    version: str = "1"
    validity: str = "not validated"

    def __post_init__(self) -> None:
        """Refuse an aggregate that `score` does not know."""
        if self.aggregate not in AGGREGATES:
            raise FramingError(
                f"The measure '{self.name}' wants the aggregate '{self.aggregate}'; use one of {', '.join(AGGREGATES)}."
            )

    @property
    def counts(self) -> str | None:
        """What the value counts: hits out of n (``share``), per 1,000 of n (``rate``), or nothing (None)."""
        hits = self.aggregate in HIT if self.hits is None else self.hits
        if not hits or self.aggregate in ("log_ratio", "effective_number"):
            return None
        return "rate" if self.aggregate == "rate" else "share"

    @property
    def counted(self) -> str:
        """What n counts, for people: the words read, where the value is per word, else the pieces of evidence."""
        return "words read" if self.aggregate in ("rate", "share_of_words") else self.pieces

    @property
    def is_bounded(self) -> bool:
        """Whether values lie between -1 and 1."""
        return self.aggregate in ("mean", "share", "share_of_words") if self.bounded is None else self.bounded

    def target_names(self, corpus: Corpus) -> list[str]:
        """Targets that every article gets a score for."""
        if self.targets == "codebook":
            return corpus.codebook.targets if corpus.codebook is not None else []
        return list(self.targets)

    def full_version(self, corpus: Corpus) -> str:
        """Version of the measure, and of the words it reads in this corpus."""
        prints = [f"{name}:{read_lexicon(name).fingerprint}" for name in self.lexicons]
        if self.targets == "codebook" and corpus.codebook is not None:
            prints.append(f"{corpus.codebook.name}:{corpus.codebook.fingerprint}")
        return "+".join([self.version, *prints])


def measure(*, name: str, title: str, unit: str, aggregate: str, **details: object) -> Callable[[Finder], Measure]:
    """Declare that a function finds the evidence of a measure; see `Measure` for the parameters.

    Examples
    --------
    One file in ``scoring/measures`` with one such function makes a new measure:

    >>> from framing.scoring.measure import measure
    >>> @measure(name="exclamations", title="Exclamation marks", unit="per 1,000 words", aggregate="rate")
    ... def exclamations(corpus):
    ...     tokens = corpus.tokens
    ...     first = tokens.flag(["!"]).nonzero()[0]
    ...     return tokens.table(first, first + 1).assign(weight=1.0)
    """

    def declare(find: Finder) -> Measure:
        return Measure(name=name, title=title, unit=unit, find=find, aggregate=aggregate, **details)  # type: ignore[arg-type]

    return declare


@cache
def load_measures() -> dict[str, Measure]:
    """Import every module of ``scoring/measures`` and give the measures they declare, by name."""
    package = importlib.import_module("framing.scoring.measures")
    modules = [importlib.import_module(m.name) for m in pkgutil.iter_modules(package.__path__, package.__name__ + ".")]
    found = [value for module in modules for value in vars(module).values() if isinstance(value, Measure)]
    return {item.name: item for item in sorted(found, key=lambda item: item.name)}


def get_measures(names: str | Iterable[str | Measure] | None = None) -> list[Measure]:
    """Look measures up by name; all of them for None. A measure of one's own stands for itself.

    Raises
    ------
    FramingError
        If there is no measure of that name, or something else was given.
    """
    known = load_measures()
    given: Iterable[object] = known if names is None else names if isinstance(names, Iterable) else [names]
    wanted = [names] if isinstance(names, str) else list(given)
    odd = [type(item).__name__ for item in wanted if not isinstance(item, (str, Measure))]
    if odd:
        told = "A measure is wanted, by name or as framing.measure makes it"
        raise FramingError(f"{told}, and not a {odd[0]}; a codebook goes into codebook=.")
    unknown = [name for name in wanted if isinstance(name, str) and name not in known]
    if unknown:
        told = f"There is no measure '{unknown[0]}'{meant(unknown[0], known)}"
        raise FramingError(f"{told}; there are {', '.join(known)}.")
    return [known[item] if isinstance(item, str) else item for item in wanted if isinstance(item, (str, Measure))]


def list_measures() -> pd.DataFrame:
    """List the measures: name, title, unit, how evidence is added up, and how valid each has been shown to be."""
    rows = [(m.name, m.title, m.unit, m.aggregate, m.validity) for m in load_measures().values()]
    return pd.DataFrame(rows, columns=["measure", "title", "unit", "aggregate", "validity"])
