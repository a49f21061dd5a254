"""A collection from a stranger: scripts in headlines, names, words and addresses stay words."""

import pandas as pd
import pytest
from looking import replace_table

from framing.annotation.annotate import annotate
from framing.corpus.corpus import Corpus
from framing.display.pages.explorer import write_explorer
from framing.display.pages.lesson import write_lesson
from framing.display.pages.reader import show_articles
from framing.schema import ARTICLES, OUTLETS, STORIES
from framing.scoring.score import score

NASTY = (
    "</script><script>globalThis.hacked=1</script><img src=x onerror='globalThis.hacked=1'>"
    "\u2028\"'`${globalThis.hacked=1}"
)


@pytest.fixture(scope="module")
def hostile():
    rows = [
        {"article_id": f"{o}{NASTY}{i}", "outlet_id": o + NASTY, "story_id": f"s{NASTY}", "headline": NASTY,
         "n_words": 9,
         "body": f"The rioters fled. {NASTY}\n\n“Those terrorists {NASTY},” Ana Roth said.", "byline": NASTY,
         "url": "javascript:globalThis.hacked=1", "published": pd.Timestamp("2024-01-02")}
        for o in "ab" for i in range(12)
    ]  # fmt: skip
    outlets = pd.DataFrame({"outlet_id": ["a" + NASTY, "b" + NASTY], "name": ["A " + NASTY, "B " + NASTY]})
    stories = pd.DataFrame({"story_id": [f"s{NASTY}"], "label": [NASTY], "matched_by": ["hand"]})
    corpus = Corpus(
        NASTY, ARTICLES.cast(pd.DataFrame(rows)), outlets=OUTLETS.cast(outlets), stories=STORIES.cast(stories)
    )
    marked = annotate(corpus, codebook="protest")
    assert set(marked.mentions["voice"]) >= {"outlet", "quoted"}
    poisoned = dict.fromkeys(("term", "speaker", "source_text"), NASTY)
    return replace_table(marked, mentions=marked.mentions.assign(**poisoned))


def check(page, scripts=2):
    page.wait_for_timeout(200)
    assert page.evaluate("globalThis.hacked") is None
    assert page.locator("img, iframe").count() == 0
    assert page.locator("script").count() == scripts
    assert page.locator("a[href^='javascript' i]").count() == 0
    assert page.evaluate(
        "[...document.querySelectorAll('*')].every(e => ![...e.attributes].some(a => a.name.startsWith('on')))"
    )


def test_the_explorer_runs_nothing(open_page, hostile, tmp_path):
    page = open_page(write_explorer(hostile, tmp_path / "explorer.html")[0])
    page.get_by_role("button", name="Own voice only").click()
    page.locator(".row .name").first.click()
    page.locator(".bubble").first.click()
    assert page.locator(".sentences li").count() > 0
    assert "<script>" in page.locator(".sentences li").first.inner_text()
    check(page)


def test_the_reader_runs_nothing(open_page, hostile, tmp_path):
    page = open_page(show_articles(hostile).save(tmp_path / "reader.html"))
    page.keyboard.press("n")
    assert "<img" in page.locator("article").first.inner_text()
    check(page)


def test_the_lesson_its_worksheet_and_the_teachers_page_run_nothing(open_page, hostile, tmp_path):
    pages = write_lesson(hostile, score(hostile, ["stance"]), tmp_path / "lesson.html", target="protesters")
    page = open_page(pages[0])
    words = ""
    for number in range(3):
        page.locator(".lessons button").nth(number).click()
        for step in range(page.locator(".path button").count()):
            page.locator(".path button").nth(step).click()
            words += page.locator(".step").inner_text()
            check(page)
    assert "<img" in words
    sheet = f"unit_id,coder,variable,value\n{NASTY.splitlines()[0]},{NASTY.splitlines()[0]},voice,outlet\n".encode()
    page.locator(".lessons button").first.click()
    page.locator(".path button", has_text="Compare").click()
    page.locator("input[type=file]").set_input_files(
        {"name": "<img src=x>.csv", "mimeType": "text/csv", "buffer": sheet}
    )
    page.get_by_text("<img src=x>.csv").first.wait_for()
    check(page)
    for path in pages[1:]:
        check(open_page(path), scripts=0)
