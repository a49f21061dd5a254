from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from framing.annotation.annotate import annotate
from framing.annotation.harm.events import Event, events_in, find_events
from framing.annotation.harm.verbs import FORMS, harm_verbs
from framing.annotation.text.tokens import Tokens, tokenize
from framing.corpus.corpus import Corpus
from framing.lexicon import read_lexicon


def corpus_of(*bodies: str) -> Corpus:
    articles = pd.DataFrame(
        {
            "article_id": [f"a{i}" for i in range(len(bodies))],
            "outlet_id": "o",
            "headline": "",
            "body": list(bodies),
        }
    )
    return annotate(Corpus("test", articles), codebook="protest")


def read(body: str) -> tuple[Tokens, list[Event]]:
    tokens = tokenize(pd.DataFrame({"article_id": ["a"], "headline": [""], "body": [body]}))
    return tokens, events_in(tokens)


def text_of(tokens: Tokens, phrase: tuple[int, int] | None) -> str:
    return "" if phrase is None else tokens.text[tokens.start[phrase[0]] : tokens.end[phrase[1] - 1]]


# sentence: construction, agent, patient of its first verb of harm
CASES = {
    "Riot police beat up three students near the port.": ("active", "Riot police", ""),
    "Police in the capital detained 20 protesters.": ("active", "Police", "20 protesters"),
    "Soldiers opened fire on the crowd.": ("active", "Soldiers", "the crowd"),
    "The guards fired tear gas at marchers.": ("active", "The guards", "marchers"),
    "Officials said gunmen killed six workers in the plant.": ("active", "gunmen", "six workers"),
    "The officers who had entered the hall shot a student.": ("active", "The officers", "a student"),
    "The government is planning to deport the strikers.": ("active", "The government", "the strikers"),
    "The men were accused of killing a guard.": ("active", "The men", "a guard"),
    "A bomb went off at the gate, killing two men.": ("active", "A bomb", "two men"),
    "The general has cracked down on dissent.": ("active", "The general", "dissent"),
    "Protesters were killed.": ("passive", "", "Protesters"),
    "At least 12 protesters have been wounded in the square.": ("passive", "", "At least 12 protesters"),
    "Two men were shot dead by police on Monday.": ("passive_by", "police", "Two men"),
    "The strikers, who had camped for weeks, were dispersed by troops.": ("passive_by", "troops", "The strikers"),
    "The workers' leader (52) was jailed in May.": ("passive", "", "The workers' leader"),
    "Ten people detained in the raid will stand trial.": ("passive", "", "Ten people"),
    "A student shot by police is in hospital.": ("passive_by", "police", "A student"),
    "The clerk was arrested by mistake by the guards.": ("passive_by", "", "The clerk"),
    "Protesters clashed with police outside the bank.": ("reciprocal", "Protesters", "police"),
    "Three protesters died.": ("intransitive", "", "Three protesters"),
    "He was detained by Tuesday.": ("passive", "", "He"),
}


@pytest.mark.parametrize("sentence", CASES)
def test_who_does_what_to_whom(sentence: str) -> None:
    construction, agent, patient = CASES[sentence]
    tokens, events = read(sentence)
    event = events[0]
    assert event.construction == construction
    if agent or construction in ("passive", "intransitive"):
        assert text_of(tokens, event.agent) == agent
    if patient:
        assert text_of(tokens, event.patient) == patient


@pytest.mark.parametrize(
    "sentence",
    [
        "The attack on the bank shocked the town.",
        "The killing of the clerk was a surprise.",
        "Police raids went on all night.",
        "He stormed off after the vote.",
        "A wounded soldier and the injured were flown out.",
        "She kicked off the campaign in the port.",
        "The arrest warrant was read aloud.",
    ],
)
def test_nouns_and_other_senses_are_no_harm(sentence: str) -> None:
    assert read(sentence)[1] == []


def test_verbs_joined_by_and_share_their_subject() -> None:
    tokens, events = read("Four students were beaten and detained by the guards.")
    assert [e.construction for e in events] == ["passive", "passive_by"]
    assert {text_of(tokens, e.patient) for e in events} == {"Four students"}
    tokens, events = read("Gunmen stormed the bank and wounded two clerks.")
    assert [text_of(tokens, e.agent) for e in events] == ["Gunmen", "Gunmen"]
    tokens, events = read("Guards shot and killed a driver.")
    assert [text_of(tokens, e.patient) for e in events] == ["a driver", "a driver"]


def test_the_table_names_targets_and_voice() -> None:
    corpus = corpus_of(
        "Police detained 20 protesters. The protesters were beaten.",
        '"Police killed demonstrators," the lawyer said.',
    )
    table = find_events(corpus)
    first = table.iloc[0]
    assert (first["agent_target"], first["patient_target"]) == ("security-forces", "protesters")
    assert (first["verb"], first["category"], first["voice"]) == ("detain", "detention", "outlet")
    assert table.iloc[1]["construction"] == "passive"
    assert table.iloc[1]["patient_target"] == "protesters"
    assert pd.isna(table.iloc[1]["agent_target"]) and pd.isna(table.iloc[1]["agent_text"])
    assert table.iloc[2]["voice"] == "quoted"
    bodies = corpus.articles.set_index("article_id")["body"]
    for row in table.itertuples():
        assert bodies[row.article_id][row.start : row.end] == row.text


def test_no_verb_of_harm_gives_an_empty_table_with_all_columns() -> None:
    table = find_events(corpus_of("Rain fell on the square."))
    assert table.empty
    assert {"construction", "agent_target", "patient_target", "voice"} <= set(table.columns)


def test_the_examples_of_the_lexicon_hold() -> None:
    for row in read_lexicon("harm-verbs").examples.itertuples():
        tokens, events = read(row.text)
        sides = [f"{e.construction}: {text_of(tokens, e.agent)} > {text_of(tokens, e.patient)}" for e in events]
        assert " | ".join(sides).replace(":  >", ": >") == row.expected, row.because


def test_every_form_in_the_lexicon_is_found() -> None:
    terms = read_lexicon("harm-verbs").terms
    assert terms["term"].is_unique
    assert set(terms["frame"]) == {"transitive", "prepositional", "reciprocal", "intransitive"}
    forms = {word for form in FORMS for word in terms[form] if word}
    assert forms == set(harm_verbs())


WORDS = """police killed were the by protesters and , who . ( ) " attack attacking to of in has been detained shot"""


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(WORDS.split(" ")), max_size=25))
def test_any_order_of_words_gives_ranges_inside_the_sentence(words: list[str]) -> None:
    tokens, events = read(" ".join(words))
    for event in events:
        bounds = tokens.sentence[event.first], tokens.sentence[event.last - 1]
        assert bounds[0] == bounds[1]
        for phrase in (event.agent, event.patient):
            if phrase is not None:
                assert phrase[0] < phrase[1]
                assert tokens.sentence[phrase[0]] == tokens.sentence[phrase[1] - 1] == bounds[0]
