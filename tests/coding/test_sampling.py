import pandas as pd
import pytest

from framing.coding.sampling import sample_for_coding, units_of
from framing.errors import FramingError


def test_every_kind_of_unit_has_an_id_and_a_context(corpus):
    assert units_of(corpus, "article")["context"].iloc[0] == "=SUM(A1)\n\nIt rained. The rioters left. Nobody cheered."
    mentions = units_of(corpus, "mention")
    assert mentions["unit_id"].iloc[0] == "a00/mention/0"
    assert mentions["context"].iloc[0] == "It rained. The »rioters« left. Nobody cheered."
    assert mentions["outlet_id"].tolist() == corpus.articles["outlet_id"].tolist()
    sentences = units_of(corpus, "sentence")
    assert sentences["context"].iloc[:2].tolist() == ["»=SUM(A1)«", "»It rained.« The rioters left."]
    assert units_of(corpus, "attribution")["context"].tolist() == ["The rioters left. »Nobody« cheered."]
    assert sentences["unit_id"].is_unique


def test_strata_get_equal_shares_and_weights_give_the_collection_back(corpus):
    sample = sample_for_coding(corpus, n=12, by=["outlet_id", "voice"], seed=3)
    sizes = sample["stratum"].value_counts()
    # of 28 and 2, 8 and 2
    assert sizes.to_dict() == {"courier / outlet": 4, "herald / outlet": 4, "courier / quoted": 2, "herald / quoted": 2}
    assert sample["weight"].sum() == pytest.approx(40)
    totals = sample.groupby("stratum")["weight"].sum().round(6).to_dict()
    assert totals == {"courier / outlet": 28, "courier / quoted": 2, "herald / outlet": 8, "herald / quoted": 2}
    assert sample["unit_id"].is_unique


def test_draws_are_seeded_and_bounded(corpus):
    pd.testing.assert_frame_equal(sample_for_coding(corpus, n=7, seed=1), sample_for_coding(corpus, n=7, seed=1))
    first, second = (sample_for_coding(corpus, n=7, seed=seed)["unit_id"].tolist() for seed in (1, 2))
    assert first != second
    assert len(sample_for_coding(corpus, n=500)) == 40
    assert [len(sample_for_coding(corpus, n=n, by=["outlet_id", "voice"])) for n in (1, 2, 3, 11)] == [1, 2, 3, 11]
    assert len(sample_for_coding(corpus, n=5, by=[])) == 5


def test_errors_name_the_remedy(corpus):
    with pytest.raises(FramingError, match="one of article, sentence"):
        units_of(corpus, "paragraph")
    with pytest.raises(FramingError, match="annotate it first"):
        units_of(corpus.with_(codebook=None), "mention")
    with pytest.raises(FramingError, match="no column 'mood'"):
        sample_for_coding(corpus, by=["mood"])
    with pytest.raises(FramingError, match="at least one"):
        sample_for_coding(corpus, n=0)
