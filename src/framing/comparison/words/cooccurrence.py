"""Which frames keep company: how often two measures have evidence in the same sentence or article."""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy import sparse

from framing.errors import FramingError


def cooccurrence(
    evidence: pd.DataFrame, sentences: pd.DataFrame | None = None, *, unit: str = "article"
) -> pd.DataFrame:
    """Count how often two frames stand in the same sentence or article.

    Parameters
    ----------
    evidence : DataFrame
        The evidence table; a frame is a measure, with its target where it has one.
    sentences : DataFrame, optional
        The sentences table; needed for units that are sentences.
    unit : {"article", "sentence"}

    Returns
    -------
    DataFrame
        One row per pair of frames: ``first``, ``second``, ``n_first``, ``n_second`` and ``n_both`` units, ``expected``
        (if they were independent, among units with any evidence), ``jaccard`` (both over either), ``log_ratio`` (binary
        logarithm of found to expected, ½ added to each). `pivot` it for a matrix; a frame with itself is left out.

    Raises
    ------
    FramingError
        If the unit is unknown, or the sentences are missing.

    Notes
    -----
    Long articles hold more frames, so frames of no relation keep company by article; sentences are the stricter test.
    Units without any evidence are not counted, which makes pairs look less alike than they are.
    """
    if unit == "article":
        place = evidence["article_id"].astype("str")
    elif unit != "sentence":
        raise FramingError(f"Frames can meet in an article or a sentence, and not in a {unit!r}.")
    elif sentences is None:
        raise FramingError("Give the sentences table, so that it is known which evidence stands in the same sentence.")
    else:
        place = _sentence_of(evidence, sentences)
    target = evidence["target"].where(evidence["target"] != "all", "")
    frame = evidence["measure"].str.cat(target, sep=": ").str.removesuffix(": ")
    row, places = pd.factorize(place)
    column, frames = pd.factorize(frame, sort=True)
    known = row >= 0
    shape = (len(places), len(frames))
    held = sparse.csr_array((np.ones(int(known.sum())), (row[known], column[known])), shape=shape).sign()
    together = np.asarray((held.T @ held).todense())
    first, second = np.triu_indices(len(frames), k=1)
    n = np.diag(together)
    both = together[first, second]
    expected = n[first] * n[second] / max(1, len(places))
    table = {
        "first": pd.Series(np.asarray(frames, object)[first], dtype="str"),
        "second": pd.Series(np.asarray(frames, object)[second], dtype="str"),
        "n_first": n[first].astype(np.int64),
        "n_second": n[second].astype(np.int64),
        "n_both": both.astype(np.int64),
        "expected": expected,
        "jaccard": both / np.maximum(1, n[first] + n[second] - both),
        "log_ratio": np.log2((both + 0.5) / (expected + 0.5)),
    }
    return pd.DataFrame(table)


def _sentence_of(evidence: pd.DataFrame, sentences: pd.DataFrame) -> pd.Series:
    """Name the sentence in which each piece of evidence begins; missing where there is none."""
    left = evidence[["article_id", "part", "start"]].assign(_row=np.arange(len(evidence)))
    right = sentences[["article_id", "part", "start", "end", "sentence"]].rename(columns={"start": "begins"})
    joined = pd.merge_asof(
        left.sort_values("start", kind="stable").astype({"start": "int64"}),
        right.sort_values("begins", kind="stable").astype({"begins": "int64"}),
        left_on="start",
        right_on="begins",
        by=["article_id", "part"],
    ).sort_values("_row")
    inside = joined["start"] < joined["end"]
    name = joined["article_id"].str.cat(joined["sentence"].astype("Int64").astype("str"), sep="/")
    return name.where(inside).reset_index(drop=True)
