"""Speakers, types and cues of hand-made relations."""

import re

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from framing.annotation.attributions import attribution_tables, find_attributions
from framing.annotation.quotations.spans import find_quotations
from framing.annotation.sources.description import COLUMNS, describe_relations
from framing.annotation.text.tokens import tokenize
from framing.schema import ACTS, CUE_CLASSES, SOURCE_TYPES

MARK = re.compile(r"\[(S|C|Q)(\d*) (.*?)\]")


def marked(body, headline=""):
    """Read text in which [S0 …], [C0 …] and [Q0 …] are source, cue and content of relation 0."""
    plain, spans, at = "", [], 0
    for mark in MARK.finditer(body):
        plain += body[at : mark.start()]
        role = {"S": "source", "C": "cue", "Q": "content"}[mark[1]]
        spans.append((int(mark[2] or 0), role, len(plain), len(plain) + len(mark[3])))
        plain += mark[3]
        at = mark.end()
    plain += body[at:]
    tokens = tokenize(pd.DataFrame({"article_id": ["a"], "headline": [headline], "body": [plain]}))
    table = pd.DataFrame(spans, columns=["relation", "role", "start", "end"]).assign(article_id="a", part="body")
    table["first"], table["last"] = tokens.locate(table)
    first = table.groupby("relation")["first"].min()
    quoted = {r for r, role, a, _ in spans if role == "content" and plain[a - 1 : a] in {'"', "“"}}
    relations = pd.DataFrame(
        {
            "relation": first.index,
            "article": 0,
            "sentence": tokens.sentence[first.to_numpy()],
            "parent": -1,
            "form": ["direct" if r in quoted else "indirect" for r in first.index],
            "confidence": 1.0,
        }
    )
    return tokens, relations, table[["relation", "role", "first", "last"]]


def described(body, headline=""):
    return describe_relations(*marked(body, headline))


def speakers(body, headline=""):
    return [None if pd.isna(name) else name for name in described(body, headline)["speaker"]]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("Anna Roth, the mayor, arrived late. [S0 Roth] [C0 said] [Q0 the bridge was safe].", ["Anna Roth"]),
        ("Gen. Boris Linden came. Anna Roth left. [S0 The general] [C0 said] [Q0 no].", ["Boris Linden"]),
        ("[S0 Chief of the Strategic Missile Forces Viktor Orsk] [C0 said] [Q0 there was none].", ["Viktor Orsk"]),
        ("Then Boris Linden — [S0 who] [C0 said] [Q0 no] — left.", ["Boris Linden"]),
        ("Then Boris Linden, [S0 who is a baker] [C0 said] [Q0 no].", ["Boris Linden"]),
        ("[S0 One of those aides] [C0 said] [Q0 no].", ["one of those aides"]),
        (
            "Anna Roth, the finance minister, left. The minister opposed the plan. [S0 She] [C0 said] [Q0 yes].",
            ["Anna Roth"],
        ),
        ("When Boris Linden came in, [S0 he] [C0 said] [Q0 nothing]. Max Roth left.", ["Boris Linden"]),
        (  # whose a document is
            "Norda Group issued a statement. Anna Roth saw it and left. [S0 The statement] [C0 said] [Q0 yes].",
            ["Norda Group"],
        ),
        (
            "It was a lawsuit filed by Boris Linden. He met Anna Roth. [S0 The suit] [C0 says] [Q0 yes].",
            ["Boris Linden"],
        ),
        (
            "[S0 The Orlov press service] [C0 said] [Q0 no]. [S1 The press service] [C1 said] [Q1 yes].",
            ["Orlov press service"] * 2,
        ),
        ("[S0 The ministry's Telegram channel] [C0 posted] [Q0 all was well].", ["ministry's Telegram channel"]),
        ("[S0 Jewish groups] [C0 said] [Q0 no].", ["Jewish groups"]),
        (  # the object of "about" is not in apposition with who speaks
            "When asked about Sgt Linden, [S0 the mayor] [C0 said] [Q0 no].",
            [None],
        ),
        ("[S0 Anna Roth] [C0 said] [Q0 it was safe]. [S1 She] [C1 added] [Q1 that cars may pass].", ["Anna Roth"] * 2),
        (
            "Anna Roth met Boris Linden on Monday. [S0 He] [C0 said] [Q0 talks went well].",
            ["Boris Linden"],
        ),
        (
            "Interior Minister Anna Roth spoke first. Boris Linden, a farmer, listened. [S0 The minister] [C0 said] "
            "[Q0 order was restored].",
            ["Anna Roth"],
        ),
        (
            "The Foreign Ministry protested. Nobody answered. [S0 The ministry] [C0 said] [Q0 it would wait].",
            ["Foreign Ministry"],
        ),
        ("[S0 A spokesman for Anna Roth] [C0 said] [Q0 she was ill].", ["spokesman for Anna Roth"]),
        ("[S0 A spokesman for President Anna Roth] [C0 said] [Q0 no].", ["spokesman for President Anna Roth"]),
        ("[S0 Anna Roth's lawyer, Boris Linden,] [C0 said] [Q0 she was ill].", ["Boris Linden"]),
        ("It was Boris Linden, [S0 who] [C0 claimed] [Q0 the opposite].", ["Boris Linden"]),
        ("[S0 Minister for Transport Anna Roth] [C0 said] [Q0 trains run].", ["Anna Roth"]),
        ("[S0 Russian Ambassador to Iran Levan Petrov] [C0 said] [Q0 visas end].", ["Levan Petrov"]),
        (
            "[S0 The Harbour Council] [C0 protested] [Q0 in a letter]. [Q1 “We stay,”] [C1 read] [S1 the letter].",
            ["Harbour Council"] * 2,
        ),
        (
            "The Council for Open Water met. [S0 The Council] [C0 said] [Q0 it was late].",
            ["Council for Open Water"],
        ),
        (
            "Union president Boris Linden spoke first. “[Q0 No,]” [S0 Zupanov] [C0 said]. “[Q1 Never,]” [S1 he] "
            "[C1 added].",
            ["Zupanov"] * 2,
        ),
        ("Boris Linden left. Photo for China Daily Linden smiles. [S0 He] [C0 said] [Q0 no].", ["Boris Linden"]),
        ("[S0 A report by Valley Rights Monitor] [C0 said] [Q0 no].", ["Valley Rights Monitor"]),
        ("[S0 a study published by the Harbour Institute] [C0 said] [Q0 no].", ["Harbour Institute"]),
        ("[S0 Anna Roth's letter] [C0 said] [Q0 no]. [S1 The letter] [C1 added] [Q1 so].", ["Anna Roth"] * 2),
        ("Asked by Ana Roe, [S0 the mayor] [C0 said] [Q0 no].", [None]),
        ("Speaking to Gen. Maly, [S0 the mayor] [C0 said] [Q0 no].", [None]),
        (
            "[S0 Boris Linden] [C0 said] [Q0 no]. It was late, [C1 according to] [S1 the same source].",
            ["Boris Linden"] * 2,
        ),
        ("[S0 Nobody] [C0 says] [Q0 so]. [S1 No official] [C1 called] [Q1 them that].", [None, None]),
        (
            "[S0 A spokesman for the port] [C0 said] [Q0 no]. Rain fell. [S1 The spokesman] [C1 added] [Q1 so].",
            ["spokesman for the port"] * 2,
        ),
        ("It was Anna Roth, the mayor of Orlov, [S0 who] [C0 said] [Q0 no].", ["Anna Roth"]),
        ("Sergeant Maya Holt ran. [S0 The 29-year-old] [C0 said] [Q0 no].", ["Maya Holt"]),
        (
            "“[Q0 No],” [C0 said] [S0 one plumber from Orlov], [S1 who] [C1 added] [Q1 so].",
            ["plumber from Orlov"] * 2,
        ),
        ("[C0 said] Anna [S0 Roth] [Q0 no].", ["Anna Roth"]),
        (  # what the source was called when it was named
            "[S0 Spokesman for Orlov's Trade Ministry Igor Maly] [C0 said] [Q0 no]. [S1 The Trade Ministry spokesman] "
            "[C1 added] [Q1 so].",
            ["Igor Maly"] * 2,
        ),
        (  # not the one from elsewhere
            "[S0 Vermont Senator Boris Linden] [C0 said] [Q0 no]. [S1 Texas Senator Anna Roth] [C1 said] [Q1 so]. "
            "[S2 The Vermont senator] [C2 said] [Q2 yes].",
            ["Boris Linden", "Anna Roth", "Boris Linden"],
        ),
        ("Boris Linden's campaign made a film. [S0 The campaign] [C0 said] [Q0 no].", ["Boris Linden's campaign"]),
        ("The union for Norda met Harbour. [S0 The union] [C0 said] [Q0 no].", ["union for Norda"]),
        (
            "The Harbour Authority met. It met the Fire Club. [S0 The authority] [C0 said] [Q0 no].",
            ["Harbour Authority"],
        ),
        ("Anna Roth's ad was aired. “[Q0 No],” [C0 says] [S0 a narrator].", ["Anna Roth"]),
        ("As for Max Linden, [S0 he] [C0 said] [Q0 no].", ["Max Linden"]),
        ("“[Q0 No],” [C0 posted] [S0 @freeorlov, an account].", ["@freeorlov"]),
        ("Rain fell. [S0 The letter] [C0 said] [Q0 it was late].", [None]),
        ("Rain fell. [S0 He] [C0 said] [Q0 it was late].", [None]),
        ("Rain fell. [S0 The minister] [C0 said] [Q0 it was late].", [None]),
    ],
)
def test_speakers_are_resolved_by_the_written_rule(body, expected):
    assert speakers(body) == expected


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("Police saw a banner [S0 that] [C0 said] [Q0 go home].", "banner"),
        ("It was in a letter to the mayor [S0 that] [C0 said] [Q0 talks were over].", "letter to the mayor"),
        ("The Harbour Authority issued a statement, [S0 which] [C0 said] [Q0 no].", "Harbour Authority"),
        ("He met residents [S0 who] [C0 said] [Q0 they were afraid].", "residents"),
        ("The head of the guild, [S0 who] [C0 said] [Q0 no], left.", "head of the guild"),
        ("Boris Linden came. The mayor Boris Linden met a nurse, [S0 who] [C0 said] [Q0 no].", "nurse"),
        ("Mayor Boris Linden came. Rain fell. The mayor, [S0 who] [C0 said] [Q0 no], left.", "Boris Linden"),
        ("Those [S0 who] [C0 said] [Q0 so] were wrong.", None),
        ("Rain fell, [S0 which] [C0 suggests] [Q0 that autumn came].", None),
    ],
)
def test_a_relative_pronoun_means_the_noun_before_it(body, expected):
    assert speakers(body) == [expected]


def test_a_man_in_a_relative_clause_is_not_whom_the_next_sentence_means():
    body = "Mayor Boris Linden met a man [S0 who] [C0 said] [Q0 no]. [S1 He] [C1 added] [Q1 that it was late]."
    assert speakers(body) == ["man", "Boris Linden"]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("The committee, which has probed it", "committee"),
        ("the employee, who did not give her name", "employee"),
        ("critics, including some of the guild", "critics"),
        ("A nurse who works at the clinic", "nurse who works at the clinic"),
        ("residents  of the town", "residents of the town"),
        ("The women, men and children of the town", "women, men and children of the town"),
        ('a "nation-state" attacker', '"nation-state" attacker'),
        ('the port workers "', "port workers"),
        ("those allies of the guild", "allies of the guild"),
    ],
)
def test_a_source_without_a_name_is_called_in_few_words(source, expected):
    assert speakers(f"[S0 {source}] [C0 said] [Q0 it was late].") == [expected]


MINISTERS = "Foreign Minister Anna Roth said on Monday that the talks would go on. "


@pytest.mark.parametrize(
    ("headline", "body", "expected"),
    [
        ("We will not yield – minister", MINISTERS, "Anna Roth"),
        ("Minister: We will not yield to pressure", MINISTERS, "Anna Roth"),
        ("Talks will go on, minister says", MINISTERS, "Anna Roth"),
        ("PM: We will not yield to pressure", "Prime Minister Anna Roth said she would stay.", "Anna Roth"),
        ("Senator calls vote a sham", "Sen. Anna Roth called the vote a sham on Monday.", "Anna Roth"),
        ("Foreign minister: We will not yield", f"{MINISTERS}Trade Minister Boris Linden said no.", "Anna Roth"),
        ("Minister: We will not yield to pressure", f"{MINISTERS}Trade Minister Boris Linden said no.", "Minister"),
        ("Trade minister: We will not yield", MINISTERS, "trade minister"),
        ("Talks will go on - police", MINISTERS, "police"),
        ("Talks will go on - official", "A ministry official said the talks would go on.", "official"),
    ],
)
def test_a_role_in_a_headline_is_the_one_person_of_that_role_who_speaks_below(headline, body, expected):
    tokens = tokenize(pd.DataFrame({"article_id": ["a"], "headline": [headline], "body": [body]}))
    table, spans = attribution_tables(tokens, find_attributions(tokens, find_quotations(tokens)))
    above = spans.loc[spans["part"] == "headline", "attribution"]
    assert table.loc[table["attribution"].isin(above), "speaker"].tolist() == [expected]


def test_he_and_she_follow_the_gender_of_titles_and_first_names():
    body = "Mr Linden met Mrs Roth. [S0 He] [C0 said] [Q0 yes]. [S1 She] [C1 said] [Q1 no]."
    assert speakers(body) == ["Linden", "Roth"]


def test_a_pronoun_for_a_source_without_a_name_is_that_source():
    table = described("[S0 A police spokeswoman] [C0 said] [Q0 two were held]. [S1 She] [C1 gave] [Q1 no names].")
    assert table["speaker"].tolist() == ["police spokeswoman"] * 2
    assert not table["named"].any()
    assert table["source_type"].tolist() == ["security"] * 2


def test_the_headline_helps_to_the_full_name():
    assert speakers("[S0 Linden] [C0 denied] [Q0 it].", headline="Boris Linden denies fraud") == ["Boris Linden"]


def test_a_quotation_without_a_source_goes_on_with_the_speaker_before_it():
    body = "“[Q0 We stay]”, [C0 said] [S0 Anna Roth]. “[Q1 Nobody will move us.]”"
    assert speakers(body) == ["Anna Roth", "Anna Roth"]


def test_i_inside_a_quotation_is_the_speaker_of_the_relation_round_it():
    tokens, relations, spans = marked("[S0 Anna Roth] [C0 said] [Q0 that she knew]. [S1 I] [C1 think] [Q1 so].")
    relations["parent"] = [-1, 0]
    assert describe_relations(tokens, relations, spans)["speaker"].tolist() == ["Anna Roth", "Anna Roth"]


def test_spellings_are_joined_by_the_alias_table_and_public_figures_by_their_surname():
    assert speakers("[S0 Toqaev] [C0 said] [Q0 no].") == ["Kassym-Jomart Tokayev"]
    assert speakers("[S0 Kasym-Zhomart Tokaev] [C0 said] [Q0 no].") == ["Kassym-Jomart Tokayev"]
    assert speakers("[S0 HRW] [C0 said] [Q0 no].") == ["Human Rights Watch"]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("Interior Minister Anna Roth", "government"),
        ("a government spokesman", "government"),
        ("the opposition leader Boris Linden", "opposition"),
        ("protesters", "opposition"),
        ("a police spokesman", "security"),
        ("Judge Anna Roth", "justice"),
        ("a professor at the university", "expert"),
        ("Human Rights Watch", "civil_society"),
        ("Boris Linden, chief executive of the company", "business"),
        ("the news agency", "media"),
        ("the head coach", "culture_sport"),
        ("a witness", "citizen"),
        ("sources", "anonymous"),
    ],
)
def test_each_type_of_source_in_plain_cases(source, expected):
    assert described(f"On Monday [S0 {source}] [C0 said] [Q0 that it was over].")["source_type"].tolist() == [expected]


def test_an_apposition_elsewhere_in_the_article_gives_the_type():
    body = "Anna Roth, a surgeon at the hospital, was there. Later [S0 Roth] [C0 said] [Q0 many were hurt]."
    assert described(body)["source_type"].tolist() == ["expert"]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("Anna Roth, who runs a human rights group in the city, left. [S0 Roth] [C0 said] [Q0 no].", "civil_society"),
        ("Anna Roth, 34, a plumber, was there. [S0 Roth] [C0 said] [Q0 she ran].", "citizen"),
    ],
)
def test_words_before_and_after_a_name_give_the_type(body, expected):
    assert described(body)["source_type"].tolist() == [expected]


def test_a_place_that_speaks_is_a_named_source():
    row = described("[S0 Moscow] [C0 denied] [Q0 any part in it].").iloc[0]
    assert (row["speaker"], row["source_type"], row["named"]) == ("Moscow", "government", True)
    assert speakers("[S0 Trump] [C0 spoke] [Q0 outside Trump Tower].") == ["Donald Trump"]


def test_an_abbreviated_union_or_country_speaks_and_people_called_after_one_are_no_place():
    table = described(
        "[S0 The EU] [C0 said] [Q0 no]. [S1 The U.S.] [C1 said] [Q1 so]. [S2 The French] [C2 said] [Q2 no]."
    )
    assert table["speaker"].fillna("").tolist()[1:] == ["U.S.", ""] and table["named"].tolist() == [True, True, False]


def test_words_that_name_nobody_are_no_speaker():
    assert speakers("[S0 Some] [C0 said] [Q0 so]. [S1 You] [C1 know] [Q1 it]. [S2 Officials] [C2 said] [Q2 so].") == [
        None,
        None,
        "officials",
    ]


def test_no_source_no_type():
    row = described("It was [C0 reportedly] [Q0 over by noon].").iloc[0]
    assert pd.isna(row["source_text"]) and pd.isna(row["source_type"]) and pd.isna(row["speaker"])
    assert row["cue_class"] == "doubting" and not row["named"]


def test_columns_and_values_keep_to_the_schema():
    table = described("[S0 Anna Roth] [C0 has repeatedly claimed] [Q0 this]. [S1 He] [C1 xyzzed] [Q1 that].")
    assert list(table.columns) == COLUMNS
    assert table.loc[0, "cue_text"] == "has repeatedly claimed" and table.loc[0, "cue_class"] == "doubting"
    assert pd.isna(table.loc[1, "cue_class"]) and pd.isna(table.loc[1, "act"])
    for name, values in (("source_type", SOURCE_TYPES), ("cue_class", CUE_CLASSES), ("act", ACTS)):
        assert set(table[name].dropna()) <= set(values)


def test_no_relations_give_an_empty_table():
    tokens = tokenize(pd.DataFrame({"article_id": ["a"], "headline": [""], "body": ["Nobody spoke."]}))
    relations = pd.DataFrame(
        {name: pd.Series(dtype="int64") for name in ("relation", "article", "sentence", "parent")}
    ).assign(form=pd.Series(dtype="str"), confidence=pd.Series(dtype=float))
    spans = pd.DataFrame({name: pd.Series(dtype="int64") for name in ("relation", "first", "last")})
    spans.insert(1, "role", pd.Series(dtype="str"))
    assert describe_relations(tokens, relations, spans).empty


def test_nothing_given_is_changed():
    tokens, relations, spans = marked("[S0 Anna Roth] [C0 said] [Q0 it]. [S1 She] [C1 left] [Q1 it].")
    before = relations.copy(), spans.copy()
    describe_relations(tokens, relations, spans)
    pd.testing.assert_frame_equal(relations, before[0])
    pd.testing.assert_frame_equal(spans, before[1])


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            ["Anna", "Roth", "he", "the", "minister", ",", ".", "said", "’s", "-", "of", "UN", "“", "\n", "34", "É"]
        ),
        min_size=3,
        max_size=40,
    ),
    st.data(),
)
def test_any_text_and_any_spans_are_described(words, data):
    tokens = tokenize(pd.DataFrame({"article_id": ["a"], "headline": [" ".join(words[:2])], "body": [" ".join(words)]}))
    body = np.flatnonzero(tokens.segment == 1)
    if not len(body):
        return
    cuts = sorted(data.draw(st.lists(st.sampled_from(body.tolist()), min_size=3, max_size=3)))
    rows = [(0, role, cut, cut + 1) for role, cut in zip(["source", "cue", "content"], cuts, strict=True)]
    spans = pd.DataFrame(rows, columns=["relation", "role", "first", "last"])
    sentence = int(tokens.sentence[cuts[0]])
    relations = pd.DataFrame(
        [(0, 0, sentence, -1, "direct", 0.5)],
        columns=["relation", "article", "sentence", "parent", "form", "confidence"],
    )
    assert len(describe_relations(tokens, relations, spans)) == 1


def test_an_alliance_has_one_name_and_one_type():
    body = (
        "[S0 The Collective Security Treaty Organization] [C0 said] [Q0 yes]. [S1 The CSTO] [C1 said] [Q1 no]. "
        "[S2 The alliance] [C2 added] [Q2 that troops would leave]."
    )
    table = described(body)
    assert set(table["speaker"]) == {"CSTO"}
    assert set(table["source_type"]) == {"civil_society"}


@pytest.mark.parametrize(
    ("source", "source_type"),
    [
        ("The press service of the Interior Ministry", "government"),
        ("The press office of the airport", "business"),
        ("The press service of the football club", "culture_sport"),
        ("Local authorities", "government"),
        ("NATO officials", "civil_society"),
    ],
)
def test_a_press_service_has_the_type_of_its_office(source, source_type):
    assert described(f"[S0 {source}] [C0 said] [Q0 there was none].")["source_type"].tolist() == [source_type]
