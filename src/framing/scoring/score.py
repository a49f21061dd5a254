"""Evidence to scores: every score is a declared sum over spans that can be read back in the article."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from framing import schema
from framing.annotation.annotate import annotate
from framing.annotation.quotations.spans import with_arrays
from framing.annotation.voice.voice import voice_of_words
from framing.corpus.corpus import Corpus, check_corpus
from framing.corpus.overview import corpus_of_text
from framing.errors import FramingError
from framing.scoring.measure import Measure, get_measures

SCORED_VOICES = (*schema.FOLDED_VOICES, "all")


def find_evidence(corpus: Corpus, measures: Iterable[str | Measure] | None = None) -> pd.DataFrame:
    """Find the spans that count in some measures.

    Parameters
    ----------
    corpus : Corpus
        Annotated.
    measures : iterable of str or Measure, optional
        Names from `list_measures`, or measures of your own; all that are listed by default.

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
    corpus = _with_tokens(corpus)
    return _bind(corpus, [_evidence(corpus, item) for item in get_measures(measures)], schema.EVIDENCE)


def score(corpus: Corpus, measures: Iterable[str | Measure] | None = None) -> pd.DataFrame:
    """Score every article on some measures.

    Parameters
    ----------
    corpus : Corpus
        Annotated.
    measures : iterable of str or Measure, optional
        Names from `list_measures`, or measures of your own; all that are listed by default.

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


def score_and_show(
    corpus: Corpus, measures: Iterable[str | Measure] | None = None
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Score every article and give scores and evidence, finding the evidence only once."""
    corpus = _with_tokens(corpus)
    chosen = get_measures(measures)
    evidence = [_evidence(corpus, item) for item in chosen]
    words = _words(corpus)
    scores = [_scores(corpus, item, spans, words) for item, spans in zip(chosen, evidence, strict=True)]
    return _bind(corpus, scores, schema.SCORES), _bind(corpus, evidence, schema.EVIDENCE)


def score_text(text: str, measure: str = "stance", *, codebook: str | Path = "protest") -> pd.DataFrame:
    """Show what counts in one typed text: the classroom's door.

    Parameters
    ----------
    text : str
    measure : str
    codebook : str or Path

    Returns
    -------
    DataFrame
        The evidence table: each word that counts, in whose voice, and what it adds. Its ``attrs["scores"]`` holds the
        scores table.

    Examples
    --------
    >>> from framing import score_text
    >>> score_text("Officials said that rioters had fled; the protesters stayed.")[["text", "category", "voice"]]
             text        category     voice
    0     rioters  delegitimising  reported
    1  protesters         neutral    outlet
    """
    corpus = annotate(corpus_of_text(text), codebook=codebook)
    scores, evidence = score_and_show(corpus, [measure])
    evidence.attrs["scores"] = scores[scores["n"] > 0].reset_index(drop=True)
    return evidence


def _with_tokens(corpus: Corpus) -> Corpus:
    """Make the arrays behind the annotation anew where a subset came without them."""
    check_corpus(corpus)
    if not corpus.is_annotated:
        raise FramingError("The corpus is not annotated; pass it through framing.annotate(corpus) first.")
    return with_arrays(corpus)


def _bind(corpus: Corpus, tables: list[pd.DataFrame], form: schema.Table) -> pd.DataFrame:
    """Put the tables of several measures together, article by article."""
    full = [table for table in tables if len(table)]
    if not full:
        return form.empty()
    joined = pd.concat(full, ignore_index=True)
    place = pd.Index(corpus.articles["article_id"]).get_indexer(joined["article_id"])
    return form.cast(joined.iloc[np.argsort(place, kind="stable")])


def _evidence(corpus: Corpus, item: Measure) -> pd.DataFrame:
    found = item.find(corpus)
    if len(found):
        found = found[~found["article_id"].isin(corpus.articles["article_id"][_foreign(corpus, item)])]
    defaults = {"target": "all", "voice": "outlet", "category": None}
    absent = {name: value for name, value in defaults.items() if name not in found}
    return schema.EVIDENCE.cast(found.assign(measure=item.name, **absent))


def _foreign(corpus: Corpus, item: Measure) -> np.ndarray:
    """Tell the articles in a language that the measure is not made for; one whose language nobody knows is none."""
    if not item.languages or "language" not in corpus.articles:
        return np.zeros(len(corpus.articles), dtype=bool)
    language = corpus.articles["language"]
    return (language.notna() & ~language.isin(item.languages)).to_numpy(dtype=bool)


def _scores(corpus: Corpus, item: Measure, evidence: pd.DataFrame, words: np.ndarray) -> pd.DataFrame:
    articles = corpus.articles["article_id"]
    targets = pd.Index(item.target_names(corpus), dtype="str")
    article = pd.Index(articles).get_indexer(evidence["article_id"])
    target = targets.get_indexer(evidence["target"])
    voice = pd.Index(SCORED_VOICES).get_indexer(evidence["voice"].map(schema.FOLD))
    _check_places(item, evidence, {"article_id": article, "target": target, "voice": voice})
    weight = evidence["weight"].to_numpy()
    shape = (len(articles), len(targets), len(SCORED_VOICES))
    cell = (article * shape[1] + target) * shape[2]
    twice = _Counts(
        cell=np.concatenate([cell + voice, cell + shape[2] - 1]),
        weight=np.concatenate([weight, weight]),
        category=pd.concat([evidence["category"]] * 2),
        words=words,
        shape=shape,
    )
    value, n = (numbers.ravel() for numbers in _AGGREGATE[item.aggregate](twice))
    foreign = np.repeat(_foreign(corpus, item), shape[1] * shape[2])
    value, n = np.where(foreign, np.nan, value), np.where(foreign, 0.0, n)
    grid = np.indices(shape).reshape(3, -1)
    keep = slice(None) if item.voices else np.flatnonzero(grid[2] == shape[2] - 1)
    names = (articles.array, targets.array, pd.array(SCORED_VOICES, "str"))  # taken, not made anew for each row
    article_id, targeted, voiced = (name.take(place[keep]) for name, place in zip(names, grid, strict=True))
    same = np.zeros(len(article_id), int)
    constant = {"measure": item.name, "counts": item.counts, "version": item.full_version(corpus)}
    repeated = {name: pd.array([value], "str").take(same) for name, value in constant.items()}
    return pd.DataFrame(
        {"article_id": article_id, "target": targeted, "voice": voiced, "value": value[keep], "n": n[keep], **repeated}
    )


def _check_places(item: Measure, evidence: pd.DataFrame, places: dict[str, np.ndarray]) -> None:
    """Refuse evidence that no cell of the scores is for: it would count for another article."""
    for column, place in places.items():
        if (place < 0).any():
            value = evidence[column].iloc[int(np.argmax(place < 0))]
            told = {
                "target": "declare it in 'targets' of the measure",
                "voice": f"use one of {', '.join(schema.FOLD)}",
                "article_id": "give evidence of articles of the corpus only",
            }
            raise FramingError(f"The measure '{item.name}' found evidence with {column} '{value}'; {told[column]}.")


@dataclass(frozen=True)
class _Counts:
    """Evidence as cells of an array articles × targets × voices; each piece counts in its voice and in `all`."""

    cell: np.ndarray
    weight: np.ndarray
    category: pd.Series
    words: np.ndarray
    shape: tuple[int, int, int]

    def count(self, where: np.ndarray | None = None) -> np.ndarray:
        cell = self.cell if where is None else self.cell[where]
        return np.bincount(cell, minlength=np.prod(self.shape)).reshape(self.shape).astype(float)

    def total(self) -> np.ndarray:
        return np.bincount(self.cell, self.weight, np.prod(self.shape)).reshape(self.shape)


def _words(corpus: Corpus) -> np.ndarray:
    """Words that rates are out of, articles × 1 × voices: the voice's own; all words for `distanced` and `all`."""
    tokens = corpus.tokens
    is_word, article, size = tokens.is_word, tokens.article, len(corpus.articles)
    folded = pd.Series(voice_of_words(corpus)[is_word]).map(schema.FOLD)
    outlet, source = (np.bincount(article[is_word][folded == voice], minlength=size) for voice in ("outlet", "source"))
    every = np.bincount(article[is_word], minlength=size)
    return np.stack([outlet, source, every, every], axis=1).astype(float)[:, None, :]


def _mean(counts: _Counts) -> tuple[np.ndarray, np.ndarray]:
    n = counts.count()
    return _ratio(counts.total(), n), n


def _share(counts: _Counts) -> tuple[np.ndarray, np.ndarray]:
    total = counts.total()
    n = np.broadcast_to(total.sum(axis=1, keepdims=True), counts.shape)
    return _ratio(total, n), n


def _rate(counts: _Counts) -> tuple[np.ndarray, np.ndarray]:
    words = np.broadcast_to(counts.words, counts.shape)
    return 1000 * _ratio(counts.total(), words), words


def _share_of_words(counts: _Counts) -> tuple[np.ndarray, np.ndarray]:
    words = np.broadcast_to(counts.words[:, :, -1:], counts.shape)
    return _ratio(counts.total(), words), words


def _log_ratio(counts: _Counts) -> tuple[np.ndarray, np.ndarray]:
    positive, negative = counts.count(counts.weight > 0), counts.count(counts.weight < 0)
    n = positive + negative
    return np.where(n > 0, np.log((positive + 0.5) / (negative + 0.5)), np.nan), n


def _effective_number(counts: _Counts) -> tuple[np.ndarray, np.ndarray]:
    known = counts.category.notna().to_numpy()
    code, names = pd.factorize(counts.category[known])
    joint, sizes = np.unique(counts.cell[known] * max(len(names), 1) + code, return_counts=True)
    owner = joint // max(len(names), 1)
    n = np.bincount(owner, sizes, np.prod(counts.shape))
    share = sizes / n[owner]
    entropy = np.bincount(owner, -share * np.log(share), np.prod(counts.shape))
    return np.where(n > 0, np.exp(entropy), np.nan), n


def _ratio(top: np.ndarray, bottom: np.ndarray) -> np.ndarray:
    return np.divide(top, bottom, out=np.full(top.shape, np.nan), where=bottom > 0)


_AGGREGATE: dict[str, Callable[[_Counts], tuple[np.ndarray, np.ndarray]]] = {
    "mean": _mean,
    "share": _share,
    "rate": _rate,
    "share_of_words": _share_of_words,
    "log_ratio": _log_ratio,
    "effective_number": _effective_number,
}
