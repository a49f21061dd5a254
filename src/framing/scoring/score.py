"""Evidence to scores: every score is a declared sum over spans that can be read back in the article."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pandas as pd

from framing import schema
from framing.corpus.corpus import Corpus
from framing.errors import FramingError
from framing.scoring.measure import Measure, get_measures

SCORED_VOICES = (*schema.FOLDED_VOICES, "all")


def find_evidence(corpus: Corpus, measures: Iterable[str] | None = None) -> pd.DataFrame:
    """Find the spans that count in some measures.

    Parameters
    ----------
    corpus : Corpus
        Annotated.
    measures : iterable of str, optional
        Names from `list_measures`; all by default.

    Returns
    -------
    DataFrame
        The evidence table.

    Raises
    ------
    FramingError
        If the corpus is not annotated, or a measure is unknown.

    Notes
    -----
    Evidence is what a score rests on, not what is true: a word counts because it is in the lexicon, whatever it means
    in its sentence. Read a sample before believing a score.
    """
    _must_be_annotated(corpus)
    return _bind([_evidence(corpus, item) for item in get_measures(measures)], schema.EVIDENCE)


def score(corpus: Corpus, measures: Iterable[str] | None = None) -> pd.DataFrame:
    """Score every article on some measures.

    Parameters
    ----------
    corpus : Corpus
        Annotated.
    measures : iterable of str, optional
        Names from `list_measures`; all by default.

    Returns
    -------
    DataFrame
        The scores table: a row for each article, measure, target and voice, also where there is no evidence (`value`
        missing, `n` 0).

    Raises
    ------
    FramingError
        If the corpus is not annotated, or a measure is unknown.

    Notes
    -----
    `n` is the denominator. A share of 1.0 with n = 1 is one word; compare outlets with `compare`, which adds up
    numerators and denominators, and never by averaging this column.
    """
    return score_and_show(corpus, measures)[0]


def score_and_show(corpus: Corpus, measures: Iterable[str] | None = None) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Score every article and give scores and evidence, finding the evidence only once."""
    _must_be_annotated(corpus)
    chosen = get_measures(measures)
    evidence = [_evidence(corpus, item) for item in chosen]
    scores = [_scores(corpus, item, spans) for item, spans in zip(chosen, evidence, strict=True)]
    return _bind(scores, schema.SCORES), _bind(evidence, schema.EVIDENCE)


def _must_be_annotated(corpus: Corpus) -> None:
    if not corpus.is_annotated or corpus.tokens is None:
        raise FramingError("The corpus is not annotated; pass it through framing.annotate(corpus) first.")


def _bind(tables: list[pd.DataFrame], form: schema.Table) -> pd.DataFrame:
    full = [table for table in tables if len(table)]
    return form.cast(pd.concat(full, ignore_index=True)) if full else form.empty()


def _evidence(corpus: Corpus, item: Measure) -> pd.DataFrame:
    found = item.find(corpus)
    defaults = {"measure": item.name, "target": "all", "voice": "outlet", "category": None}
    return schema.EVIDENCE.cast(
        found.assign(**{k: v for k, v in defaults.items() if k not in found}, measure=item.name)
    )


def _scores(corpus: Corpus, item: Measure, evidence: pd.DataFrame) -> pd.DataFrame:
    articles = corpus.articles["article_id"]
    targets = pd.Index(corpus.codebook.targets if item.targets == "codebook" else ["all"])
    article = pd.Index(articles).get_indexer(evidence["article_id"])
    target = targets.get_indexer(evidence["target"])
    voice = pd.Index(SCORED_VOICES).get_indexer(evidence["voice"].map(schema.FOLD))
    weight = evidence["weight"].to_numpy()
    shape = (len(articles), len(targets), len(SCORED_VOICES))
    cell = (article * shape[1] + target) * shape[2]
    value, n = _AGGREGATE[item.aggregate](
        np.concatenate([cell + voice, cell + shape[2] - 1]),
        np.concatenate([weight, weight]),
        pd.concat([evidence["category"]] * 2),
        _words(corpus, shape),
    )
    grid = np.indices(shape).reshape(3, -1)
    keep = slice(None) if item.voices else grid[2] == shape[2] - 1
    return pd.DataFrame(
        {
            "article_id": articles.to_numpy(object)[grid[0]][keep],
            "measure": item.name,
            "target": targets.to_numpy(object)[grid[1]][keep],
            "voice": np.array(SCORED_VOICES, object)[grid[2]][keep],
            "value": value[keep],
            "n": n[keep],
            "version": item.full_version(corpus),
        }
    )


def _words(corpus: Corpus, shape: tuple[int, int, int]) -> np.ndarray:
    """Words that each cell's rate is out of: the voice's own words; all words for `distanced` and `all`."""
    tokens = corpus.tokens
    is_word, article = tokens.is_word, tokens.article
    contents = corpus.attribution_spans[corpus.attribution_spans["role"] == "content"]
    first, last = tokens.locate(contents)
    edges = np.zeros(len(tokens) + 1, np.int64)
    np.add.at(edges, first, 1)
    np.add.at(edges, last, -1)
    attributed = np.cumsum(edges)[:-1] > 0
    every = np.bincount(article[is_word], minlength=shape[0]).astype(float)
    source = np.bincount(article[is_word & attributed], minlength=shape[0]).astype(float)
    by_voice = np.column_stack([every - source, source, every, every])
    return np.repeat(by_voice[:, None, :], shape[1], axis=1).ravel()


def _mean(
    cell: np.ndarray, weight: np.ndarray, _category: pd.Series, words: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    n = np.bincount(cell, minlength=len(words)).astype(float)
    return _ratio(np.bincount(cell, weight, len(words)), n), n


def _rate(
    cell: np.ndarray, weight: np.ndarray, _category: pd.Series, words: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    return 1000 * _ratio(np.bincount(cell, weight, len(words)), words), words


def _share_of_words(
    cell: np.ndarray, weight: np.ndarray, _category: pd.Series, words: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    every = words.reshape(-1, len(SCORED_VOICES))[:, -1:].repeat(len(SCORED_VOICES), axis=1).ravel()
    return _ratio(np.bincount(cell, weight, len(words)), every), every


def _log_ratio(
    cell: np.ndarray, weight: np.ndarray, _category: pd.Series, words: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    positive = np.bincount(cell[weight > 0], minlength=len(words)).astype(float)
    negative = np.bincount(cell[weight < 0], minlength=len(words)).astype(float)
    n = positive + negative
    return np.where(n > 0, np.log((positive + 0.5) / (negative + 0.5)), np.nan), n


def _effective_number(
    cell: np.ndarray, weight: np.ndarray, category: pd.Series, words: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    known = category.notna().to_numpy()
    code, names = pd.factorize(category[known])
    joint, counts = np.unique(cell[known] * max(len(names), 1) + code, return_counts=True)
    owner = joint // max(len(names), 1)
    n = np.bincount(owner, counts, len(words))
    share = counts / n[owner]
    entropy = np.bincount(owner, -share * np.log(share), len(words))
    return np.where(n > 0, np.exp(entropy), np.nan), n


def _ratio(top: np.ndarray, bottom: np.ndarray) -> np.ndarray:
    return np.divide(top, bottom, out=np.full(len(top), np.nan), where=bottom > 0)


_AGGREGATE = {
    "mean": _mean,
    "rate": _rate,
    "share_of_words": _share_of_words,
    "log_ratio": _log_ratio,
    "effective_number": _effective_number,
}
