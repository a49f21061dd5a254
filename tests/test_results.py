"""Results on disk: what is read, when, and that tables of two runs never mix."""

from dataclasses import fields, replace
from functools import partial

import numpy as np
import pandas as pd
import pytest

from framing import results as results_module
from framing import schema, stored
from framing.analysis import open_analysis
from framing.annotation.voice.judge import voices_of_words
from framing.comparison.study import Study
from framing.comparison.words.keyness import keyness
from framing.comparison.words.vocabulary import Within, count_articles
from framing.corpus.arrays import SEPARATOR, Quotations, Tokens
from framing.corpus.corpus import Corpus
from framing.errors import FramingError
from framing.pipeline import score_collection
from framing.results import TABLES, Results, read_results
from framing.scoring.series import SERIES, list_series, read_series


@pytest.fixture(scope="module")
def scored(tmp_path_factory):
    folder = tmp_path_factory.mktemp("scored")
    score_collection("january", folder)
    return folder


def read_now(results):
    """Names of the tables and arrays that are in memory."""
    return {name for owner in (results, results.corpus) for name in vars(owner)} & {*TABLES, "tokens", "quotations"}


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


def in_memory(results, folder):
    """The same results with every table read, as they were before any of it was left on disk."""
    whole = Corpus(results.corpus.name, codebook=results.corpus.codebook, **results.corpus.tables)
    return Results(whole, results.scores, results.evidence, results.manifest, folder)


@pytest.mark.parametrize(
    "study",
    [
        Study(resamples=99, measures=["stance", "harm_by", "official_share"]),
        Study(resamples=99, measures=["stance"], voices=["outlet"], about=["protest*"], wire="weigh"),
        Study(resamples=99, by="ownership", exclude={"genre": ["commentary"]}, measures=["official_share"]),
        Study(
            resamples=99,
            contrasts=[{"reference": "volmar"}, {"reference": "rest"}],
            measures=["stance", "sentence_tone"],
        ),
        None,
    ],
)
def test_an_analysis_of_what_is_on_disk_gives_the_numbers_of_one_in_memory(scored, tmp_path, monkeypatch, study):
    study = study and replace(study, codebook=read_results(scored).manifest["codebook"]["name"])
    monkeypatch.setattr(results_module, "read_series", partial(read_series, most=100))  # many parts, of whole series
    monkeypatch.setattr(stored, "AT_ONCE", 7)
    results = read_results(scored)
    made = open_analysis(replace_folder(results, tmp_path / "disk"), study)
    assert not read_now(results) & {"scores", "evidence", "articles", "tokens", "mentions"}
    expected = open_analysis(in_memory(read_results(scored), tmp_path / "memory"), study)
    pd.testing.assert_frame_equal(made.treated, expected.treated, check_exact=True)
    pd.testing.assert_frame_equal(made.checks, expected.checks, check_exact=True)
    assert made.record == expected.record and len(made.treated)


def test_a_column_that_is_not_there_is_an_error_that_names_those_that_are(scored):
    with pytest.raises(FramingError, match=r"no column 'owner'; there are .*byline.*ownership"):
        open_analysis(read_results(scored), Study(by="owner", measures=["stance"]))


def replace_folder(results, folder):
    """Let an analysis be kept elsewhere than beside the tables."""
    vars(results)["folder"] = folder
    return results


def test_the_parts_of_the_scores_are_whole_series_and_add_up(scored):
    scores = read_results(scored).scores
    series = list_series(scored / "scores.parquet")
    assert series.equals(list_series(scores))
    parts = list(read_series(scored / "scores.parquet", series, most=300))
    held = [set(map(tuple, part[SERIES].astype(str).drop_duplicates().to_numpy())) for part in parts]
    assert sum(map(len, held)) == len(set().union(*held)) == (series["n_scores"] > 0).sum()
    evident = scores[(scores["n"] > 0) & scores["value"].notna()].drop(columns="version")
    order = [*SERIES, "article_id"]
    read = pd.concat([part.astype(evident.dtypes.to_dict()) for part in parts])
    pd.testing.assert_frame_equal(*(t.sort_values(order).reset_index(drop=True) for t in (read, evident)))
    assert max(map(len, parts)) <= max(300, series["n_scores"].max()) and len(parts) > 3
    assert len(next(read_series(scored / "scores.parquet", series.iloc[:0]))) == 0


@pytest.mark.parametrize("within", [Within(), Within(voice="outlet"), Within(near="protesters")])
def test_words_counted_part_by_part_are_those_counted_at_once(scored, monkeypatch, within):
    monkeypatch.setattr(stored, "AT_ONCE", 7)
    monkeypatch.setattr(stored, "ROWS", 90)
    whole, in_parts = read_results(scored).corpus, read_results(scored).corpus
    assert len(whole.tokens) and len(list(whole.parts())) == 1 and len(list(in_parts.parts())) > 5
    expected, counted = count_articles(whole, within), count_articles(in_parts, within)
    assert within.near or "tokens" not in vars(in_parts)
    assert (counted.table != expected.table).nnz == 0 and counted.table.nnz > 1000
    assert counted.names.tolist() == expected.names.tolist()
    assert counted.articles.equals(expected.articles)
    table = keyness(in_parts, within=within, resamples=20)
    pd.testing.assert_frame_equal(table, keyness(whole, within=within, resamples=20), check_exact=True)


def test_parts_hold_what_the_whole_holds(scored, monkeypatch):
    monkeypatch.setattr(stored, "AT_ONCE", 7)
    monkeypatch.setattr(stored, "ROWS", 90)
    corpus = read_results(scored).corpus
    parts = list(corpus.parts())
    for name in ("articles", "attributions", "attribution_spans"):
        together = pd.concat([getattr(part, name) for part in parts], ignore_index=True)
        pd.testing.assert_frame_equal(together, getattr(corpus, name))
    voices = np.concatenate([voices_of_words(part) for part in parts])
    assert np.array_equal(voices, voices_of_words(corpus))
    assert SEPARATOR.join(part.tokens.text for part in parts) == corpus.tokens.text
    few = corpus.with_(articles=corpus.articles.head(3))
    assert [len(part.articles) for part in few.parts()] == [3]


def test_what_is_no_table_is_an_error_of_its_name(scored):
    with pytest.raises(AttributeError, match="'evidense'"):
        _ = read_results(scored).evidense
