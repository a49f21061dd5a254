"""Whose word is it: every case that decided in real news, in sentences of our own."""

import re

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from framing.annotation.annotate import annotate
from framing.annotation.mentions import find_mentions
from framing.annotation.voice.voice import attributed, find_voice
from framing.corpus.corpus import Corpus
from framing.errors import FramingError
from framing.lexicon import read_lexicon

MARKED = re.compile(r"\[\[(.+?)\]\]")


def bare_corpus(body, headline="", codebook="protest"):
    """Give a corpus of one article with tokens, quotations and attributions."""
    articles = pd.DataFrame({"article_id": ["a"], "outlet_id": ["o"], "headline": [headline], "body": [body]})
    articles["n_words"] = articles["body"].str.split().str.len()
    return attributed(Corpus("test", articles)).with_(codebook=read_lexicon(codebook))


def code(marked, part="body"):
    """Code the labels in double square brackets; give the table of `find_voice`."""
    plain, starts = "", []
    position = 0
    for match in MARKED.finditer(marked):
        plain += marked[position : match.start()]
        starts.append((len(plain), len(plain) + len(match.group(1))))
        plain += match.group(1)
        position = match.end()
    plain += marked[position:]
    corpus = bare_corpus(plain) if part == "body" else bare_corpus("Some text follows.", headline=plain)
    spans = pd.DataFrame(starts, columns=["start", "end"]).assign(article_id="a", part=part)
    return find_voice(corpus, spans)


def voices(marked, part="body"):
    return code(marked, part)["voice"].tolist()


OUTLET = [
    "The [[rebels]] took the bridge at dawn.",
    "Police said on Monday that calm had returned. The [[rioters]] had gone home.",
    "The [[militants]] said they would lay down their arms.",
    "[[Activists]] told reporters that the vote was stolen.",
    "A [[rebel]] commander told the agency that talks had failed.",
    '"Open fire without warning" was the order on [[protesters]] he described as "bandits".',
    "The state of emergency was lifted after [[militants]] left the city.",
    "Order was restored in the square where the [[protesters]] had camped.",
    "The report on the camp surprised the [[refugees]].",
    '"We will never leave this valley to them" [Alpha is a [[terrorist]] group, banned in Orlia], the general said.',
    "The general said that Alpha (a [[terrorist]] group, banned in Orlia - Oria News) had left.",
    "The mayor said that Alpha, the [[militant]] group, had left the town.",
    "Orel says Orlia is worried about arms for Alpha, the Orlian-backed [[militant]] group.",
    "A [[rebel]] lawmaker found the right tone.",
    "The minister called the [[demonstrators]] a disgrace to the nation.",
    "I believe the [[protesters]] were right from the start.",
    "The apostrophes in the miners' and the [[protesters]]' songs are no marks of speech.",
    'He said the budget was "very sound" despite the thousands of [[protesters]] at the gates.',
]
QUOTED = [
    '"The [[terrorists]] have entered our capital and burned the hall," President Orman said.',
    'President Orman said: "We will wipe out the [[bandits]] in a day or two."',
    '"We are strong," he said, "and the [[bandits]] know it well enough by now."',
    '"We will break them before long," he said, "the [[terrorists]]."',
    "« Les [[terrorists]] will not pass the river, he wrote, and the town believed him.",
    '"The [[rioters]] burned my shop and ran off laughing, said Ada Orel.',
    'One neighbour heard a man shout that "the [[thugs]] are coming for all of us tonight".',
    "The crowd has gone. The [[thugs]] will never win! Mira Sol (@mirasol) January 9, 2019 She was not at home.",
]
REPORTED = [
    "The report on the camp lists forty [[refugees]].",  # what a document lists is the document's
    "The army said [[terrorists]] had mined the road.",
    "The army said on Tuesday that [[terrorists]] had mined the road.",
    "[[Rioters]] set fire to the depot, the interior ministry said on Tuesday.",
    "[[Rioters]] set fire to the depot, according to the interior ministry.",
    "According to the mayor, the [[thugs]] came in buses.",
    "[[Terrorists]] had mined the road, President Orman says.",
    "The depot, said Colonel Brandt, had been held by [[terrorists]] for a week.",
    "The president accused [[terrorists]] of burning the depot.",
    "The ministry blamed the fire on [[extremists]].",
    "He called on the [[protesters]] to go home.",
    "The candidate vows to deport [[illegal immigrants]] within a year.",
    "She wants to expel the [[extremists]] from the hall.",
    "The [[rioters]] were reportedly paid.",
    "He was held on suspicion of helping [[terrorists]].",
    "The man is said to be a [[militant]].",
    "As the agency reported, [[militants]] moved to the eastern suburb.",
    "The soldiers, who said that [[bandits]] had ambushed them, were sent home.",
    "Opponents say the ban, which bars nationals of five states and halts all [[refugees]], is illegal.",
    "A driver said he had seen forty [[militants]] at the well.",
    "[[Extremists]] will have to wear ankle bands, the cabinet agreed on Wednesday.",
    "He defended the ban on grounds it would keep [[terrorists]] out.",
    "In his view the [[thugs]] came from the coast.",
]
SCARE = [
    'The governor spoke of "[[rioters]]" in the square.',
    'Foreign-trained "[[terrorist]]" gangs had come over the hills, the paper wrote.',
    'He claimed that "20,000 [[bandits]]" had attacked the city.',
    'State television showed "[[thugs]], [[looters]] and [[traitors]]" in handcuffs.',
    "They are 'armed [[bandits]]' to the government.",
    "So-called [[peacekeepers]] took the airport.",
    "What the ministry called [[terrorists]] turned out to be shepherds.",
    "He branded the strikers [[traitors]].",
    "She called the marchers [[thugs]].",
    "The men, whom he called [[bandits]], were released.",
    "They were described as [[terrorists]] on state television.",
    "The court classifies the movement as [[extremist]].",
    "Three alleged [[militants]] were released without charge.",
    "The president's use of the word “[[terrorists]]” angered the families.",
    "The minister said: \"Those '[[terrorists]]' are our own children, every one of them.\"",
    "Though the branding of strikers as “[[terrorists]] and [[bandits]]” divided the country, the shops opened.",
]
REJECTED = [
    '"We are ordinary people, not [[terrorists]]," a baker said.',
    "The arrested men are not [[terrorists]], their lawyer said.",
    "The father denied his son was a [[terrorist]].",
    "He denies being an [[extremist]].",
    "The ambassador stopped short of calling them [[terrorists]].",
    "They're not [[rioters]], the priest said.",
    "The miners were never [[bandits]].",
    "These are workers rather than [[thugs]].",
]
CASES = [
    (sentence, voice)
    for voice, sentences in [
        ("outlet", OUTLET), ("quoted", QUOTED), ("reported", REPORTED), ("scare", SCARE), ("rejected", REJECTED)
    ]
    for sentence in sentences
]  # fmt: skip


@pytest.mark.parametrize(("sentence", "voice"), CASES)
def test_voice_of_a_label(sentence, voice):
    assert set(voices(sentence)) == {voice}


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Not only [[terrorists]] use such routes.", "outlet"),
        ("There will be no [[riots]] this year.", "outlet"),
        ("The driver, not known to have [[jihadist]] friends, lived alone.", "outlet"),
    ],
)
def test_a_denial_of_something_else_does_not_reject_the_label(sentence, expected):
    assert voices(sentence) == [expected]


def test_a_charge_that_is_rejected_is_not_the_label():
    assert voices("He rejected the charge of supporting [[terrorists]] in a letter.") != ["rejected"]


def test_two_voices_in_one_sentence():
    coded = voices('The order to "open fire" on [[protesters]] he described as "[[bandits]]" came at night.')
    assert coded == ["outlet", "scare"]


def test_a_quotation_over_paragraphs_with_no_closing_mark_holds_in_both():
    text = (
        '"The [[terrorists]] came at night and took the hall from us.\n\n'
        '"The [[bandits]] left in the morning with all we had," the mayor said.'
    )
    assert voices(text) == ["quoted", "quoted"]


def test_a_lost_mark_does_not_swallow_the_rest_of_the_article():
    text = '"We have nothing left to eat, said Ada Orel.\n\nThe [[rebels]] left the town.\n\nThe [[rioters]] came back.'
    assert voices(text) == ["outlet", "outlet"]


@pytest.mark.parametrize(
    ("headline", "voice"),
    [
        ("Police: [[terrorists]] behind blast", "reported"),
        ("[[Terrorists]] behind blast: ministry", "reported"),
        ("Syria: [[terrorists]] shell Aleppo, says army", "reported"),
        ("Aleppo: [[rebels]] take the capital", "outlet"),
        ("'Armed [[bandits]]' hit the capital", "scare"),
        ("[[Rebels]] take the capital", "outlet"),
    ],
)
def test_headlines(headline, voice):
    assert voices(headline, part="headline") == [voice]


def test_the_source_that_the_rules_saw_is_given_without_attributions():
    row = code("The interior ministry said that [[rioters]] had set fire to the depot.").iloc[0]
    assert (row["source_text"], row["voice"]) == ("The interior ministry", "reported")
    own = code("The [[rioters]] left.").iloc[0]
    assert pd.isna(own["source_text"])
    assert pd.isna(own["attribution"])


def test_the_one_who_calls_is_the_source_though_the_verb_stands_in_a_relative_clause():
    row = code("President Orel spoke of a plot by what he called “[[thugs]]” from abroad.").iloc[0]
    assert (row["voice"], row["speaker"]) == ("scare", "Orel")


def test_hearsay_has_no_source():
    assert code("The [[rioters]] were reportedly paid.")["source_text"].isna().all()


def test_spans_that_touch_no_word_have_no_voice():
    corpus = bare_corpus("Rebels left.")
    spans = pd.DataFrame({"article_id": ["a", "b"], "part": "body", "start": [11, 0], "end": [11, 5], "mine": [1, 2]})
    coded = find_voice(corpus, spans)
    assert coded["voice"].isna().all()
    assert coded["mine"].tolist() == [1, 2]


def test_a_missing_column_is_told_in_one_sentence():
    with pytest.raises(FramingError, match="no column 'start'"):
        find_voice(bare_corpus("Rebels left."), pd.DataFrame({"article_id": ["a"], "part": ["body"]}))


def test_the_spans_stay_as_they_were():
    spans = pd.DataFrame({"article_id": ["a"], "part": ["body"], "start": [0], "end": [6]})
    before = spans.copy()
    find_voice(bare_corpus("Rebels left."), spans)
    pd.testing.assert_frame_equal(spans, before)


TERMS = sorted(
    row.term
    for row in read_lexicon("protest").terms.itertuples()
    if row.form == ""
    and not row.needs
    and row.target in {"protesters", "foreign-forces", "security-forces"}
    and "-" not in row.term
)


@settings(max_examples=60, deadline=None)
@given(term=st.sampled_from(TERMS), who=st.sampled_from(["the mayor said", "President Orman said", "said Ada Orel"]))
def test_moving_a_word_into_a_quotation_changes_its_voice_and_never_its_category_or_weight(term, who):
    book = read_lexicon("protest").terms.set_index("term")
    own = find_mentions(bare_corpus(f"In the end the {term} came to our town at noon."))
    moved = find_mentions(bare_corpus(f'"In the end the {term} came to our town at noon," {who}.'))
    assert (own["voice"].unique().tolist(), moved["voice"].unique().tolist()) == (["outlet"], ["quoted"])
    for name in ("term", "target", "category", "form"):
        assert own[name].tolist() == moved[name].tolist()
    assert book.loc[own["term"], "weight"].tolist() == book.loc[moved["term"], "weight"].tolist()


@settings(max_examples=40, deadline=None)
@given(text=st.text(alphabet="terrorists said \"'“”«»()[],.-–:;\n@", max_size=120))
def test_no_text_is_too_odd(text):
    find_mentions(bare_corpus(text + " the rebels said.", codebook="armed-conflict"))


def test_a_president_who_brands_a_crowd_answers_for_the_words_and_the_author_for_his_own():
    body = (
        "Protests over the price of gas spread to the capital. On Friday, President Kasim Orel described the "
        "violence as a coup staged by what he called “terrorists and thugs” backed by foreign powers. Though branding "
        "of protesters as “terrorists and bandits” has divided the country, the protesters kept to the square."
    )
    articles = bare_corpus(body).articles
    found = annotate(Corpus("op-ed", articles), codebook="protest").mentions.set_index("text")
    assert set(found.loc[["terrorists", "thugs", "bandits"], "voice"]) == {"scare"}
    assert set(found.loc[["Protests", "protesters"], "voice"]) == {"outlet"}
    first = found.loc["thugs"]
    assert (first["speaker"], first["source_type"]) == ("Kasim Orel", "government")
