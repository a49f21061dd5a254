"""Who said what: attribution relations of articles, direct, indirect and mixed."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from framing import schema
from framing.annotation.attribution.confidence import estimate_confidence
from framing.annotation.attribution.labels import keep_chances, read_labels
from framing.annotation.attribution.linking import LABELS
from framing.annotation.attribution.nesting import find_nested, merge_relations
from framing.annotation.attribution.passages import read_field, read_passages
from framing.annotation.attribution.relation_spans import read_spans
from framing.annotation.attribution.tagger import Reader, read_tokens
from framing.annotation.attribution.tagger_weights import read_network
from framing.annotation.quotations.spans import Quotations
from framing.annotation.sources.description import describe_relations
from framing.annotation.text.ranges import range_sums
from framing.annotation.text.tokens import Tokens
from framing.corpus.arrays import positions_in
from framing.errors import FramingError

MODELS = ("fast", "accurate")
DIRECT = 0.9  # share of the content's words that stand in quotation marks
SOURCES = [number for number, label in enumerate(LABELS) if "source" in label]


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
    model : {"fast", "accurate"}
        Which models found them, and are to tell the types of their sources.
    """

    relations: pd.DataFrame
    spans: pd.DataFrame
    model: str = "fast"

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
    model : {"fast", "accurate"}
        Which tagger. ``"accurate"`` reads with an encoder as well; it is much slower and needs ``framing[accurate]``.

    Returns
    -------
    Relations

    Raises
    ------
    FramingError
        If there is no such model, or what it needs is not installed.

    Notes
    -----
    About one relation in five is missed and one in five is not what a second coder would mark; indirect speech is found
    less often than quotations, and a source that is a long noun phrase may be cut short. `confidence` is calibrated
    on American political news of 2016: compare it within a collection rather than across genres.
    """
    check_model(model)
    if model == "accurate":
        return replace(read_relations(read_passages(tokens, quotations), quotations), model=model)
    return read_relations(read_tokens(tokens, quotations, read_network()), quotations, keep=True)


def check_model(model: str) -> None:
    """Raise one sentence if there is no such model, or what it needs is not installed."""
    if model not in MODELS:
        raise FramingError(f"There is no model {model!r}; choose one of {', '.join(MODELS)}.")
    if model == "accurate":
        read_field()


def read_relations(reader: Reader, quotations: Quotations, *, keep: bool = False) -> Relations:
    """Find the relations of tokens that are ready for a network, and those within their contents.

    With `keep`, what the network makes of each token is kept for the judge of voice (`labels.role_chances`).
    """
    tokens, (labels, probability) = reader.tokens, read_labels(reader)
    if keep:
        keep_chances(tokens, quotations, labels, probability)
    outer = read_spans(tokens, labels, tokens.segment, chance=probability[:, SOURCES].sum(axis=1))
    outer["certainty"] = range_sums(probability.max(axis=1), outer["first"].to_numpy(), outer["last"].to_numpy())
    spans, parent = merge_relations(outer, *find_nested(reader, outer))
    cue = spans["first"].to_numpy()[(spans["role"] == "cue").to_numpy()]
    form = _forms(tokens, quotations, spans, cue)
    relations = pd.DataFrame(
        {
            "relation": np.arange(len(cue)),
            "article": tokens.article[cue].astype(np.int64),
            "sentence": tokens.sentence[cue].astype(np.int64),
            "parent": parent,
            "form": pd.Series(form, dtype="str"),
            "confidence": estimate_confidence(spans, form, reader.network.confidence),
        }
    )
    return Relations(relations, spans.drop(columns="certainty"))


def _forms(tokens: Tokens, quotations: Quotations, spans: pd.DataFrame, cue: np.ndarray) -> np.ndarray:
    """Tell direct, mixed and indirect by the share of the content's words in quotation marks that the cue is not in.

    A cue put into the quotation it is about, "We have, he said, lost", does not count as in it.
    """
    content = spans[(spans["role"] == "content").to_numpy()]
    first, last, relation = (content[name].to_numpy() for name in ("first", "last", "relation"))
    owner = np.repeat(relation, last - first)
    at = positions_in(first, last)
    word = tokens.type_flag(lambda word: word[0].isalnum())[at]
    quotation = quotations.inside[at]
    around = quotations.inside[cue]
    if len(quotations):
        begin, end = (np.full(len(cue), cue) for _ in range(2))
        np.minimum.at(begin, relation, first)
        np.maximum.at(end, relation, last)
        whole = (begin < cue) & (begin <= quotations.first[around]) & (end >= quotations.last[around])
        around = np.where(whole, -1, around)
    quoted = word & (quotation >= 0) & (quotation != around[owner])
    total = np.bincount(owner, word, minlength=len(cue))
    share = np.bincount(owner, quoted, minlength=len(cue)) / np.maximum(total, 1)
    share[tokens.flag(["@"])[cue]] = 1.0  # a post
    return np.select([share >= DIRECT, share > 0], ["direct", "mixed"], "indirect")


def attribution_tables(tokens: Tokens, relations: Relations) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Turn relations into the tables attributions and attribution_spans, with offsets in the part.

    Returns
    -------
    attributions, attribution_spans : DataFrame
        As in `framing.schema`; relations are numbered from 0 in each article.
    """
    table, spans = relations.relations, relations.spans
    article = table["article"].to_numpy(np.int64)
    number = np.arange(len(table)) - np.searchsorted(article, article)
    cue = spans["first"].to_numpy()[(spans["role"] == "cue").to_numpy()]
    parent = table["parent"].to_numpy(np.int64)
    attributions = pd.DataFrame(
        {
            "article_id": pd.Series(tokens.article_ids[article], dtype="str"),
            "attribution": number,
            "sentence": tokens.sentence_in_article(cue),
            "form": table["form"],
            "parent": pd.Series(number[parent] if len(table) else [], dtype="Int64").where(parent >= 0),
            "confidence": table["confidence"],
        }
    ).join(describe_relations(tokens, table, spans, model=relations.model).reset_index(drop=True))
    owner = spans["relation"].to_numpy(np.int64)
    pieces = tokens.table(spans["first"].to_numpy(), spans["last"].to_numpy())
    pieces = pieces.assign(attribution=number[owner], role=spans["role"].to_numpy())
    return schema.ATTRIBUTIONS.cast(attributions), schema.ATTRIBUTION_SPANS.cast(pieces)
