"""The columns that describe a relation: source, speaker, type of source, cue, class and act."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from framing.annotation.attribution.cues import classify_cues
from framing.annotation.sources.appositions import find_descriptions
from framing.annotation.sources.features import Known
from framing.annotation.sources.name_words import name_words
from framing.annotation.sources.names import find_names
from framing.annotation.sources.naming import Context
from framing.annotation.sources.people import People, link_names, spelling
from framing.annotation.sources.roles import find_roles
from framing.annotation.sources.speakers import PHRASE, Speakers, find_speakers
from framing.annotation.sources.types import find_source_types
from framing.lexicon import word_kinds

if TYPE_CHECKING:
    from framing.annotation.text.tokens import Tokens

COLUMNS = ["source_text", "speaker", "source_type", "cue_text", "cue_class", "act", "named"]
GROUPS = word_kinds("source-words")["named-group"]
ARTICLES = tuple(f"{word} " for word in word_kinds("source-words")["article-cut"])
CLAUSES = word_kinds("source-words")["clause"]
EDGES, QUOTES = " ,;:?!-–—", '"“”«»'


def describe_relations(
    tokens: Tokens, relations: pd.DataFrame, spans: pd.DataFrame, *, model: str = "fast"
) -> pd.DataFrame:
    """Tell of each attribution relation who the source is, of what type, and what the cue says.

    Parameters
    ----------
    tokens : Tokens
    relations : DataFrame
        One row a relation: relation, article, sentence, parent, form, confidence.
    spans : DataFrame
        Spans of the relations: relation, role, first, last (token ranges).
    model : {"fast", "accurate"}
        Which model tells the types.

    Returns
    -------
    DataFrame
        One row a relation, in the order of `relations`: source_text, speaker, source_type, cue_text, cue_class, act and
        named. `speaker` is the fullest name in the article; a source that is brought in without a name ("a police
        spokesman") is its own speaker, without its article, and `named` is false; a pronoun or a phrase such as "the
        minister" that finds nobody has no speaker. Types and classes are missing where they are not known.

    Notes
    -----
    Speakers are resolved by rules (`framing.annotation.sources.speakers.find_speakers`), types by small trained models
    (`framing.annotation.sources.types`); both err, more so for unnamed and private people than for officials.
    """
    known = find_sources(tokens, relations, spans)
    texts = span_texts(tokens, relations, spans)
    cues = classify_cues(tokens, spans).reindex(relations["relation"])
    typed = find_source_types(known, relations, first_words(texts["cue"]), model=model)
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
    context = Context(tokens, names, people, roles, described, spans[spans["role"] == "content"])
    speakers = find_speakers(context, relations, spans)
    return Known(tokens, names, people, roles, described, speakers)


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


def _speaker_names(tokens: Tokens, people: People, speakers: Speakers) -> tuple[np.ndarray, np.ndarray]:
    """Name of each speaker, and whether it is a name."""
    names: list[str | None] = [people.name[entity] if entity >= 0 else None for entity in speakers.entity.tolist()]
    named = (speakers.entity >= 0) | speakers.place
    for i in np.flatnonzero(speakers.entity < 0).tolist():
        like = int(speakers.like[i])
        place = i if like < 0 else like
        if speakers.how[place] != PHRASE:
            continue
        first, last = int(speakers.first[place]), int(speakers.last[place])
        words = [str(tokens.types[t]) for t in tokens.type_id[first:last]]
        if speakers.place[place]:
            names[i], named[i] = spelling(" ".join(words[words[0].lower() == "the" :]).removesuffix(" 's")), True
        elif like >= 0 or _stands_for_itself(words):
            if words[0] == "@" and len(words) > 1:  # the handle of a post
                last = first + 2
            words = _without_clause(words)
            last = min(last, first + len(words))
            names[i] = _designation(tokens.text[tokens.start[first] : tokens.end[last - 1]])
            named[i] = words[-1].lower() in GROUPS and any(word[0].isupper() for word in words[1:])
    return pd.Series(names, dtype="str").to_numpy(), named


def _without_clause(words: list[str]) -> list[str]:
    """Words of a source up to a clause behind a comma or a dash: "The committee, which has probed it"."""
    clause = (i for i in range(2, len(words)) if words[i].lower() in CLAUSES and not words[i - 1][0].isalnum())
    return words[: next(clause, len(words) + 1) - 1]


def _stands_for_itself(words: list[str]) -> bool:
    """Whether words without a name say who speaks: "a nurse", "the head of the union"; not "the minister", "some"."""
    if words[0].lower() == "the":
        return len(words) > 2
    return len(words) > 1 or words[0].lower() not in name_words().function | name_words().never


def _designation(text: str) -> str:
    """Words of an unnamed source without their article, an ordinary word at their beginning in lower case."""
    text = " ".join(text.split()).strip(EDGES)
    text = text.strip(EDGES + QUOTES) if sum(map(text.count, QUOTES)) == 1 else text
    lower = text.lower()
    cut = next((len(article) for article in ARTICLES if lower.startswith(article)), 0)
    cut = 0 if lower.startswith("one of ") else cut
    first = text[cut:].split(" ", 1)[0]
    ordinary = first[1:].islower() and first.lower() in name_words().ordinary
    return text[cut].lower() + text[cut + 1 :] if ordinary else text[cut:]
