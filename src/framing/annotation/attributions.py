"""Who said what: attribution relations of articles, direct, indirect and mixed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from framing import schema
from framing.annotation.headlines import read_headline_marks
from framing.annotation.linking import (
    CONTENT_LEFT,
    CUE,
    LABELS,
    Links,
    cut_spans,
    likely_source,
    link_spans,
    source_of_cue,
)
from framing.annotation.tagger import label_probabilities
from framing.errors import FramingError

if TYPE_CHECKING:
    from framing.annotation.quotations import Quotations
    from framing.annotation.tokens import Tokens

MODELS = ("fast",)
DIRECT = 0.9  # share of the content's words that stand in quotation marks
EDGES = (",", ".", ";", ":")
SOURCES = [number for number, label in enumerate(LABELS) if "source" in label]
ROLES = ("source", "cue", "content")


@dataclass(frozen=True)
class Relations:
    """Attribution relations in token ranges.

    Parameters
    ----------
    relations : DataFrame
        One row a relation, in order of their cues: `relation` (number from 0), `article` (index), `sentence` (global
        number, of the cue), `parent` (relation within whose content it stands, or -1), `form` {direct, indirect,
        mixed} and `confidence`.
    spans : DataFrame
        One row a span, in order of relation and position: `relation`, `role` {source, cue, content}, `first`, `last`
        (token range [first, last)). A relation may have no source and may have several spans of content.
    """

    relations: pd.DataFrame
    spans: pd.DataFrame

    def __len__(self) -> int:
        """Count the relations."""
        return len(self.relations)


def find_attributions(tokens: Tokens, quotations: Quotations, *, model: str = "fast") -> Relations:
    """Find every attribution: who (source), by what word (cue), what (content).

    Parameters
    ----------
    tokens : Tokens
    quotations : Quotations
        Of the same tokens.
    model : {"fast"}
        Which tagger.

    Returns
    -------
    Relations

    Raises
    ------
    FramingError
        If there is no such model.

    Notes
    -----
    About one relation in five is missed and one in five is not what a second coder would mark; indirect speech is found
    less often than quotations, and a source that is a long noun phrase may be cut short. `confidence` is calibrated
    on American political news of 2016: compare it within a collection rather than across genres.
    """
    if model not in MODELS:
        raise FramingError(f"There is no attribution model {model!r}; choose one of {', '.join(MODELS)}.")
    probability = label_probabilities(tokens, quotations)
    labels = read_headline_marks(tokens, probability.argmax(axis=1).astype(np.int8))
    first, last, kind = cut_spans(labels, tokens.segment)
    first, last = _trim(tokens, first, last)
    links = link_spans(first, last, kind, segment=tokens.segment, sentence=tokens.sentence)
    spans = _spans(tokens, links, probability[:, SOURCES].sum(axis=1))
    return _relations(tokens, quotations, spans, probability.max(axis=1))


def _trim(tokens: Tokens, first: np.ndarray, last: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Leave out commas and stops at the ends of spans of more than one token."""
    bare = np.append(tokens.flag(EDGES), False)
    first, last = first.copy(), last.copy()
    for _ in range(2):
        first += bare[first] & (last - first > 1)
        last -= bare[last - 1] & (last - first > 1)
    return first, last


def _spans(tokens: Tokens, links: Links, chance: np.ndarray) -> pd.DataFrame:
    """Spans of the relations that have content, numbered by their cues."""
    cues = np.flatnonzero(links.kind == CUE)
    contents = np.flatnonzero((links.kind >= CONTENT_LEFT) & (links.relation >= 0))
    whole = np.unique(links.relation[contents])  # a cue to which nothing is attributed makes no relation
    number = np.full(len(cues), -1, np.int64)
    number[whole] = np.arange(len(whole))
    cue = links.first[cues[whole]]
    source = source_of_cue(links, sentence=tokens.sentence)[whole]
    first, last = np.where(source >= 0, links.first[source], 0), np.where(source >= 0, links.last[source], 0)
    open_ = np.flatnonzero(source < 0)
    first[open_], last[open_] = likely_source(
        cue[open_], chance, sentence=tokens.sentence, sentence_tokens=tokens.sentence_tokens
    )
    sourced = np.flatnonzero(last > first)
    first = np.concatenate([first[sourced], cue, links.first[contents]])
    last = np.concatenate([last[sourced], links.last[cues[whole]], links.last[contents]])
    relation = np.concatenate([sourced, np.arange(len(whole)), number[links.relation[contents]]])
    role = np.repeat([0, 1, 2], [len(sourced), len(whole), len(contents)])
    order = np.lexsort((first, relation))
    return pd.DataFrame(
        {
            "relation": relation[order],
            "role": pd.Series(np.array(ROLES, object)[role[order]], dtype="str"),
            "first": first[order],
            "last": last[order],
        }
    )


def _relations(tokens: Tokens, quotations: Quotations, spans: pd.DataFrame, sure: np.ndarray) -> Relations:
    cue = spans["first"].to_numpy()[(spans["role"] == "cue").to_numpy()]
    form = _forms(tokens, quotations, spans, len(cue))
    table = pd.DataFrame(
        {
            "relation": np.arange(len(cue)),
            "article": tokens.article[cue].astype(np.int64),
            "sentence": tokens.sentence[cue].astype(np.int64),
            "parent": np.full(len(cue), -1),
            "form": pd.Series(form, dtype="str"),
            "confidence": _confidence(spans, sure, len(cue)),
        }
    )
    return Relations(table, spans)


def _forms(tokens: Tokens, quotations: Quotations, spans: pd.DataFrame, count: int) -> np.ndarray:
    """Tell from the share of the content's words in quotation marks whether it is direct, mixed or indirect."""
    word = tokens.is_word
    words = np.concatenate([[0], np.cumsum(word)])
    quoted = np.concatenate([[0], np.cumsum(word & (quotations.outer >= 0))])
    content = spans[(spans["role"] == "content").to_numpy()]
    first, last, relation = (content[name].to_numpy() for name in ("first", "last", "relation"))
    total = np.bincount(relation, words[last] - words[first], minlength=count)
    inside = np.bincount(relation, quoted[last] - quoted[first], minlength=count)
    share = inside / np.maximum(total, 1)
    return np.select([share >= DIRECT, share > 0], ["direct", "mixed"], "indirect")


def _confidence(spans: pd.DataFrame, sure: np.ndarray, count: int) -> np.ndarray:
    """Mean certainty of the labels of the cue and of the content."""
    total = np.concatenate([[0], np.cumsum(sure, dtype=np.float64)])
    first, last = spans["first"].to_numpy(), spans["last"].to_numpy()
    mean = (total[last] - total[first]) / (last - first)
    cue = (spans["role"] == "cue").to_numpy()
    content = (spans["role"] == "content").to_numpy()
    relation = spans["relation"].to_numpy()
    size = np.bincount(relation[content], minlength=count)
    contents = np.bincount(relation[content], mean[content], minlength=count) / np.maximum(size, 1)
    return np.round(mean[cue] * contents, 4)


def attribution_tables(tokens: Tokens, relations: Relations) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Turn relations into the tables attributions and attribution_spans, with offsets in the part.

    Parameters
    ----------
    tokens : Tokens
    relations : Relations

    Returns
    -------
    attributions, attribution_spans : DataFrame
        As in `framing.schema`; relations are numbered from 0 in each article.
    """
    table, spans = relations.relations, relations.spans
    article = table["article"].to_numpy(np.int64)
    number = np.arange(len(table)) - np.searchsorted(article, article)
    opening = np.searchsorted(tokens.article[tokens.sentence_tokens[:-1]], article)  # first sentence of the article
    parent = table["parent"].to_numpy(np.int64)
    attributions = pd.DataFrame(
        {
            "article_id": pd.Series(tokens.article_ids[article], dtype="str"),
            "attribution": number,
            "sentence": table["sentence"].to_numpy() - opening,
            "form": table["form"],
            "parent": pd.Series(number[parent] if len(table) else [], dtype="Int64").where(parent >= 0),
            "confidence": table["confidence"],
        }
    )
    owner = spans["relation"].to_numpy(np.int64)
    pieces = tokens.table(spans["first"].to_numpy(), spans["last"].to_numpy())
    pieces = pieces.assign(attribution=number[owner], role=spans["role"].to_numpy())
    return schema.ATTRIBUTIONS.cast(attributions), schema.ATTRIBUTION_SPANS.cast(pieces)
