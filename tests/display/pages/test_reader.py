import pandas as pd
import pytest

from framing import schema
from framing.annotation.annotate import annotate
from framing.corpus.corpus import Corpus
from framing.display.pages.evidence import named_sentences, pack_evidence, whole_parts
from framing.display.pages.reader import show_articles
from framing.errors import FramingError


def corpus_of(body, headline="Head"):
    rows = [{"article_id": "a", "outlet_id": "o", "story_id": "s", "headline": headline, "body": body, "n_words": 9}]
    return annotate(Corpus("c", schema.ARTICLES.cast(pd.DataFrame(rows))))


def words_of(data, columns):
    return [
        data["texts"]["text"][t][s:e] for t, s, e in zip(columns["text"], columns["start"], columns["end"], strict=True)
    ]


def test_article_text_stands_in_the_page_as_json_alone(tmp_path):
    nasty = '<script>alert(1)</script> "Rioters" & <b onclick="x()">terrorists</b> said he'
    reader = show_articles(corpus_of(nasty, headline="</script><img src=x onerror=y>"), ["a"])
    for page in (reader._repr_html_(), reader.save(tmp_path / "page.html").read_text("utf-8")):
        assert "<script>alert" not in page and "<b onclick" not in page and "<img" not in page
        assert page.count("</script>") == 2


@pytest.mark.parametrize("texts", [lambda corpus: whole_parts(corpus, ["a"]), named_sentences])
def test_offsets_find_the_words_again_in_the_texts_of_the_page(texts):
    corpus = corpus_of(
        "It rained. The rioters fled. “We saw protesters there,” Ana Roth said.", headline="Rioters flee"
    )
    data = pack_evidence(corpus, texts(corpus))
    assert sorted(words_of(data, data["namings"])) == sorted(corpus.mentions["text"])
    roles = dict(zip(data["spans"]["role"], words_of(data, data["spans"]), strict=True))
    assert (roles["source"], roles["cue"]) == ("Ana Roth", "said")


def test_a_quotation_over_sentences_is_in_each_of_them():
    corpus = corpus_of("“The rioters fled. Then the mob came back,” Ana Roth said. Nothing else.")
    data = pack_evidence(corpus, named_sentences(corpus))
    inside = {
        data["texts"]["text"][t]
        for t, role in zip(data["spans"]["text"], data["spans"]["role"], strict=True)
        if role == "content"
    }
    assert len(inside) == len(data["texts"]["text"]) == 2


def test_a_naming_outside_the_texts_is_left_out():
    corpus = corpus_of("The rioters fled. The mob came back.")
    data = pack_evidence(corpus, named_sentences(corpus).head(1))
    assert words_of(data, data["namings"]) == ["rioters"]


def test_only_addresses_of_the_web_get_onto_a_page():
    corpus = corpus_of("The rioters fled.")
    for url, shown in (
        ("https://a.example/x", "https://a.example/x"),
        ("javascript:alert(1)", ""),
        ("http://[", ""),
        (None, ""),
    ):
        given = Corpus("c", corpus.articles.assign(url=pd.Series([url], dtype="str")), sentences=corpus.sentences,
                       mentions=corpus.mentions, attribution_spans=corpus.attribution_spans, codebook="c")  # fmt: skip
        assert pack_evidence(given, named_sentences(given))["articles"]["url"] == [shown]


def test_an_unknown_article_or_story_is_named():
    with pytest.raises(FramingError, match="no article 'b' in c"):
        show_articles(corpus_of("x"), ["b"])
    with pytest.raises(FramingError, match="no story 't' in c"):
        show_articles(corpus_of("x"), story_id="t")


def test_without_a_shared_story_the_articles_that_name_most_are_shown():
    assert show_articles(corpus_of("The rioters fled.")).data["articles"]["id"] == ["a"]
    assert show_articles(corpus_of("Nobody came.")).data["articles"]["id"] == []
