"""Every measure, whatever it measures, keeps to the same rules."""

from functools import cache

import numpy as np
import pandas as pd
import pytest

from framing import schema
from framing.annotation.annotate import annotate
from framing.corpus.corpus import Corpus
from framing.corpus.reading import read_corpus
from framing.scoring.measure import Measure, load_measures
from framing.scoring.score import find_evidence, score

BODIES = {
    "plain": (
        "Dozens of protesters marched to the governor's office on Monday. “We are not terrorists,” said Aida Serik, a "
        "nurse. The interior minister, Ruslan Omar, said that armed bandits had seized the post office. Two "
        "demonstrators were killed. Police fired tear gas and detained forty people, witnesses said. "
        "It was a terrible, bloody day.\n\n"
        "“Order will be restored,” Omar added. So-called peacekeepers arrived at dawn, according to the ministry."
    ),
    "own": "Rioters burned the town hall. The thugs, who hate the regime, fled; soldiers shot at the crowd.",
    "odd": 'Marchers said "we stay and “we go. U.S. officials? "No comment.\nA headline without a stop',
}


def corpus_of(names):
    rows = [
        {
            "article_id": n,
            "outlet_id": "o",
            "headline": "Clashes in the capital" if n else "",
            "body": BODIES.get(n, ""),
        }
        for n in names
    ]
    table = pd.DataFrame(rows)
    return annotate(Corpus("c", schema.ARTICLES.cast(table.assign(n_words=table["body"].str.split().str.len()))))


@pytest.fixture(scope="module")
def corpus():
    return corpus_of([*BODIES, ""])


every_measure = pytest.mark.parametrize("name", load_measures())


@every_measure
def test_evidence_keeps_to_the_schema_and_slices_back(corpus, name):
    evidence = schema.EVIDENCE.check(find_evidence(corpus, [name]))
    articles = corpus.articles.set_index("article_id")
    for row in evidence.itertuples():
        assert articles.loc[row.article_id, row.part][row.start : row.end] == row.text


@every_measure
def test_scores_cover_every_article_and_an_empty_one_is_missing(corpus, name):
    scores = schema.SCORES.check(score(corpus, [name]))
    assert set(scores["article_id"]) == set(corpus.articles["article_id"])
    empty = scores[scores["article_id"] == ""]
    assert len(empty) and empty["value"].isna().all() and (empty["n"] == 0).all()
    assert (scores["value"].isna() == (scores["n"] == 0)).all()
    assert np.isfinite(scores["value"].dropna()).all()


@every_measure
def test_the_order_and_company_of_articles_do_not_matter(corpus, name):
    order = ["article_id", "measure", "target", "voice"]
    forward = score(corpus, [name]).sort_values(order, ignore_index=True)
    backward = score(corpus_of(["", *reversed(BODIES)]), [name]).sort_values(order, ignore_index=True)
    pd.testing.assert_frame_equal(forward, backward)
    alone = score(corpus_of(["own"]), [name]).sort_values(order, ignore_index=True)
    pd.testing.assert_frame_equal(forward[forward["article_id"] == "own"].reset_index(drop=True), alone)


@every_measure
def test_finding_evidence_changes_nothing(corpus, name):
    before = {key: table.copy() for key, table in corpus.tables.items()}
    find_evidence(corpus, [name])
    for key, table in before.items():
        pd.testing.assert_frame_equal(table, corpus.tables[key])


@every_measure
def test_a_measure_that_counts_weighs_its_evidence_in_hits(corpus, name):
    """What a value counts is declared: hits out of n, or per 1,000 of n; a tone counts nothing."""
    item = load_measures()[name]
    scores, evidence = score(corpus, [name]), find_evidence(corpus, [name])
    assert set(scores["counts"].dropna()) == ({item.counts} if item.counts else set())
    if item.counts is None:
        assert item.aggregate in ("mean", "log_ratio", "effective_number")
        return
    assert (evidence["weight"] >= 0).all() and (evidence["weight"] % 1 == 0).all()
    hits = (scores["value"] * scores["n"]).dropna() / {"share": 1, "rate": 1000}[item.counts]
    assert hits.to_numpy() == pytest.approx(hits.round().to_numpy(), abs=1e-6)


@every_measure
def test_a_mean_of_hits_says_so(name):
    """On the whole teaching collection: means of nothing but ones and zeros are counts."""
    item, evidence = load_measures()[name], find_evidence(teaching(), [name])
    if item.aggregate == "mean" and len(evidence) > 20:
        assert (item.counts is not None) == set(evidence["weight"]).issubset({0.0, 1.0})


@every_measure
def test_a_measure_says_what_its_n_counts_and_whether_its_values_are_bounded(name):
    """On the whole teaching collection: what is printed without a zero before the point cannot exceed one."""
    item, values = load_measures()[name], score(teaching(), [name])["value"].dropna()
    per_word = item.aggregate in ("rate", "share_of_words")
    assert item.counted == ("words read" if per_word else item.pieces) and (per_word or item.pieces != Measure.pieces)
    assert not item.is_bounded or values.between(-1, 1).all()


@cache
def teaching():
    return annotate(read_corpus("january"))
