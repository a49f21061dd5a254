import pandas as pd
import pytest

from framing import schema
from framing.annotation.annotate import annotate
from framing.corpus.corpus import Corpus
from framing.display.pages.reader import show_articles
from framing.errors import FramingError


def corpus_of(body, headline="Head"):
    rows = [{"article_id": "a", "outlet_id": "o", "story_id": "s", "headline": headline, "body": body, "n_words": 9}]
    return annotate(Corpus("c", schema.ARTICLES.cast(pd.DataFrame(rows))))


def test_article_text_is_escaped_wherever_it_stands():
    nasty = '<script>alert(1)</script> "Rioters" & <b onclick="x()">terrorists</b> said he'
    page = show_articles(corpus_of(nasty, headline="<img src=x onerror=y>"), ["a"]).html
    assert "<script>" not in page and "onclick=" not in page.replace("onclick=&quot;", "")
    assert "<img" not in page
    assert "&lt;script&gt;" in page


def test_a_naming_is_marked_with_its_category_and_voice():
    page = show_articles(corpus_of("The rioters fled. “We saw protesters there,” Ana Roth said."), ["a"]).html
    assert 'class="delegitimising voice-outlet noun"' in page
    assert 'class="neutral voice-quoted noun"' in page


def test_marks_that_cross_paragraphs_leave_whole_paragraphs():
    page = show_articles(
        corpus_of("“First part of it.\n\n“Second part of the rioters’ day,” Ana Roth said.\n\nEnd."), ["a"]
    ).html
    body = page[page.index("</header>") : page.index('<div class="counts">')]
    for paragraph in body.split("<p>")[1:]:
        assert paragraph.count("<span") == paragraph.count("</span>")
        assert paragraph.count("</p>") == 1


def test_a_page_of_its_own_needs_nothing_else(tmp_path):
    path = show_articles(corpus_of("The rioters fled."), story_id="s").save(tmp_path / "deep" / "page.html")
    text = path.read_text("utf-8")
    assert text.startswith("<!doctype html>")
    assert "http" not in text and "<link" not in text and "<script" not in text


def test_an_unknown_article_or_story_is_named():
    with pytest.raises(FramingError, match="no article 'b' in c"):
        show_articles(corpus_of("x"), ["b"])
    with pytest.raises(FramingError, match="no story 't' in c"):
        show_articles(corpus_of("x"), story_id="t")
