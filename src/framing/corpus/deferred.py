"""What is on disk and is read when it is first asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from copy import copy
from typing import Any, Self

from framing.corpus.corpus import Corpus


class Deferred:
    """Attributes that are made when they are first asked for, and kept from then on."""

    @classmethod
    def of(cls, makers: Mapping[str, Callable[[], Any]], **known: Any) -> Self:
        """Make an object of what is known and of what makes the rest."""
        made = cls.__new__(cls)
        vars(made).update(known, _makers=makers)
        return made

    def __getattr__(self, name: str) -> Any:
        """Make an attribute that is not there yet."""
        makers = vars(self).get("_makers", {})
        if name not in makers:
            raise AttributeError(f"'{type(self).__name__}' object has no attribute '{name}'")
        made = vars(self)[name] = makers[name]()
        return made


class DeferredCorpus(Deferred, Corpus):
    """A corpus whose tables and arrays are made when they are first asked for."""

    def with_(self, **changes: Any) -> Corpus:
        """Give a new corpus with some fields replaced; what has not been asked for is not made."""
        other = copy(self)
        vars(other).update(changes, _parts=None)
        return other

    def parts(self) -> Iterator[Corpus]:
        """Give the articles in parts that are read one by one, unless all of them have been read already."""
        read = vars(self).get("_parts")
        return super().parts() if read is None or "tokens" in vars(self) else read()
