"""Text to integers, once: every token of a set of articles as flat arrays over a list of types."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace

import numpy as np
import pandas as pd

from framing.schema import PARTS

SEPARATOR = "\n\n"
TOKEN = re.compile(
    r"(?:[A-Z]\.){2,}"  # U.S., J.F.K.
    r"|\d+(?:[.,:]\d+)*"  # 1,000.5 and 12:30
    r"|['’][sS]\b"  # the 's of Tokayev's, a token of its own
    r"|[^\W_]+(?:['’](?![sS]\b)[^\W_]+)*"  # words; didn't and O'Neill stay whole
    r"|\S"  # every other mark by itself
)


@dataclass(frozen=True)
class Tokens:
    """Tokens of the headlines and bodies of some articles.

    All parts stand one after the other in `text`; a *segment* is one part of one article, and each article has two, its
    headline and its body, even when one is empty. Offsets in `start` and `end` refer to `text`; `table` turns token
    ranges into rows with offsets in the part, as all span tables of the project have them.

    Parameters
    ----------
    text : str
    article_ids : ndarray of str, shape (articles,)
    segment_article, segment_part, segment_start, segment_tokens : ndarray
        Article and part (0 headline, 1 body) of a segment, its first character in `text`, and token boundaries
        (one more than there are segments).
    types : ndarray of str
        Distinct tokens as written; `type_id` of a token points here.
    folded : ndarray of str
        Distinct types in lower case, with straight apostrophes; `fold` of a type points here.
    start, end, type_id, segment, sentence : ndarray, shape (tokens,)
    space_before, break_before : ndarray of bool, shape (tokens,)
        Whether white space, and whether a line break or the beginning of a part, stands before the token.
    sentence_tokens : ndarray
        Token boundaries of sentences (one more than there are sentences).
    """

    text: str
    article_ids: np.ndarray
    segment_article: np.ndarray
    segment_part: np.ndarray
    segment_start: np.ndarray
    segment_tokens: np.ndarray
    types: np.ndarray
    type_id: np.ndarray
    folded: np.ndarray
    fold: np.ndarray
    start: np.ndarray
    end: np.ndarray
    segment: np.ndarray
    space_before: np.ndarray
    break_before: np.ndarray
    sentence: np.ndarray = field(default_factory=lambda: np.zeros(0, np.int32))
    sentence_tokens: np.ndarray = field(default_factory=lambda: np.zeros(1, np.int64))

    def __len__(self) -> int:
        """Count the tokens."""
        return len(self.start)

    @property
    def article(self) -> np.ndarray:
        """Article index of each token, shape (tokens,)."""
        return self.segment_article[self.segment]

    @property
    def is_word(self) -> np.ndarray:
        """Whether each token holds a letter or a digit, shape (tokens,)."""
        return self.type_flag(lambda word: any(c.isalnum() for c in word) and word not in {"'s", "’s", "'S", "’S"})

    def type_flag(self, predicate: Callable[[str], bool]) -> np.ndarray:
        """Ask a question of each type once; answer per token, shape (tokens,)."""
        return np.fromiter((predicate(word) for word in self.types), bool, len(self.types))[self.type_id]

    def flag(self, words: Iterable[str]) -> np.ndarray:
        """Tell for each token whether its lower-case form is among some words, shape (tokens,)."""
        wanted = {fold(word) for word in words}
        hits = np.fromiter((word in wanted for word in self.folded), bool, len(self.folded))
        return hits[self.fold][self.type_id]

    def table(self, first: np.ndarray, last: np.ndarray) -> pd.DataFrame:
        """Turn token ranges [first, last) into rows of article_id, part, start, end and text."""
        first, last = np.asarray(first, np.int64), np.asarray(last, np.int64)
        start, end, segment = self.start[first], self.end[last - 1], self.segment[first]
        offset = self.segment_start[segment]
        parts = np.array(PARTS, object)
        return pd.DataFrame(
            {
                "article_id": pd.Series(self.article_ids[self.segment_article[segment]], dtype="str"),
                "part": pd.Series(parts[self.segment_part[segment]], dtype="str"),
                "start": start - offset,
                "end": end - offset,
                "text": pd.Series([self.text[a:b] for a, b in zip(start, end, strict=True)], dtype="str"),
            }
        )

    def locate(self, spans: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
        """Find the token ranges [first, last) that spans (article_id, part, start, end) touch.

        An empty range (first == last) comes back for a span that touches no token, or whose article is not here.
        """
        number = pd.Series(np.arange(len(self.article_ids)), index=pd.Index(self.article_ids, dtype="str"))
        article = number.reindex(spans["article_id"]).to_numpy(float)
        known = ~np.isnan(article)
        segment = 2 * np.where(known, article, 0).astype(np.int64) + (spans["part"] == "body").to_numpy()
        offset = self.segment_start[segment] if len(self.segment_start) else np.zeros(len(spans), np.int64)
        first = np.searchsorted(self.end, offset + spans["start"].to_numpy(np.int64), side="right")
        last = np.searchsorted(self.start, offset + spans["end"].to_numpy(np.int64), side="left")
        return first, np.where(known, np.maximum(first, last), first)


def fold(word: str) -> str:
    """Lower case with straight apostrophes: the form in which words are looked up."""
    return word.lower().replace("’", "'")


def tokenize(articles: pd.DataFrame) -> Tokens:
    """Split the headlines and bodies of an articles table into tokens and sentences.

    Parameters
    ----------
    articles : DataFrame
        The articles table.

    Returns
    -------
    Tokens

    Notes
    -----
    A token is not a word of the dictionary: "rebel-held" is three tokens, "U.S." is one, and the possessive 's is a
    token of its own, so that "terrorists'" and "Tokayev's" are found under their plain forms.
    """
    from framing.annotation.text.sentences import sentence_starts  # noqa: PLC0415 (sentences are cut on tokens)

    tokens = _split(articles)
    starts = sentence_starts(tokens)
    starts[tokens.segment_tokens[:-1][np.diff(tokens.segment_tokens) > 0]] = True
    return replace(
        tokens,
        sentence=(np.cumsum(starts) - 1).astype(np.int32),
        sentence_tokens=np.append(np.flatnonzero(starts), len(tokens)),
    )


def _split(articles: pd.DataFrame) -> Tokens:
    pieces = [piece for pair in zip(articles["headline"], articles["body"], strict=True) for piece in pair]
    lengths = np.fromiter(map(len, pieces), np.int64, len(pieces))
    text = SEPARATOR.join(pieces)
    segment_start = np.concatenate([[0], np.cumsum(lengths + len(SEPARATOR))])[: len(pieces)]
    between_and_token = re.split(f"({TOKEN.pattern})", text)  # one pass: gap, token, gap, token, …, gap
    edges = np.cumsum(np.fromiter(map(len, between_and_token), np.int64, len(between_and_token)))
    start, end = edges[:-1:2], edges[1::2]
    type_id, types = pd.factorize(np.array(between_and_token[1::2], object))
    folds, folded = pd.factorize(np.array([fold(word) for word in types], object))
    segment = np.searchsorted(segment_start, start, side="right") - 1
    segment_tokens = np.searchsorted(start, np.append(segment_start, len(text) + 1))
    breaks = np.array([m.start() for m in re.finditer("\n", text)], np.int64)
    before = np.searchsorted(breaks, start)
    return Tokens(
        text=text,
        article_ids=articles["article_id"].to_numpy(object),
        segment_article=np.repeat(np.arange(len(articles), dtype=np.int32), 2),
        segment_part=np.tile(np.array([0, 1], np.int8), len(articles)),
        segment_start=segment_start,
        segment_tokens=segment_tokens,
        types=types,
        type_id=type_id.astype(np.int32),
        folded=folded,
        fold=folds.astype(np.int32),
        start=start,
        end=end,
        segment=segment.astype(np.int32),
        space_before=start > np.concatenate([[-1], end])[: len(start)],
        break_before=before > np.concatenate([[-1], before])[: len(start)],
    )
