import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from framing.comparison.words.concordance import concordance
from framing.errors import FramingError


@pytest.fixture
def corpus(make_corpus):
    return make_corpus(
        ("herald", "s1", "Police met the rioters at dawn. Rioters fled.\n\nNobody else did."),
        ("courier", "s1", "The riots were over."),
        headline="Rioting ends",
    )


def test_lines_stop_at_the_sentence_and_offsets_slice_back(corpus):
    table = concordance(corpus, "rioters")
    assert table["left"].tolist() == ["Police met the ", ""]
    assert table["right"].tolist() == [" at dawn.", " fled."]
    assert set(table["outlet_id"]) == {"herald"}
    for row in table.itertuples():
        article = corpus.articles.set_index("article_id").loc[row.article_id]
        assert article[row.part][row.start : row.end] == row.match


def test_stems_phrases_and_headlines(corpus):
    table = concordance(corpus, ["riot*", "at dawn"])
    assert table["match"].tolist() == ["Rioting", "riots", "Rioting", "rioters", "at dawn", "Rioters"]
    assert table["part"].tolist() == ["headline", "body", "headline", "body", "body", "body"]


def test_a_regular_expression_stays_within_a_sentence(corpus):
    assert concordance(corpus, r"[Rr]ioters \w+", regex=True)["match"].tolist() == ["rioters at", "Rioters fled"]
    assert concordance(corpus, r"dawn\. Rioters", regex=True).empty
    with pytest.raises(FramingError, match="no regular expression"):
        concordance(corpus, "(", regex=True)


def test_a_match_across_sentences_hides_none_within_one(corpus):
    assert concordance(corpus, r"dawn\.\s+Rioters|Rioters", regex=True)["match"].tolist() == ["Rioters"]
    assert concordance(corpus, r"met(?s:.)*", regex=True)["match"].tolist() == ["met the rioters at dawn."]
    found = concordance(corpus, r"^\w+|\w+\W$", regex=True)
    assert found.loc[found["outlet_id"] == "herald", "match"].tolist() == [
        "Rioting", "Police", "dawn.", "Rioters", "fled.", "Nobody", "did.",
    ]  # fmt: skip


def test_width_cuts_both_sides(corpus):
    assert concordance(corpus, "met", width=4)[["left", "right"]].to_numpy().tolist() == [["ice ", " the"]]


def test_a_voice_needs_an_annotation(corpus):
    with pytest.raises(FramingError, match="annotate it first"):
        concordance(corpus, "rioters", voice="outlet")


def test_nothing_found_is_an_empty_table(corpus):
    assert concordance(corpus, "zeppelin").columns.tolist()[:3] == ["article_id", "outlet_id", "story_id"]
    assert concordance(corpus, r"\s*$", regex=True).empty


@settings(max_examples=30, deadline=None)
@given(text=st.text(alphabet="ab .\n\"'", max_size=60), pattern=st.sampled_from(["a", "b.", r"\S+", "a b", r"\."]))
def test_any_text_slices_back(make_corpus, text, pattern):
    corpus = make_corpus(("courier", text))
    for row in concordance(corpus, pattern, regex=True).itertuples():
        assert text[row.start : row.end] == row.match
        assert "\n\n" not in row.match
