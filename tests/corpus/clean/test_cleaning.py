"""Rules in order, each one to be switched off, and a record of all they did."""

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from framing import schema
from framing.corpus.clean.cleaning import RULES, choose_rules, clean_articles, list_cleaning_rules
from framing.corpus.reading import read_corpus
from framing.errors import FramingError


def table(*bodies):
    rows = [{"article_id": f"a{i}", "outlet_id": "o", "headline": "H", "body": body} for i, body in enumerate(bodies)]
    return schema.ARTICLES.cast(pd.DataFrame(rows).assign(n_words=1))


def test_founding_shape_comes_out_as_headline_byline_and_body(page):
    corpus = read_corpus(page)
    article = corpus.articles.iloc[0]
    assert article["headline"].startswith("Orvania after the crisis")
    assert article["byline"] == "Mirela Santo"
    paragraphs = article["body"].split("\n\n")
    assert [p.split()[0] for p in paragraphs] == ["After", "In", "The", "Branding"]
    reasons = dict(zip(corpus.cleaning["rule"], corpus.cleaning["text"], strict=True))
    assert reasons["junk_line"] == "qweqwe"
    assert reasons["news_code"] == "News code : ۴۷۱۹۹۰۲"
    assert reasons["end_marker"] == "endNewsMessage1"
    assert reasons["comments"] == "Comments"
    assert reasons["repeated_lede"].startswith("The whole continent")
    assert reasons["bio"].startswith("What follows is")


def test_each_line_of_the_file_is_accounted_for(page):
    corpus = read_corpus(page)
    article = corpus.articles.iloc[0]
    removed = set(corpus.cleaning.loc[corpus.cleaning["replacement"] == "", "text"])
    kept = {article["headline"], *article["body"].split("\n\n")}
    for line in page.read_text(encoding="utf-8").replace("\u00a0", " ").split("\n"):
        assert not line.strip() or line.strip() in kept or line.strip() in removed


def test_as_is_keeps_the_text_to_the_letter(page):
    corpus = read_corpus(page, clean=False)
    assert corpus.articles["body"][0] == page.read_text(encoding="utf-8")
    assert not len(corpus.cleaning)


@pytest.mark.parametrize("name", [rule.name for rule in RULES])
def test_a_rule_that_is_switched_off_does_nothing(page, name):
    cleaning = read_corpus(page, rules={name: False}).cleaning
    assert name not in set(cleaning["rule"])
    assert name not in [rule.name for rule in choose_rules({name: False})]


def test_only_the_rules_asked_for_work(page):
    assert set(read_corpus(page, rules=["news_code"]).cleaning["rule"]) == {"news_code"}


def test_unknown_rule_is_named_with_those_there_are():
    with pytest.raises(FramingError, match="no cleaning rule 'junk'; there are mojibake"):
        clean_articles(table("x"), rules=["junk"])


def test_catalogue_lists_every_rule_once():
    catalogue = list_cleaning_rules()
    assert list(catalogue["rule"]) == [rule.name for rule in RULES]
    assert catalogue["rule"].is_unique


def test_input_is_not_changed_and_other_columns_stay():
    articles = table("DAMASCUS, March 3 /TASS/. Men laid down arms.").assign(desk="world")
    before = articles.copy(deep=True)
    done, cleaning = clean_articles(articles)
    pd.testing.assert_frame_equal(articles, before)
    assert done["desk"][0] == "world"
    assert done["dateline"][0] == "DAMASCUS, March 3 /TASS/."
    schema.CLEANING.check(cleaning)


def test_byline_that_is_given_is_not_replaced():
    articles = table("By Ann Ott\nThe square was empty.").assign(byline=pd.Series(["Given"], dtype="str"))
    assert clean_articles(articles)[0]["byline"][0] == "Given"


def test_sound_article_is_left_alone():
    body = (
        "The crowd, which had waited since dawn, left the square at noon.\n\n“We were cold,” said Ann Ott, a teacher. "
        "“Nobody came out – not one of them.”\n\nThe mayor's office, in a well-known phrase, called it a “riot” (sic)."
    )
    done, cleaning = clean_articles(table(body))
    assert done["body"][0] == body
    assert not len(cleaning)


@settings(max_examples=25, deadline=None)
@given(st.lists(st.text(max_size=120), max_size=3))
def test_any_text_is_cleaned_alike_whatever_stands_beside_it(bodies):
    together = clean_articles(table(*bodies))[0] if bodies else None
    for i, body in enumerate(bodies):
        assert clean_articles(table(body))[0]["body"][0] == together["body"][i]
