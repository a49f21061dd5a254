import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from framing import schema
from framing.annotation.attributions import attribution_tables, find_attributions
from framing.annotation.quotations.spans import find_quotations
from framing.annotation.text.tokens import tokenize
from framing.errors import FramingError


def articles(*bodies, headlines=None):
    return pd.DataFrame(
        {
            "article_id": [f"a{i}" for i in range(len(bodies))],
            "headline": list(headlines or [""] * len(bodies)),
            "body": list(bodies),
        }
    )


def relations(table):
    tokens = tokenize(table)
    return tokens, find_attributions(tokens, find_quotations(tokens))


def readings(tokens, found):
    """Each relation as a dict of role -> texts of its spans."""
    texts = tokens.table(found.spans["first"], found.spans["last"])["text"]
    rows = [{"source": [], "cue": [], "content": []} for _ in range(len(found))]
    for relation, role, text in zip(found.spans["relation"], found.spans["role"], texts, strict=True):
        rows[relation][role].append(text)
    return rows


def read(body="", headline=""):
    tokens, found = relations(articles(body, headlines=[headline]))
    return readings(tokens, found), found.relations


def only(body="", headline=""):
    rows, table = read(body, headline)
    assert len(rows) == 1, rows
    return rows[0], table.iloc[0]


LEDE = "Shops in the port stayed shut for a third day on Monday. "


def test_a_direct_quotation_with_its_cue_behind_it():
    row, table = only(LEDE + "“We will not leave until the price of bread falls,” said Dana Orlova, a teacher.")
    assert row["source"][0].startswith("Dana Orlova")
    assert row["cue"] == ["said"]
    assert "We will not leave until the price of bread falls" in row["content"][0]
    assert table["form"] == "direct"


def test_a_quotation_interrupted_by_its_cue_is_one_relation_with_two_contents():
    row, table = only(LEDE + "“We came in peace,” Mr. Orlov said, “and we will leave in peace when they listen to us.”")
    assert row["source"] == ["Mr. Orlov"]
    assert len(row["content"]) == 2
    assert table["form"] == "direct"


def test_indirect_speech():
    row, table = only(LEDE + "The interior ministry said that 26 people had been arrested near the harbour.")
    assert row["source"] == ["The interior ministry"]
    assert row["cue"] == ["said"]
    assert row["content"][0].endswith("26 people had been arrested near the harbour")
    assert table["form"] == "indirect"


def test_according_to():
    row, _ = only(LEDE + "According to the city council, eleven windows were broken overnight.")
    assert row["source"] == ["the city council"]
    assert row["cue"] == ["According to"]
    assert "windows were broken overnight" in row["content"][0]


def test_partly_quoted_content_is_mixed():
    row, table = only(LEDE + "The mayor said the crowd had been “badly misled by a handful of men” from outside.")
    assert row["source"] == ["The mayor"]
    assert table["form"] == "mixed"


@pytest.mark.parametrize(
    ("headline", "source", "content"),
    [
        ("Bridge to stay closed until spring, officials say", "officials", "Bridge to stay closed until spring"),
        ("Minister says fuel price will fall by June", "Minister", "fuel price will fall by June"),
    ],
)
def test_headlines_without_a_stop(headline, source, content):
    row, _ = only(headline=headline)
    assert row["source"] == [source]
    assert row["content"] == [content]


def headline_relation(headline, body):
    tokens, found = relations(articles(body, headlines=[headline]))
    rows = [row for row, at in zip(readings(tokens, found), found.relations["sentence"], strict=True) if at == 0]
    assert len(rows) == 1, rows
    return rows[0]


STRIKE = "The union leader Pavel Orlov said the strike would go on. “We will not give up,” Orlov said."


def test_a_colon_in_a_headline_speaks_for_a_source_of_the_body():
    row = headline_relation("Orlov: Strike to go on until Friday", STRIKE)
    assert row == {"source": ["Orlov"], "cue": [":"], "content": ["Strike to go on until Friday"]}


def test_a_dash_at_the_end_of_a_headline_speaks_for_a_source_of_the_body():
    row = headline_relation("Strike to go on until Friday - Orlov", STRIKE)
    assert row == {"source": ["Orlov"], "cue": ["-"], "content": ["Strike to go on until Friday"]}


def test_what_a_colon_introduces_may_hold_a_cue():
    row = headline_relation("Orlov: Harbour board rejects offer", STRIKE)
    assert row["source"] == ["Orlov"]
    assert row["content"] == ["Harbour board rejects offer"]


def test_a_colon_after_a_topic_does_not_speak():
    _, found = relations(articles(STRIKE, headlines=["Harbour strike: Five ships wait outside the port"]))
    assert not (found.relations["sentence"] == 0).any()


def test_a_plain_report_has_no_relation():
    rows, table = read("The ferry left at noon with forty cars on board. It reached the island an hour later.")
    assert rows == []
    assert list(table.columns) == ["relation", "article", "sentence", "parent", "form", "confidence"]


BODIES = (
    LEDE + "“We are tired,” said Dana Orlova. The ministry said that order had been restored.",
    'A spokesman denied that shots were fired. "It was fireworks," he added. "Nothing else."',
    "",
    "According to two officials, the order came late at night; the palace declined to comment.",
    "The union's lawyer told reporters the men were 'ordinary workers', not thieves. She called the law a mistake.",
)


def test_an_article_reads_the_same_alone_and_among_others():
    tokens, found = relations(articles(*BODIES * 3))
    rows = readings(tokens, found)
    for number, body in enumerate(BODIES * 3):
        mine = np.flatnonzero(found.relations["article"] == number)
        alone, table = read(body)
        assert [rows[i] for i in mine] == alone
        assert found.relations["confidence"].iloc[mine].tolist() == table["confidence"].tolist()


def test_relations_and_spans_are_in_order_and_stay_in_their_article():
    tokens, found = relations(articles(*BODIES))
    spans = found.spans
    assert found.relations["relation"].tolist() == list(range(len(found)))
    assert spans["relation"].is_monotonic_increasing
    assert (spans["first"] < spans["last"]).all()
    owner = found.relations["article"].to_numpy()[spans["relation"]]
    assert (tokens.article[spans["first"]] == owner).all()
    assert (tokens.article[spans["last"] - 1] == owner).all()
    roles = spans.groupby("relation")["role"].agg(list)
    assert all(r.count("cue") == 1 and "content" in r and r.count("source") <= 1 for r in roles)
    assert found.relations["confidence"].between(0, 1).all()


def test_an_odd_quotation_mark_leaves_the_later_paragraphs_alone():
    later = "\n\n".join(f"The bridge was closed for repair in week {i} and opened again." for i in range(2, 12))
    rows, _ = read("“We will stay, said Dana Orlova, a teacher from the port.\n\n" + later)
    assert not any("week 8" in text for row in rows for text in row["content"])


def test_an_unknown_model_is_a_plain_error():
    tokens = tokenize(articles("x"))
    with pytest.raises(FramingError, match="'best'"):
        find_attributions(tokens, find_quotations(tokens), model="best")


@settings(max_examples=40, deadline=None)
@given(st.lists(st.text(max_size=80), max_size=3))
def test_any_text_is_read(bodies):
    tokens, found = relations(articles(*bodies))
    assert (found.spans["last"] <= len(tokens)).all()


def test_a_relation_within_the_content_of_another_has_a_parent():
    rows, table = read(LEDE + "“He told me that the mayor had promised to pay for the damage,” Mrs. Orlova said.")
    assert table["parent"].tolist() == [1, -1]
    assert rows[1]["source"] == ["Mrs. Orlova"]
    assert rows[0]["source"] == ["He"]
    assert table["form"].tolist() == ["indirect", "direct"]


def test_tables_follow_the_schema_and_slice_back_to_the_text():
    table = articles(*BODIES, headlines=["Minister says fuel price will fall by June"] + [""] * (len(BODIES) - 1))
    tokens, found = relations(table)
    attributions, spans = attribution_tables(tokens, found)
    schema.ATTRIBUTIONS.check(attributions)
    schema.ATTRIBUTION_SPANS.check(spans)
    texts = table.set_index("article_id")
    for row in spans.itertuples():
        assert texts.loc[row.article_id, row.part][row.start : row.end] == row.text
    assert attributions.groupby("article_id")["attribution"].agg(list).map(lambda n: n == list(range(len(n)))).all()
    assert attributions["cue_text"].notna().all()


def test_tables_of_no_relations_are_empty():
    tokens, found = relations(articles("The ferry left at noon."))
    attributions, spans = attribution_tables(tokens, found)
    assert len(attributions) == len(spans) == 0
    schema.ATTRIBUTIONS.check(attributions)
