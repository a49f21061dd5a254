"""Lines an outlet prints over and over are found by counting; background and other outlets' lines stay."""

import pandas as pd
import pytest

from framing.corpus.clean.recurring import LineCounts
from framing.corpus.reading import read_corpus

APPEAL = "Karabor Times lives on its friends; give what you can"
CRUMB = "Upland desk"


def find_recurring_lines(tables):
    counts = LineCounts()
    for table in tables:
        counts.add(table)
    return counts.recurring()


@pytest.fixture
def rows(unlike):
    made = [
        {"outlet": outlet, "title": f"Title {n}", "text": f"{unlike(n)}\n{APPEAL}\n{unlike(n + 500)}\n{CRUMB} {outlet}"}
        for n, outlet in enumerate(["times"] * 12 + ["herald"] * 3)
    ]
    for row in made[:4]:
        row["text"] += "\nThe war has killed 400,000 people since it began."
    return made


def bodies(corpus):
    return corpus.articles.set_index("article_id")["body"]


def test_recurring_lines_go_and_are_noted(rows, write_jsonl):
    corpus = read_corpus(write_jsonl(rows))
    times = corpus.articles[corpus.articles["outlet_id"] == "times"]
    assert not times["body"].str.contains(f"{APPEAL}|{CRUMB}").any()
    assert times["body"].str.contains("400,000").sum() == 4
    assert (corpus.cleaning["rule"] == "recurring_line").sum() == 24
    assert corpus.articles.loc[corpus.articles["outlet_id"] == "herald", "body"].str.contains(APPEAL).all()


def test_rule_can_be_switched_off(rows, write_jsonl):
    corpus = read_corpus(write_jsonl(rows), rules={"recurring_line": False})
    assert corpus.articles["body"].str.contains(APPEAL).all()


def test_result_does_not_depend_on_how_articles_are_cut(rows):
    table = pd.DataFrame(rows).rename(columns={"outlet": "outlet_id", "text": "body"})
    whole = find_recurring_lines([table])
    assert whole
    assert find_recurring_lines([table[:7], table[7:8], table[8:]]) == whole


def test_versions_of_one_report_count_once(unlike):
    report = f"{unlike(1, words=40)}\nThe talks go on"
    table = pd.DataFrame([{"outlet_id": "times", "body": f"{report}\nUpdate {n}"} for n in range(12)])
    assert find_recurring_lines([table]) == frozenset()


def test_nothing_and_next_to_nothing():
    assert find_recurring_lines([]) == frozenset()
    assert find_recurring_lines([pd.DataFrame({"outlet_id": ["a"], "body": [""]})]) == frozenset()
