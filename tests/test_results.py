"""Results on disk: what is read, when, and that tables of two runs never mix."""

from dataclasses import fields

import numpy as np
import pandas as pd
import pytest

from framing import schema
from framing.corpus.arrays import Quotations, Tokens
from framing.errors import FramingError
from framing.pipeline import score_collection
from framing.results import TABLES, read_results


@pytest.fixture(scope="module")
def scored(tmp_path_factory):
    folder = tmp_path_factory.mktemp("scored")
    score_collection("january", folder)
    return folder


def read_now(results):
    """Names of the tables and arrays that are in memory."""
    return {name for owner in (results, results.corpus) for name in vars(owner)} - {
        "_makers",
        "corpus",
        "manifest",
        "folder",
        "name",
        "codebook",
    }


def test_a_table_is_read_when_it_is_first_asked_for(scored):
    results = read_results(scored)
    assert not read_now(results)
    assert len(results.scores)
    assert read_now(results) == {"scores"}
    assert results.scores is results.scores
    assert len(results.corpus.stories)
    assert read_now(results) == {"scores", "stories"}


def test_tables_are_those_on_disk(scored):
    results = read_results(scored)
    for name in TABLES:
        owner = results if name in ("scores", "evidence") else results.corpus
        on_disk = schema.TABLES[name].cast(pd.read_parquet(scored / f"{name}.parquet"))
        pd.testing.assert_frame_equal(getattr(owner, name), on_disk)


def test_arrays_are_those_of_the_articles(scored):
    corpus = read_results(scored).corpus
    anew = corpus.with_(tokens=Tokens.empty(), quotations=Quotations.empty())
    assert corpus.has_arrays and not anew.has_arrays
    assert len(corpus.tokens.article_ids) == len(corpus.articles)
    assert corpus.tokens.text[: len(corpus.articles["headline"][0])] == corpus.articles["headline"][0]
    assert np.array_equal(corpus.quotations.last > corpus.quotations.first, np.ones(len(corpus.quotations), bool))


def test_a_corpus_with_other_articles_reads_no_more_than_it_is_asked_for(scored):
    results = read_results(scored)
    few = results.corpus.with_(articles=results.corpus.articles.head(3))
    assert len(few.articles) == 3 and len(results.corpus.articles) > 3
    assert "mentions" not in vars(few) and "mentions" not in vars(results.corpus)
    assert len(few.mentions) == len(results.corpus.mentions)
    assert [f.name for f in fields(few)] == [f.name for f in fields(results.corpus)]


def test_a_column_that_one_reader_adds_is_not_there_for_the_next(scored):
    first = read_results(scored)
    first.scores["mine"] = 1
    first.corpus.articles["mine"] = 1
    again = read_results(scored)
    assert "mine" not in again.scores and "mine" not in again.corpus.articles


def test_tables_of_a_later_run_do_not_mix_with_those_that_were_read(tmp_path):
    score_collection("january", tmp_path)
    results = read_results(tmp_path)
    assert len(results.scores)
    score_collection("january", tmp_path, codebook="migration")
    with pytest.raises(FramingError, match=r"have changed since they were opened; open them again"):
        _ = results.evidence
    assert read_results(tmp_path).corpus.codebook.name == "migration"


def test_what_is_no_table_is_an_error_of_its_name(scored):
    with pytest.raises(AttributeError, match="'evidense'"):
        _ = read_results(scored).evidense
