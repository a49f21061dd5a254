"""The arrays behind an annotation as columns on disk, so that a scored collection is never tokenised again."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd

from framing.corpus.arrays import SEPARATOR, Quotations, Tokens, fold

KEPT = ("tokens", "segments", "quotations")
"""Tables with a row a token, a part of an article, a quotation; rows stand in the order of the text."""
SPACE, BREAK, SENTENCE = 1, 2, 4


def tables_of_arrays(tokens: Tokens, quotations: Quotations) -> dict[str, pd.DataFrame]:
    """Turn arrays into the tables `KEPT`, in which all numbers count from the beginning of an article's part."""
    opens = np.zeros(len(tokens), np.uint8)
    opens[tokens.sentence_tokens[:-1]] = SENTENCE
    base = tokens.segment_tokens[:-1]
    segment = tokens.segment[np.minimum(quotations.first, len(tokens) - 1)]
    numbers = np.arange(len(quotations))
    return {
        "tokens": pd.DataFrame(
            {
                "type": pd.Categorical.from_codes(tokens.type_id, tokens.types.astype(str)),
                "start": (tokens.start - tokens.segment_start[tokens.segment]).astype(np.int32),
                "length": (tokens.end - tokens.start).astype(np.int32),
                "marks": (SPACE * tokens.space_before + BREAK * tokens.break_before + opens).astype(np.uint8),
            }
        ),
        "segments": pd.DataFrame(
            {
                "tokens": np.diff(tokens.segment_tokens).astype(np.int32),
                "quotations": np.bincount(segment, minlength=len(base)).astype(np.int32),
            }
        ),
        "quotations": pd.DataFrame(
            {
                **{n: (getattr(quotations, n) - base[segment]).astype(np.int32) for n in ("first", "last")},
                **{n: _from(base[segment], getattr(quotations, n)) for n in ("opening", "closing")},
                "kind": quotations.kind.astype(np.int8),
                **{n: _back(numbers, getattr(quotations, n)) for n in ("parent", "continues")},
                "words": quotations.words.astype(np.int32),
            }
        ),
    }


def _from(base: np.ndarray, places: np.ndarray) -> np.ndarray:
    return np.where(places < 0, -1, places - base).astype(np.int32)


def _back(numbers: np.ndarray, others: np.ndarray) -> np.ndarray:
    """How many rows before; 0 for none."""
    return np.where(others < 0, 0, numbers - others).astype(np.int32)


def read_kept(path: Path) -> pd.DataFrame:
    """Read one of the tables `KEPT`; the distinct tokens are read once each."""
    import pyarrow.parquet as pq  # noqa: PLC0415 (arrays that are not read from disk need none)

    return pq.read_table(path, read_dictionary=["type"]).combine_chunks().unify_dictionaries().to_pandas()


def arrays_of_tables(articles: pd.DataFrame, kept: dict[str, pd.DataFrame]) -> tuple[Tokens, Quotations]:
    """Make tokens and quotations of the tables `KEPT` and the articles they belong to."""
    pieces = [piece for pair in zip(articles["headline"], articles["body"], strict=True) for piece in pair]
    lengths = np.fromiter(map(len, pieces), np.int64, len(pieces))
    segment_start = np.concatenate([[0], np.cumsum(lengths + len(SEPARATOR))])[: len(pieces)]
    counts = kept["segments"]["tokens"].to_numpy(np.int64)
    segment_tokens = np.concatenate([[0], np.cumsum(counts)])
    segment = np.repeat(np.arange(len(counts), dtype=np.int32), counts)
    rows = kept["tokens"]
    type_id, order = pd.factorize(rows["type"].cat.codes.to_numpy())
    types = rows["type"].cat.categories.to_numpy(object)[order]
    folds, folded = pd.factorize(np.array([fold(word) for word in types], object))
    start = rows["start"].to_numpy(np.int64) + segment_start[segment]
    marks = rows["marks"].to_numpy()
    opens = (marks & SENTENCE) > 0
    tokens = Tokens(
        text=SEPARATOR.join(pieces),
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
        end=start + rows["length"].to_numpy(np.int64),
        segment=segment,
        space_before=(marks & SPACE) > 0,
        break_before=(marks & BREAK) > 0,
        sentence=(np.cumsum(opens) - 1).astype(np.int32),
        sentence_tokens=np.append(np.flatnonzero(opens), len(rows)),
    )
    return tokens, _quotations(tokens, kept)


def _quotations(tokens: Tokens, kept: dict[str, pd.DataFrame]) -> Quotations:
    rows = {name: column.to_numpy(np.int64) for name, column in kept["quotations"].items()}
    base = np.repeat(tokens.segment_tokens[:-1], kept["segments"]["quotations"].to_numpy(np.int64))
    numbers = np.arange(len(base))
    placed = {name: np.where(rows[name] < 0, -1, rows[name] + base) for name in ("opening", "closing")}
    placed |= {name: rows[name] + base for name in ("first", "last")}
    placed |= {name: np.where(rows[name] == 0, -1, numbers - rows[name]) for name in ("parent", "continues")}
    inside, outer = np.full((2, len(tokens)), -1, np.int32)
    ranges = zip(placed["first"].tolist(), placed["last"].tolist(), placed["parent"].tolist(), strict=True)
    for number, (first, last, parent) in enumerate(ranges):  # an outer one comes before the inner
        inside[first:last] = number
        if parent < 0:
            outer[first:last] = number
    return Quotations(kind=rows["kind"].astype(np.int8), words=rows["words"], inside=inside, outer=outer, **placed)
