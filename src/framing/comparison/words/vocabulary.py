"""Words of a corpus as counts: which tokens are looked at, and how often each word stands in each article."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from scipy import sparse

from framing.annotation.quotations.spans import with_arrays
from framing.annotation.text.matching import find_terms
from framing.annotation.text.tokens import Tokens
from framing.annotation.voice.voice import voice_of_words
from framing.corpus.arrays import cover
from framing.corpus.corpus import Corpus, check_corpus
from framing.errors import FramingError
from framing.schema import FOLD

CLITICS = {"'s", "’s"}


def tokens_of(corpus: Corpus) -> Tokens:
    """Take the tokens of a corpus, or make them where a subset came without."""
    return with_arrays(corpus).tokens


@dataclass(frozen=True)
class Within:
    """What part of a corpus the words are counted in; the default is all of it.

    Parameters
    ----------
    stories : sequence of str, optional
        Only articles of these stories.
    voice : {"outlet", "source"}, optional
        Only the outlet's own words, or only those of its sources, as `find_voice` judges them.
    near : str or sequence of str, optional
        Only words near a mention of this target of the codebook, or near these terms; the mentions themselves are left
        out.
    window : int, optional
        How many tokens on each side are near, never across a sentence; None takes the whole sentence.
    """

    stories: Sequence[str] | None = None
    voice: str | None = None
    near: str | Sequence[str] | None = None
    window: int | None = None


def select_tokens(corpus: Corpus, tokens: Tokens, within: Within) -> np.ndarray:
    """Choose the words to count.

    Parameters
    ----------
    corpus : Corpus
    tokens : Tokens
    within : Within

    Returns
    -------
    ndarray of bool, shape (tokens,)

    Raises
    ------
    FramingError
        If there is no such voice, or nothing to be near to.
    """
    keep = tokens.type_flag(lambda word: word.lower() not in CLITICS and any(c.isalpha() for c in word))
    if within.stories is not None:
        chosen = corpus.articles.loc[corpus.articles["story_id"].isin(list(within.stories)), "article_id"]
        keep &= np.isin(tokens.article_ids.astype(str), chosen.to_numpy(str))[tokens.article]
    if within.voice is not None:
        if within.voice not in ("outlet", "source"):
            raise FramingError(f"Words can be chosen by the voice 'outlet' or 'source', not {within.voice!r}.")
        keep &= [FOLD[voice] == within.voice for voice in voice_of_words(corpus)]
    if within.near is not None:
        first, last = places(corpus, tokens, within.near)
        keep &= around(tokens, first, last, within.window)
    return keep


def places(
    corpus: Corpus, tokens: Tokens, near: str | Sequence[str], *, voice: str | None = None
) -> tuple[np.ndarray, np.ndarray]:
    """Find the token ranges of a target's mentions, or of terms where there is no such target."""
    if isinstance(near, str) and near in set(corpus.mentions["target"]):
        mentions = corpus.mentions[corpus.mentions["target"] == near]
        if voice is not None:
            mentions = mentions[(mentions["voice"].map(FOLD) == voice) | (mentions["voice"] == voice)]
        return tokens.locate(mentions)
    terms = [near] if isinstance(near, str) else list(near)
    first, last, _ = find_terms(tokens, terms)
    if not len(first):
        raise FramingError(f"Nothing in the corpus is a target or a term {', '.join(map(repr, terms))}; try another.")
    return first, last


def around(tokens: Tokens, first: np.ndarray, last: np.ndarray, window: int | None) -> np.ndarray:
    """Mark the tokens around ranges within their sentence, the ranges themselves left out, shape (tokens,)."""
    begin = tokens.sentence_tokens[tokens.sentence[first]]
    end = tokens.sentence_tokens[tokens.sentence[np.maximum(last - 1, first)] + 1]
    if window is not None:
        begin, end = np.maximum(begin, first - window), np.minimum(end, last + window)
    return cover(len(tokens), begin, end) & ~cover(len(tokens), first, last)


@dataclass(frozen=True)
class Words:
    """Words as they are counted: a compound with hyphens is one, and an acronym is not the small word it looks like.

    Parameters
    ----------
    names : ndarray of str
        Distinct words.
    of : ndarray of int, shape (tokens,)
        Word that begins at a token; -1 within a compound.
    """

    names: np.ndarray
    of: np.ndarray


def whole_words(tokens: Tokens) -> Words:
    """Read tokens as words: *pro-democracy* is one word, and *US* is not *us*.

    Notes
    -----
    A word of two to five capitals is an acronym unless a word beside it is in capitals too: a headline may shout.
    """
    is_word = tokens.type_flag(lambda word: word[:1].isalpha())
    tight = ~tokens.space_before
    hyphen = tokens.type_flag(lambda word: word == "-") & tight
    after = np.zeros(len(tokens), bool)  # goes on the compound that began before
    after[2:] = is_word[:-2] & hyphen[1:-1] & tight[2:] & is_word[2:]
    of = tokens.fold[tokens.type_id].astype(np.int64)
    short = tokens.type_flag(lambda word: 2 <= len(word) <= 5 and word.isalpha() and word.isupper())
    shouted = tokens.type_flag(lambda word: len(word) > 1 and word.isupper())
    beside = np.zeros(len(tokens), bool)
    beside[1:] |= shouted[:-1]
    beside[:-1] |= shouted[1:]
    names = [str(name) for name in tokens.folded]
    number: dict[str, int] = {}
    for place in np.flatnonzero(short & ~beside).tolist():
        of[place] = number.setdefault(str(tokens.types[tokens.type_id[place]]), len(names) + len(number))
    more = np.zeros(len(tokens), bool)
    more[:-2] = after[2:]
    begins = np.flatnonzero(is_word & ~after & more)
    for place in begins.tolist():
        end = place + 2
        while end + 2 < len(after) and after[end + 2]:
            end += 2
        name = tokens.text[tokens.start[place] : tokens.end[end]].lower()
        of[place] = number.setdefault(name, len(names) + len(number))
        of[place + 1 : end + 1] = -1
    return Words(np.array(names + list(number), object), of)


def count_words(tokens: Tokens, keep: np.ndarray, words: Words) -> sparse.csr_array:
    """Count words by article.

    Parameters
    ----------
    tokens : Tokens
    keep : ndarray of bool, shape (tokens,)
    words : Words

    Returns
    -------
    sparse array, shape (articles, words)
    """
    shape = (len(tokens.article_ids), len(words.names))
    keep = keep & (words.of >= 0)
    cell, count = np.unique(tokens.article[keep].astype(np.int64) * shape[1] + words.of[keep], return_counts=True)
    return sparse.csr_array((count.astype(float), np.divmod(cell, max(1, shape[1]))), shape=shape)


@dataclass(frozen=True)
class Counts:
    """How often each word stands in each article.

    Parameters
    ----------
    table : sparse array, shape (articles, words)
    names : ndarray of str, shape (words,)
    articles : DataFrame
        The articles in the order of the rows, without their texts.
    """

    table: sparse.csr_array
    names: np.ndarray
    articles: pd.DataFrame


def count_articles(corpus: Corpus, within: Within) -> Counts:
    """Count the words of a corpus by article; one on disk is read in parts, and only the counts are kept.

    Parameters
    ----------
    corpus : Corpus
    within : Within
        What is near to something is looked for in the whole corpus at once.

    Returns
    -------
    Counts
    """
    check_corpus(corpus)
    folded: dict[str, int] = {}
    others: dict[str, int] = {}
    blocks, articles = [], []
    for part in corpus.parts() if within.near is None else [corpus]:
        tokens = tokens_of(part)
        words = whole_words(tokens)
        plain = len(tokens.folded)
        place = [folded.setdefault(name, len(folded)) for name in words.names[:plain].tolist()]
        place += [-1 - others.setdefault(name, len(others)) for name in words.names[plain:].tolist()]
        block = count_words(tokens, select_tokens(part, tokens, within), words)
        blocks.append((block.data, np.array(place, np.int32)[block.indices], np.diff(block.indptr)))
        rows = part.articles.drop(columns=["headline", "body"], errors="ignore").set_index("article_id")
        articles.append(rows.reindex(pd.Index(tokens.article_ids, dtype="str", name="article_id")))
    names = [*folded, *sorted(others, key=lambda name: not name.isupper())]  # acronyms, then compounds
    behind = np.empty(len(others), np.int32)
    behind[[others[name] for name in names[len(folded) :]]] = np.arange(len(folded), len(names))
    data, column, size = (np.concatenate(pieces) for pieces in zip(*blocks, strict=True))
    column[column < 0] = behind[-1 - column[column < 0]]
    bounds = np.concatenate([[0], np.cumsum(size)])
    table = sparse.csr_array((data, column, bounds), shape=(len(size), len(names)))
    table.sort_indices()
    return Counts(table, np.array(names, object), pd.concat(articles).reset_index())


def groups_of(articles: pd.DataFrame, by: str) -> tuple[np.ndarray, np.ndarray]:
    """Tell the group of each article, and the groups' names.

    Raises
    ------
    FramingError
        If the articles have no such column.
    """
    if by not in articles.columns:
        raise FramingError(f"The articles have no column '{by}'; there are {', '.join(articles.columns)}.")
    group, names = pd.factorize(articles[by], sort=True)
    return group, np.asarray(names, object)


def articles_of(corpus: Corpus, tokens: Tokens) -> pd.DataFrame:
    """Give the articles in the order in which the tokens have them."""
    ids = pd.Index(tokens.article_ids, dtype="str", name="article_id")
    return corpus.articles.set_index("article_id").reindex(ids).reset_index()


def sum_groups(counts: sparse.csr_array, group: np.ndarray, n_groups: int) -> np.ndarray:
    """Add up the rows of each group, shape (groups, columns)."""
    known = group >= 0
    members = sparse.csr_array(
        (np.ones(int(known.sum())), (group[known], np.flatnonzero(known))), shape=(n_groups, len(group))
    )
    product: Any = members @ counts
    return np.asarray(product.todense())
