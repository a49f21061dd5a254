"""Who is named: nouns and modifiers, words that name nobody, phrases before words, forms of a term."""

import numpy as np
import pandas as pd
import pytest

from framing import schema
from framing.annotation.mentions import find_mentions
from framing.annotation.quotations.spans import find_quotations
from framing.annotation.text.inflection import noun_forms, plural
from framing.annotation.text.tokens import tokenize
from framing.annotation.voice.forms import find_forms
from framing.corpus.corpus import Corpus
from framing.errors import FramingError
from framing.lexicon import Lexicon, read_lexicon


def articles_of(*texts, headlines=None):
    headlines = headlines or [""] * len(texts)
    return pd.DataFrame(
        {
            "article_id": [f"a{i}" for i in range(len(texts))],
            "outlet_id": "o",
            "headline": headlines,
            "body": list(texts),
            "n_words": [len(text.split()) for text in texts],
        }
    )


def mentions_of(*texts, headlines=None, codebook="armed-conflict"):
    book = read_lexicon(codebook) if isinstance(codebook, str) else codebook
    articles = articles_of(*texts, headlines=headlines)
    tokens = tokenize(articles)
    return find_mentions(Corpus("t", articles, tokens=tokens, quotations=find_quotations(tokens), codebook=book))


def namings(text, codebook="armed-conflict"):
    found = mentions_of(text, codebook=codebook)
    return list(zip(found["text"], found["form"], strict=True))


def book_of(*rows):
    return Lexicon("mine", {}, pd.DataFrame(rows, columns=["term", "target", "category", "form"]))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The rebels left.", [("rebels", "noun")]),
        ("A rebel left.", [("rebel", "noun")]),
        ("A rebel commander left.", [("rebel", "modifier")]),
        ("They fled a rebel-held suburb.", [("rebel", "modifier")]),
        ("Militant attacks grew.", [("Militant", "modifier")]),
        ("The extremist Anis Orel was caught.", [("extremist", "noun")]),
        ("Rebel leader Jonas Odo spoke.", [("Rebel", "modifier")]),
        ("He saw the militants' camp.", [("militants", "noun")]),
        ("The terrorist's brother wept.", [("terrorist", "noun")]),
        ("TERRORISTS struck again.", [("TERRORISTS", "noun")]),
        ("Terrorist and extremist ideology spreads.", [("Terrorist", "modifier"), ("extremist", "modifier")]),
        ("A jihadist and a gunman fled.", [("jihadist", "noun"), ("gunman", "noun")]),
        ("Two gunmen opened fire.", [("gunmen", "noun")]),
        ("A militant killed two guards.", [("militant", "noun"), ("guards", "noun")]),
        ("They gave the police a card.", [("police", "noun")]),
        ("The police use tear gas there.", [("police", "noun")]),
        ("It is about police use of force there.", [("police", "modifier"), ("use of force", "noun")]),
        ("How would the police deal with it?", [("police", "noun")]),
        ("They hit the police first.", [("police", "noun")]),
        ("The government doesn't answer.", [("government", "noun")]),
        ("The rebels met soldiers fleeing the town.", [("rebels", "noun"), ("soldiers", "noun")]),
        ("The army using the road left.", [("army", "noun")]),
        ("The Norland government and rebel groups met.", [("government", "noun"), ("rebel groups", "noun")]),
        ("They fought the NATO-backed government, claimed Odo.", [("government", "noun")]),
        ("The gunman was shot.", [("gunman", "noun")]),
        ("They met radical Islamic preachers.", [("radical", "modifier")]),
        ("The radicals marched.", [("radicals", "noun")]),
        ("Foreign fighters crossed.", [("Foreign fighters", "noun")]),
        ('The "terrorist" attack failed.', [("terrorist", "modifier")]),
        ("Separatist-turned-mayor Odo spoke.", [("Separatist", "modifier")]),
        ("Thugs and bandits came.", [("Thugs", "noun"), ("bandits", "noun")]),
    ],
)  # fmt: skip
def test_nouns_and_modifiers(text, expected):
    assert namings(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Fighter jets roared over the bay.",
        "A radical change is due.",
        "The plan is not as radical as it seems.",
        "He rebels against the idea.",
        "The Economic Freedom Fighters walked out.",
        "They saw Bridge of Spies twice.",
        "The Anti-Terrorist Unit was praised.",
        "A counter-terrorist law was passed.",
        "The tax regime was eased.",
        "The chemist studied free radicals.",
        "A senator from Natovia spoke.",
    ],
)
def test_words_that_name_nobody_are_left_out(text):
    assert namings(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "They march in March.",
        "A flash mob danced.",
        "The market rally went on.",
        "The Food and Drug Administration met.",
    ],
)
def test_words_that_name_no_crowd_are_left_out(text):
    assert [text for text, _ in namings(text, "protest") if text != "march"] == []


def test_the_longest_term_wins_and_words_do_not_count_twice():
    found = mentions_of("Illegal immigrants and undocumented immigrants waited.", codebook="migration")
    assert found["term"].tolist() == ["illegal immigrant", "undocumented immigrant"]
    assert found["category"].tolist() == ["delegitimising", "neutral"]


def test_substrings_do_not_count():
    assert namings("The counteroffensive, the senator and rebellious youths; terroristic.") == []


def test_offsets_give_the_words_back():
    found = mentions_of(
        "Two men came.\nThe rebels – “the bandits” – fled.", "Nothing.", headlines=["Gunmen flee", "Thugs!"]
    )
    articles = articles_of("Two men came.\nThe rebels – “the bandits” – fled.", "Nothing.").set_index("article_id")
    articles["headline"] = ["Gunmen flee", "Thugs!"]
    for row in found.itertuples():
        assert articles.loc[row.article_id, row.part][row.start : row.end] == row.text
    assert found["article_id"].tolist() == ["a0", "a0", "a0", "a1"]
    assert found["mention"].tolist() == [0, 1, 2, 0]
    schema.MENTIONS.check(found)


def test_sentences_and_prominence():
    body = "One. Two came. The rebels came. The militants came. The gunmen came."
    found = mentions_of(body, headlines=["Terrorists come"])
    assert found["prominence"].tolist() == ["headline", "lede", "rest", "rest"]
    assert found["sentence"].tolist() == [0, 3, 4, 5]


def test_an_article_that_names_nobody_has_no_row():
    found = mentions_of("Rain fell.", "")
    assert len(found) == 0
    schema.MENTIONS.check(found)


def test_the_form_column_of_a_codebook():
    book = book_of(
        ("crook", "elite", "delegitimising", "noun"),
        ("foreign-paid", "elite", "delegitimising", "modifier"),
        ("crook farm", "elite", "neutral", "other"),
    )
    assert namings("The crook sat at a crook desk on Crook Farm, foreign-paid.", book) == [
        ("crook", "noun"),
        ("foreign-paid", "modifier"),
    ]


@pytest.mark.parametrize("term", ["protester", "law enforcement officer", "freedom fighter", "rebel-ruled town"])
def test_a_term_is_found_in_its_forms(term):
    book = book_of((term, "t", "neutral", ""))
    text = f"The {term} came. The {plural(term)} came. The {plural(term).replace('-', ' ')} came. {term.upper()}!"
    assert len(mentions_of(text, codebook=book)) == 4


def test_noun_forms():
    assert noun_forms("protest*") == ["protest*"]
    assert noun_forms("policeman") == ["policeman", "policemen"]
    assert noun_forms("lobby") == ["lobby", "lobbies"]
    assert noun_forms("coup plot") == ["coup plot", "coup plots", "coup-plot", "coup-plots"]


def test_a_lexicon_without_targets_is_no_codebook():
    with pytest.raises(FramingError, match="no codebook: it has no column 'target'"):
        mentions_of("Text.", codebook=Lexicon("words", {}, pd.DataFrame({"term": ["a"]})))


def test_an_unknown_category_is_told():
    with pytest.raises(FramingError, match="category 'hostile' of the term 'crook'"):
        mentions_of("Text.", codebook=book_of(("crook", "t", "hostile", "")))


def test_forms_of_no_labels():
    nothing = np.zeros(0, np.int64)
    assert len(find_forms(tokenize(articles_of("Text.")), nothing, nothing)) == 0
