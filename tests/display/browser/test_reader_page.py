"""The reader as its reader meets it: keys, one note, filters, print."""

import pandas as pd
import pytest
from looking import overflows, replace_table, serious

from framing.display.pages.reader import rank_stories, show_articles


@pytest.fixture(scope="module")
def reader(january, tmp_path_factory):
    path = tmp_path_factory.mktemp("reader") / "reader.html"
    return show_articles(january, target="protesters").save(path)


def test_it_opens_the_shared_story_that_names_the_target_most(january):
    named = january.mentions[january.mentions["target"] == "protesters"].merge(
        january.articles[["article_id", "story_id"]]
    )
    assert rank_stories(january, target="protesters")[0] == named["story_id"].value_counts().index[0]


def test_keys_walk_and_one_note_says_word_category_and_voice(open_page, reader):
    page = open_page(reader)
    for _ in range(3):
        page.keyboard.press("n")
    focused = page.locator(".naming:focus")
    words = focused.inner_text()
    assert page.locator(".note:visible").count() == 1
    note = page.locator(".note").inner_text()
    assert note.startswith(f"“{words}") and focused.get_attribute("aria-label") == note
    page.locator("article .naming").nth(9).hover()
    assert page.locator(".note:visible").count() == 1 and page.locator(".note").inner_text() != note
    page.keyboard.press("p")
    page.keyboard.press("Escape")
    assert page.locator(".note:visible").count() == 0


def test_a_quoted_word_lights_up_its_source_and_cue(open_page, reader):
    page = open_page(reader)
    page.locator("article .naming.voice-quoted").first.hover()
    assert page.locator(".source.lit").count() >= 1
    assert page.locator(".cue.lit").count() >= 1
    assert page.locator(".content.lit").count() >= 1
    assert len({it.evaluate("e => e.closest('article').dataset.text") for it in page.locator(".lit").all()}) == 1


def test_filters_unmark_what_does_not_fit(open_page, reader):
    page = open_page(reader)
    page.get_by_role("combobox", name="Whose word").select_option("scare")
    assert page.locator(".naming:not(.off):not(.voice-scare)[role]").count() == 0
    assert page.locator(".naming.voice-scare:not(.off)[role]").count() > 3


def test_other_shared_stories_are_offered_and_filters_stay(open_page, reader, january):
    page = open_page(reader)
    page.get_by_role("combobox", name="Whose word").select_option("outlet")
    stories = page.get_by_role("combobox", name="Story")
    labels = january.stories.set_index("story_id")["label"]
    offered = stories.locator("option").all_inner_texts()
    ranked = rank_stories(january, target="protesters")
    assert len(offered) > 3 and offered == [labels[story] for story in ranked[: len(offered)]]
    stories.select_option(label=offered[1])
    assert page.locator("h1").inner_text() == offered[1]
    inside = january.articles[january.articles["story_id"] == ranked[1]].sort_values("outlet_id")
    page.locator("article h2", has_text=inside["headline"].iloc[0]).wait_for()
    assert page.locator("article h2").all_inner_texts() == inside["headline"].tolist()
    assert page.locator("article .naming:not(.off):not(.voice-outlet)[role]").count() == 0
    page.keyboard.press("n")
    assert page.locator("article .naming:focus").count() == 1
    assert serious(page) == []


def test_the_line_under_a_word_is_seen_on_every_fill(open_page, reader):
    page = open_page(reader)
    for kind in ("delegitimising", "neutral", "legitimising"):
        style = page.locator(f"article .naming.{kind}").first.evaluate(
            "e => { const s = getComputedStyle(e); return [s.backgroundColor, s.textDecorationColor]; }"
        )
        light, line = (luminance(colour) for colour in style)
        assert (light + 0.05) / (line + 0.05) > 4.5, kind


def luminance(colour):
    channels = [int(c) / 255 for c in colour[colour.index("(") + 1 : -1].split(",")[:3]]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_what_the_program_is_unsure_of_is_shown_as_unsure(open_page, january, tmp_path):
    sure = pd.Series(0.99, index=january.mentions.index)
    sure[january.mentions["voice"] == "scare"] = 0.55
    corpus = replace_table(january, mentions=january.mentions.assign(voice_confidence=sure))
    page = open_page(show_articles(corpus, target="protesters").save(tmp_path / "r.html"))
    assert page.locator("article .naming.unsure").count() == page.locator("article .naming.voice-scare").count() > 0
    assert "not sure whose word" in page.locator("article .naming.unsure").first.get_attribute("aria-label")
    page.get_by_role("combobox", name="How sure").select_option("unsure")
    assert page.locator("article .naming:not(.off):not(.unsure)").count() == 0


@pytest.mark.parametrize("width", [1200, 390])
def test_nothing_serious_for_axe_and_nothing_runs_over(open_page, reader, width):
    page = open_page(reader, width=width)
    assert serious(page) == []
    assert not overflows(page)
