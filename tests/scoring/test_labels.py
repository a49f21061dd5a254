import pandas as pd
import pytest

from framing import schema
from framing.annotation.annotate import annotate
from framing.corpus.corpus import Corpus
from framing.scoring.labels import dominant_labels, prominence_of_labels, whose_labels

BODY = (
    "The rioters fled. The rioters came back. The protesters stayed. A fourth sentence is here. "
    "“The thugs have burned the town hall and the school,” President Omar Dalen said."
)


@pytest.fixture(scope="module")
def corpus():
    rows = [
        ("a", "x", "Rioters burn town hall", BODY),
        ("b", "y", "", "The protesters met the marchers."),
        ("c", "y", "", "Rain."),
    ]
    table = pd.DataFrame(rows, columns=["article_id", "outlet_id", "headline", "body"]).assign(n_words=1)
    return annotate(Corpus("c", schema.ARTICLES.cast(table)))


def test_the_dominant_label_is_the_commonest_and_a_tie_has_none(corpus):
    table = dominant_labels(corpus).query("target == 'protesters'").set_index("article_id")
    assert table.loc["a", ["n", "n_all"]].tolist() == [3, 5]
    assert table.loc["a", "category"] == "delegitimising"
    assert pd.isna(table.loc["b", "term"])
    assert "c" not in table.index


def test_whose_labels_sets_the_outlet_apart_from_its_sources(corpus):
    table = whose_labels(corpus).query("outlet_id == 'x' and category == 'delegitimising' and target == 'protesters'")
    counts = table.set_index("whose")["namings"].to_dict()
    assert counts == {"the outlet itself": 3, "government": 1}


def test_places_of_labels(corpus):
    table = (
        prominence_of_labels(corpus)
        .query("target == 'protesters' and outlet_id == 'x'")
        .set_index(["voice", "prominence"])
    )
    assert table.loc[("outlet", "headline"), "namings"] == 1
    assert table.loc[("outlet", "lede"), "namings"] == 3
    assert table.loc[("outlet", "lede"), "delegitimising"] == pytest.approx(2 / 3)
    assert table.loc[("quoted", "rest"), "namings"] == 1
