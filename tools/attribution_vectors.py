"""The tagger's vocabulary and word vectors from text without labels: contexts in the news, and a sentence encoder."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pandas as pd
from safetensors.numpy import load_file
from scipy import sparse
from sklearn.utils.extmath import randomized_svd

from framing.annotation.text.tokens import Tokens

CONTEXTS = 2500  # context words told apart; all others are one
WIDTH = 96  # of each of the two kinds of vector
NUMBER = re.compile(r"\d[\d.,:]*")


def vocabulary(labelled: Tokens, news: Tokens) -> tuple[list[str], np.ndarray]:
    """Choose the words that get a row, commonest first, and count them in the labelled text.

    A word must stand at least three times and in two articles of the labelled text, or eight times and in four articles
    of the news: the weights must not hold what only one text says.
    """
    mine, others = _counts(labelled), _counts(news)
    keep = set(mine.index[(mine["count"] >= 3) & (mine["articles"] >= 2)])
    keep |= set(others.index[(others["count"] >= 8) & (others["articles"] >= 4)])
    words = sorted(word for word in keep if not NUMBER.fullmatch(word))
    own = mine["count"].reindex(words).fillna(0)
    total = own + others["count"].reindex(words).fillna(0)
    ordered = list(total.sort_values(ascending=False, kind="stable").index)
    return ordered, own.reindex(ordered).to_numpy(np.int64)


def _counts(tokens: Tokens) -> pd.DataFrame:
    folds = tokens.fold[tokens.type_id].astype(np.int64)
    wide = len(tokens.article_ids) + 1
    articles = np.unique(folds * wide + tokens.article) // wide
    size = len(tokens.folded)
    counts = {"count": np.bincount(folds, minlength=size), "articles": np.bincount(articles, minlength=size)}
    return pd.DataFrame(counts, index=tokens.folded)


def context_vectors(words: list[str], texts: list[Tokens], *, seed: int = 0) -> np.ndarray:
    """Factor what stands one and two places before and after each word (positive mutual information)."""
    row = {word: i for i, word in enumerate(words, start=1)}
    shape = (len(words) + 1, 4 * (CONTEXTS + 1))
    total = sparse.csr_matrix(shape, dtype=np.float32)
    for tokens in texts:
        ids = np.array([row.get(word, 0) for word in tokens.folded])[tokens.fold][tokens.type_id]
        for place, step in enumerate((-2, -1, 1, 2)):
            other = np.roll(ids, -step)
            context = np.where((other > 0) & (other <= CONTEXTS), other - 1, CONTEXTS) + place * (CONTEXTS + 1)
            ones = np.ones(len(ids), np.float32)
            total = total + sparse.coo_matrix((ones, (ids, context)), shape=shape).tocsr()
    counts = total[1:].tocoo()
    of_word, of_context = np.asarray(counts.sum(1)).ravel(), np.asarray(counts.sum(0)).ravel()
    expected = np.maximum(of_word[counts.row], 1) * np.maximum(of_context[counts.col], 1) / counts.sum()
    information = np.maximum(np.log(counts.data / expected), 0) * np.minimum(1, counts.data / 3)
    matrix = sparse.csr_matrix((information, (counts.row, counts.col)), shape=counts.shape)
    left, values, _ = randomized_svd(matrix, WIDTH, n_iter=3, random_state=seed)
    vectors = left * np.sqrt(values)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True) + 1e-6
    return (vectors / vectors.std() / 10).astype(np.float32)


def encoder_vectors(words: list[str], folder: Path) -> np.ndarray:
    """Mean of the input embeddings of a word's pieces in a sentence encoder, cut down by principal components."""
    lines = (folder / "vocab.txt").read_text(encoding="utf-8").split("\n")
    pieces = {piece: i for i, piece in enumerate(lines)}
    weights = load_file(folder / "model.safetensors")
    table = next(array for name, array in weights.items() if name.endswith("word_embeddings.weight"))
    vectors = np.stack([table[_pieces(word, pieces)].mean(0) for word in words]).astype(np.float32)
    vectors -= vectors.mean(0)
    _, _, axes = np.linalg.svd(vectors[:8000], full_matrices=False)
    vectors = vectors @ axes[:WIDTH].T
    return vectors / vectors.std() / 10


def _pieces(word: str, pieces: dict[str, int]) -> list[int]:
    found: list[int] = []
    for part in re.findall(r"\w+|[^\w\s]", word):
        start = 0
        while start < len(part):
            ends = range(len(part), start, -1)
            names = (("##" if start else "") + part[start:end] for end in ends)
            end, name = next(((e, n) for e, n in zip(ends, names, strict=True) if n in pieces), (len(part), "[UNK]"))
            found.append(pieces[name])
            start = end
    return found or [pieces["[UNK]"]]
