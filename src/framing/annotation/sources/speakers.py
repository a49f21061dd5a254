"""Who is meant: the words that name a source ("he", "the minister", "Roth") resolved to a person or organisation."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from framing.annotation.sources.antecedents import (
    GENERIC,
    HE,
    PHRASE,
    SHE,
    THEY,
    Found,
    Said,
    bearers,
    best_person,
    called,
    last_group,
    the_same,
)
from framing.annotation.sources.documents import issuer
from framing.annotation.sources.name_forms import PLACE
from framing.annotation.sources.name_words import FEMALE, MALE, UNKNOWN, name_words
from framing.annotation.sources.names import Names
from framing.annotation.sources.naming import Case, Context, beside, named
from framing.annotation.sources.relatives import noun_before, who_before
from framing.annotation.text.tokens import Tokens
from framing.lexicon import word_kinds

ABSENT, NAME, PRONOUN, PLURAL, FIRST_PERSON = range(5)
WE = word_kinds("source-words")["we"]
LONGEST = 12
"""Words of a source that are remembered."""
RELATIVES = word_kinds("source-words")["relative"]
WHO = RELATIVES | {"that"}


@dataclass(frozen=True)
class Speakers:
    """For each relation: who is meant.

    `how`: 0 no source, 1 a name in the source, 2 he or she, 3 they or it, 4 I or we, 5 a relative pronoun, 6 a phrase
    without a name; `entity` in `People`, or -1; `like`: row of an earlier relation whose source is meant (a pronoun for
    a source without a name), or -1; [`first`, `last`): tokens that describe the source, its own words or what stands
    before a relative pronoun; `place`: whether a country, a city or the like is the source by itself: "Moscow".
    """

    how: np.ndarray
    entity: np.ndarray
    like: np.ndarray
    first: np.ndarray
    last: np.ndarray
    place: np.ndarray


def find_speakers(context: Context, relations: pd.DataFrame, spans: pd.DataFrame) -> Speakers:
    """Resolve the sources of relations to persons and organisations of their article.

    Parameters
    ----------
    context : Context
        The text and what was found in it.
    relations, spans : DataFrame
        Attribution relations (relation, article, parent, form) and their spans (relation, role, first, last).

    Returns
    -------
    Speakers
        In the order of `relations`.

    Notes
    -----
    The rule, in the order of the text. A source with a name is that person, unless the name only belongs to somebody or
    something else ("a spokesman for Roth", "Roth's lawyer"). *He* and *she* are the best of the persons named in the
    eight sentences before, and of the sources without a name: near, first in their sentence, lately a speaker, of
    fitting gender, not inside what somebody says, not after a preposition or before 's. *They* and *it* are the last
    source that was an organisation or several people. *I* and *we* are the speaker of the relation round them. *Who* is
    the name right before it, or the source of the same sentence, else what the noun before it means. *The minister* is
    the last person called a minister in the article, headline included; *the ministry* the last organisation whose name
    holds the word, *the campaign* what was last called so with a name ("Roth's campaign"), *the agency* the likeliest
    organisation by type and nearness, *the statement* the last source, if it spoke in the three sentences before. A
    direct quotation without a source goes on with the speaker of the sentence before. A role in a headline is the one
    person of that role who speaks in the body. Everything else stays unresolved,
    and so does a pronoun none of whose candidates is convincing.
    """
    table = _sources(relations, spans)
    low = np.searchsorted(context.mention_last, table["first"].to_numpy(), side="right")
    high = np.searchsorted(context.mention_first, table["last"].to_numpy())
    how, entity, like, begin, end = (np.full(len(relations), fill, np.int64) for fill in (ABSENT, -1, -1, 0, 0))
    result = Speakers(how, entity, like, begin, end, np.zeros(len(relations), bool))
    columns = [table[c].tolist() for c in ("row", "first", "last", "position", "sentence", "parent", "direct")]
    course: list[Said] = []
    current = -1
    for article, case in zip(table["article"].tolist(), map(Case, *columns, low.tolist(), high.tolist()), strict=True):
        if article != current:
            current, course = article, []
        found = _resolve(case, context, course)
        result.how[case.row], result.entity[case.row], result.like[case.row] = found.how, found.entity, found.like
        result.first[case.row], result.last[case.row] = found.first, found.last
        _remember(case, found, context, course)
    _read_headlines(table, context, result)
    own = np.flatnonzero((result.how == FIRST_PERSON) & (result.like >= 0))  # "I" is whoever speaks round it
    result.entity[own] = result.entity[result.like[own]]
    return replace(result, place=_is_place(context.tokens, context.names, result))


def _read_headlines(table: pd.DataFrame, context: Context, result: Speakers) -> None:
    """Let the role that a headline names be the one person of that role who speaks below it: "We stay – minister"."""
    tokens, row = context.tokens, table["row"].to_numpy()
    position, article = table["position"].to_numpy(), table["article"].to_numpy()
    above = tokens.segment_part[tokens.segment[position]] == 0 if len(table) else np.zeros(0, bool)
    open_ = above & (result.how[row] == PHRASE) & (result.entity[row] < 0) & (result.like[row] < 0)
    for i in np.flatnonzero(open_).tolist():
        low, high = np.searchsorted(article, [article[i], article[i] + 1])
        speakers = set(result.entity[row[low:high][~above[low:high]]].tolist()) - {-1}
        fits = bearers(int(result.first[row[i]]), int(result.last[row[i]]), context, speakers)
        result.entity[row[i]] = fits[0] if len(fits) == 1 else -1


def _is_place(tokens: Tokens, names: Names, found: Speakers) -> np.ndarray:
    """Tell whether a source is the name of a place and nothing else."""
    if not len(names):
        return np.zeros(len(found.how), bool)
    begin = found.first + np.append(tokens.flag(["the"]), False)[found.first]
    run = np.minimum(np.searchsorted(names.first, begin), len(names) - 1)
    owned = np.append(tokens.flag(["'s"]), False)[names.last[run]]
    demonyms = name_words().demonyms
    written = [" ".join(form.words) for form in names.forms]
    known = np.array([name.isupper() or name.lower() not in demonyms for name in written])  # the EU, not the French
    alone = (names.first[run] == begin) & (names.last[run] == found.last - owned) & (found.first < found.last)
    return alone & (names.kind[run] == PLACE) & known[names.form[run]]


def _sources(relations: pd.DataFrame, spans: pd.DataFrame) -> pd.DataFrame:
    """One row a relation in order of the text: its first source span, and where it stands."""
    ordered = spans.sort_values("first")
    source = ordered[ordered["role"] == "source"].drop_duplicates("relation").set_index("relation")
    anchor = ordered.drop_duplicates("relation").set_index("relation")["first"]
    relation = relations["relation"]
    table = pd.DataFrame({"first": relation.map(source["first"]), "last": relation.map(source["last"])})
    position = table["first"].fillna(relation.map(anchor)).fillna(0).astype(np.int64)
    row_of = pd.Series(np.arange(len(relations)), index=relation)
    table = (
        table.fillna(0)
        .astype(np.int64)
        .assign(
            row=np.arange(len(relations)),
            position=position,
            sentence=relations["sentence"],
            parent=relations["parent"].map(row_of).fillna(-1).astype(np.int64),
            direct=relations["form"].isin(["direct", "mixed"]),
            article=relations["article"],
        )
    )
    return table.sort_values(["article", "position", "row"], ignore_index=True)


def _resolve(case: Case, context: Context, course: list[Said]) -> Found:
    if case.first == case.last:
        goes_on = case.direct and course and case.sentence - course[-1].sentence <= 1
        return Found(ABSENT, course[-1].entity, course[-1].row) if goes_on else Found(ABSENT)
    if _is_nobody(case, context):
        return Found(ABSENT)
    word = context.word(case.first).partition("'")[0] if case.last - case.first == 1 else ""  # he's
    if word in WHO or context.word(case.first) in RELATIVES or context.word(case.last - 1) in RELATIVES:
        found = who_before(case, context, course)
        first, last = noun_before(case, context, case.first)
        if max(found.entity, found.like) >= 0 or first == last:
            return found
        low, high = bisect_left(context.starts, first), bisect_left(context.starts, last)
        found = _resolve_words(replace(case, first=first, last=last, low=low, high=high), context, course)
        return replace(found, first=first, last=last)
    if word in HE or word in SHE:
        found = best_person(case, context, course, MALE if word in HE else FEMALE).as_(PRONOUN)
    elif word in THEY:
        found = last_group(case, context, course, plural=word.startswith("the")).as_(PLURAL)
    elif word in WE:
        found = Found(FIRST_PERSON, -1, case.parent)
    else:
        found = _resolve_words(case, context, course)
    if found.first < found.last:
        return found
    return Found(found.how, found.entity, found.like, case.first, case.last)


def _is_nobody(case: Case, context: Context) -> bool:
    """Whether the words of a source say that there is none: "nobody", "no official"."""
    first, second = (context.word(token) for token in (case.first, min(case.first + 1, len(context.folds) - 1)))
    if first == "no":
        return case.last - case.first > 1 and second.isalpha()  # not "No. 10"
    return first in {"nobody", "none"}


def _resolve_words(case: Case, context: Context, course: list[Said]) -> Found:
    if case.last - case.first == 3 and context.word(case.first + 1) == "same":
        return the_same(case, context, course)
    entity = issuer(case, context)
    entity = entity if entity >= 0 else named(case, context)
    if entity >= 0:
        return Found(NAME, entity)
    entity = beside(case, context)
    return Found(PHRASE, entity) if entity >= 0 else called(case, context, course).as_(PHRASE)


def _remember(case: Case, found: Found, context: Context, course: list[Said]) -> None:
    """Note who spoke, for the pronouns to come; a source that nobody named is remembered by its relation."""
    if found.how == FIRST_PERSON or (found.how in {ABSENT, PRONOUN} and found.entity < 0 and found.like < 0):
        return
    row = found.like if found.entity < 0 and found.like >= 0 else case.row
    gender, many, human = UNKNOWN, found.how == PLURAL, found.how in {NAME, PRONOUN}
    if found.how == PHRASE:
        gender, many, human = context.traits(found.first, found.last)
    elif found.how == PRONOUN:
        gender = MALE if context.word(case.first) in HE else FEMALE
    relative = case.first < case.last and context.word(case.last - 1) in WHO
    if relative and found.entity < 0 and context.head(found.first, found.last) not in GENERIC:
        row, human, many = -1, False, False  # "a man who said": not whom the next sentence means
    words = frozenset(context.word(token) for token in range(found.first, min(found.last, found.first + LONGEST)))
    course.append(
        Said(
            row,
            case.sentence,
            found.entity,
            many,
            human,
            gender,
            context.head(found.first, found.last),
            words,
            case.parent >= 0,
            case.last,
        )
    )
