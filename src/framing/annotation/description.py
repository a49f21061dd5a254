"""The columns that describe a relation: source, speaker, type of source, cue, class and act."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from framing.annotation.appositions import find_descriptions
from framing.annotation.cues import classify_cues
from framing.annotation.names import find_names
from framing.annotation.people import People, link_names
from framing.annotation.roles import find_roles
from framing.annotation.source_features import Known
from framing.annotation.source_types import find_source_types
from framing.annotation.speakers import PHRASE, Speakers, Text, find_speakers

if TYPE_CHECKING:
    from framing.annotation.tokens import Tokens

COLUMNS = ["source_text", "speaker", "source_type", "cue_text", "cue_class", "act", "named"]
ARTICLES = ("the ", "a ", "an ", "one ", "its ", "his ", "her ", "their ", "this ", "these ", "some ")


def describe_relations(tokens: Tokens, relations: pd.DataFrame, spans: pd.DataFrame) -> pd.DataFrame:
    """Tell of each attribution relation who the source is, of what type, and what the cue says.

    Parameters
    ----------
    tokens : Tokens
    relations : DataFrame
        One row a relation: relation, article, sentence, parent, form, confidence.
    spans : DataFrame
        Spans of the relations: relation, role, first, last (token ranges).

    Returns
    -------
    DataFrame
        One row a relation, in the order of `relations`: source_text, speaker, source_type, cue_text, cue_class, act and
        named. `speaker` is the fullest name in the article; a source that is brought in without a name ("a police
        spokesman") is its own speaker, without its article, and `named` is false; a pronoun or a phrase such as "the
        minister" that finds nobody has no speaker. Types and classes are missing where they are not known.

    Notes
    -----
    Speakers are resolved by rules (`framing.annotation.speakers.find_speakers`), types by a small trained model
    (`framing.annotation.source_types`); both err, more so for unnamed and private people than for officials.
    """
    known = find_sources(tokens, relations, spans)
    texts = span_texts(tokens, relations, spans)
    cues = classify_cues(tokens, spans).reindex(relations["relation"])
    typed = find_source_types(known, relations, first_words(texts["cue"]))
    speaker, named = _speaker_names(tokens, known.people, known.speakers)
    table = pd.DataFrame(
        {
            "source_text": texts["source"].to_numpy(),
            "speaker": speaker,
            "source_type": typed["source_type"].to_numpy(),
            "cue_text": texts["cue"].to_numpy(),
            "cue_class": cues["cue_class"].to_numpy(),
            "act": cues["act"].to_numpy(),
            "named": named,
        },
        index=relations.index,
    )
    return table.astype(dict.fromkeys(COLUMNS[:-1], "str"))


def find_sources(tokens: Tokens, relations: pd.DataFrame, spans: pd.DataFrame) -> Known:
    """Find names, roles and descriptions, and resolve the speakers of relations."""
    names = find_names(tokens)
    people = link_names(tokens, names)
    roles = find_roles(tokens)
    described = find_descriptions(tokens, names, people, roles)
    speakers = find_speakers(Text(tokens, names, people, roles, described), relations, spans)
    return Known(tokens, people, roles, described, speakers)


def span_texts(tokens: Tokens, relations: pd.DataFrame, spans: pd.DataFrame) -> pd.DataFrame:
    """Give the words of source and cue of each relation, pieces joined by " … "; missing where there are none."""
    wanted = spans[spans["role"].isin(["source", "cue"])].sort_values(["relation", "first"])
    start, end = tokens.start[wanted["first"].to_numpy()], tokens.end[wanted["last"].to_numpy() - 1]
    text = pd.Series([tokens.text[a:b] for a, b in zip(start, end, strict=True)], dtype="str", index=wanted.index)
    columns = {}
    for role in ("source", "cue"):
        is_role = wanted["role"] == role
        pieces, relation = text[is_role], wanted.loc[is_role, "relation"]
        several = relation.duplicated(keep=False)
        joined = pieces[several].groupby(relation[several]).agg(" … ".join)
        single = pd.Series(pieces[~several].to_numpy(), index=relation[~several])
        columns[role] = pd.concat([single, joined]).reindex(relations["relation"]).to_numpy()
    return pd.DataFrame(columns, index=relations.index).astype("str")


def first_words(texts: pd.Series) -> pd.Series:
    """Lower-case first word of texts, "" where there is none."""
    return texts.fillna("").str.lower().str.split(n=1).str[0].fillna("")


def _speaker_names(tokens: Tokens, people: People, speakers: Speakers) -> tuple[pd.Series, np.ndarray]:
    """Name of each speaker, and whether it is a name."""
    named = speakers.entity >= 0
    names: list[str | None] = [people.name[entity] if entity >= 0 else None for entity in speakers.entity.tolist()]
    words = tokens.folded[tokens.fold[tokens.type_id[np.minimum(speakers.first, max(len(tokens) - 1, 0))]]]
    for i in np.flatnonzero(~named).tolist():
        like = int(speakers.like[i])
        place = i if like < 0 else like
        if like < 0 and speakers.how[i] != PHRASE:
            continue
        if speakers.how[place] != PHRASE or (words[place] == "the" and place == i and not _is_new(speakers, place)):
            continue
        first, last = int(speakers.first[place]), int(speakers.last[place])
        names[i] = _without_article(tokens.text[tokens.start[first] : tokens.end[last - 1]])
    return pd.Series(names, dtype="str").to_numpy(), named


def _is_new(speakers: Speakers, place: int) -> bool:
    """Whether a phrase with "the" says enough to stand for itself: "the head of the union", not "the minister"."""
    return bool(speakers.last[place] - speakers.first[place] > 2)


def _without_article(text: str) -> str:
    lower = text.lower()
    cut = next((len(article) for article in ARTICLES if lower.startswith(article)), 0)
    return text[cut:]
