"""What was coded by reading, as bounds on the labels of tokens: relations of passages, and whose word a naming is.

attribution_codes.csv has a row for each relation of a passage, spans as `12-40 55-60`, characters of the article's
body; a passage without relations has one row without spans. voice_codes.csv has a row for each naming. Both hold no text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np
import pandas as pd
from attribution_data import ROLES, Examples, label
from corpora import HERE, headline_room

from framing.annotation.attribution.linking import LABELS

CONTENT = sum(1 << number for number, name in enumerate(LABELS) if "content" in name)
ALL = (1 << len(LABELS)) - 1
CODED, UNSURE, OUTLET = 2.0, 0.7, 0.6  # what a naming weighs beside a passage, and how much less the outlet's own does


@dataclass(frozen=True)
class Bound:
    """Coded tokens from `first` on: the labels that each may take, as bits, and what the code weighs."""

    first: int
    allowed: np.ndarray
    weight: float

    @property
    def last(self) -> int:
        """End of the coded tokens."""
        return self.first + len(self.allowed)


def held(sha: pd.Series) -> pd.Series:
    """Tell which articles are kept out of training, to measure on: a seventh."""
    return sha.map(lambda digits: int(digits, 16) % 7 == 0).astype(bool)


def read_passages() -> pd.DataFrame:
    """Read the coded passages: corpus, article_id, sha, start, end, drawn, and `relations` as lists of spans by role."""
    codes = pd.read_csv(HERE / "attribution_codes.csv", dtype={"article_id": str}, keep_default_na=False)
    codes["article_id"] = codes["corpus"] + ":" + codes["article_id"]
    rows = []
    for _, mine in codes.groupby("passage"):
        relations = [{role: _spans(getattr(row, role)) for role in ROLES} for row in mine.itertuples() if row.content]
        rows.append(
            mine.iloc[0][["corpus", "article_id", "sha", "start", "end", "drawn"]].to_dict() | {"relations": relations}
        )
    return pd.DataFrame(rows)


def _spans(cell: str) -> list[tuple[int, int]]:
    return [(int(a), int(b)) for a, b in re.findall(r"(\d+)-(\d+)", cell)]


def read_bounds(texts: pd.DataFrame, data: Examples) -> list[Bound]:
    """Find all codes that may be learnt from in texts, of which `data` holds the tokens (see `corpora.as_articles`)."""
    return _passage_bounds(texts, data) + _naming_bounds(texts, data)


def _naming_bounds(texts: pd.DataFrame, data: Examples) -> list[Bound]:
    codes = pd.read_csv(HERE / "voice_codes.csv", dtype={"article_id": str})
    codes["article_id"] = codes["corpus"] + ":" + codes["article_id"]
    codes = codes[codes["voice"].isin(["outlet", "quoted", "reported"])]
    codes, first, last = _found(codes, texts, data)
    weight = np.where(codes["unsure"], UNSURE, CODED) * np.where(codes["voice"] == "outlet", OUTLET, 1)
    allowed = np.where(codes["voice"] == "outlet", ALL & ~CONTENT, CONTENT)
    columns = (column.tolist() for column in (first, last, allowed, weight))
    return [Bound(a, np.full(b - a, bits), heavy) for a, b, bits, heavy in zip(*columns, strict=True) if b > a]


def _passage_bounds(texts: pd.DataFrame, data: Examples) -> list[Bound]:
    codes, firsts, lasts = _found(read_passages(), texts, data)
    tokens, bounds = data.tokens, []
    for row, a, b in zip(codes.itertuples(), firsts.tolist(), lasts.tolist(), strict=True):
        offset = tokens.segment_start[tokens.segment[a]] + row.shift
        start, end = tokens.start[a:b] - offset, tokens.end[a:b] - offset
        labels = label(row.relations, start, end).astype(np.int64)
        allowed = 1 << labels
        for relation in row.relations:
            if not relation["cue"]:  # then on which side the cue lies is not known
                for begin, stop in relation["content"]:
                    allowed[(start < stop) & (end > begin) & (labels == 0)] = CONTENT
        bounds.append(Bound(a, allowed, 1.0))
    return bounds


def _found(codes: pd.DataFrame, texts: pd.DataFrame, data: Examples) -> tuple[pd.DataFrame, np.ndarray, np.ndarray]:
    """Give the codes of these texts that may be learnt from, and their token ranges."""
    codes = codes[codes["article_id"].isin(texts["article_id"]) & ~held(codes["sha"])]
    known = texts.assign(shift=headline_room(texts)).set_index("article_id").loc[codes["article_id"]]
    assert (known["sha"].to_numpy() == codes["sha"]).all(), "a text is not the one that was coded"
    codes = codes.assign(shift=known["shift"].to_numpy())
    place = codes[["article_id"]].assign(
        part="body", start=codes["start"] + codes["shift"], end=codes["end"] + codes["shift"]
    )
    return codes, *data.tokens.locate(place)
