"""Lines and phrases that are no part of an article."""

import csv
import time
from pathlib import Path

import pytest

import framing
from framing.corpus.clean import lines
from framing.corpus.clean.cleaning import RULES
from framing.corpus.clean.drafts import Draft
from framing.corpus.clean.patterns import line_regex
from framing.lexicon import read_lexicon

EXAMPLES = Path(framing.__file__).parent / "lexicons" / "boilerplate" / "examples.csv"


def left(rule, body, headline=""):
    draft = Draft(headline, body)
    rule(draft)
    return draft.body.split("\n"), [(edit.rule, edit.text) for edit in draft.edits]


@pytest.mark.parametrize("row", list(csv.DictReader(EXAMPLES.open(encoding="utf-8"))), ids=lambda row: row["text"][:20])
def test_examples_of_the_lexicon(row):
    rules = read_lexicon("boilerplate").terms.query("scope == 'line'")["rule"].unique()
    found = [rule for rule in rules if line_regex(rule).fullmatch(row["text"])]
    assert found[:1] == ([row["expected"]] if row["expected"] else [])


@pytest.mark.parametrize("word", ["asdasd", "asdf", "qweqwe", "dfgdfg", "qwerty", "lkjh", "sdfsdf"])
def test_keyboard_junk_is_told(word):
    assert lines.is_keyboard_junk(word)


@pytest.mark.parametrize(
    "word", ["haha", "were", "papa", "Dad", "typewriter", "property", "Arkan", "a", "as a lass", "2022", "grrr"]
)
def test_words_are_no_junk(word):
    assert not lines.is_keyboard_junk(word)


def test_share_bar_goes_and_a_sentence_on_services_stays():
    body = "Facebook Twitter Email\nVK OK Telegram\nThe law bans Facebook and Twitter.\nShare this on Facebook\nX\n"
    kept, edits = left(lines.drop_share_bars, body)
    assert "The law bans Facebook and Twitter." in kept
    assert [text for _, text in edits][:2] == ["Facebook Twitter Email", "VK OK Telegram"]


def test_services_in_a_row_inside_a_text():
    draft = Draft(
        "", "It ended. Send Facebook Twitter Google+ Tumblr Digg reddit Permalink http://dw.com/p/1 It began."
    )
    lines.drop_share_bars(draft)
    assert draft.body.split() == ["It", "ended.", "It", "began."]


def test_menu_of_many_short_lines_goes_and_a_short_list_stays():
    menu = "\n".join(["Home", "World", "Asia", "Sport", "Culture", "Video", "Opinion", "Weather", "More"])
    text = "The crowd left the square.\nIt was quiet.\n"
    kept, edits = left(lines.drop_menus, menu + "\n" + text)
    assert "\n".join(kept) == text
    assert len(edits) == 9
    assert left(lines.drop_menus, "Dawn\nNoon\nDusk\n" + text)[1] == []


def test_headline_is_the_first_line_where_there_is_none():
    draft = Draft("", "Price of coal doubles\n\nThe price doubled on Monday.\nNobody knew why.")
    lines.lift_headline(draft)
    assert (draft.headline, draft.body) == ("Price of coal doubles", "The price doubled on Monday.\nNobody knew why.")


def test_first_sentence_is_no_headline_unless_the_text_is_a_whole_file():
    body = "Price of coal doubles.\n\nThe price doubled on Monday."
    draft, whole = Draft("", body), Draft("", body, whole_file=True)
    lines.lift_headline(draft)
    lines.lift_headline(whole)
    assert draft.headline == ""
    assert whole.headline == "Price of coal doubles."


def test_headline_printed_again_goes():
    again = "Price of coal doubles\nThe price doubled.\nPRICE OF COAL DOUBLES!\nNobody knew why."
    kept, edits = left(lines.drop_repeated_headline, again, headline="Price of coal doubles")
    assert kept == ["The price doubled.", "Nobody knew why."]
    assert len(edits) == 2


def test_lede_printed_twice_goes_once_and_the_second_stays():
    lede = "The whole continent follows the events because Orvania sells the coal that heats its homes."
    kept, edits = left(lines.drop_repeated_lede, f"{lede}\nSomething else was said.\n{lede} The League waits.")
    assert kept == ["Something else was said.", f"{lede} The League waits."]
    assert edits == [("repeated_lede", lede)]


def test_opening_doubled_in_a_text_without_lines():
    lede = "The whole continent follows the events because Orvania sells the coal that heats a third of its homes."
    draft = Draft("", f"{lede} {lede} The League waits.")
    lines.drop_repeated_lede(draft)
    assert draft.body == f"{lede} The League waits."


def test_caption_printed_three_times_stays_once():
    kept, edits = left(
        lines.drop_repeated_lines, "A guard in Arkan\nText one.\nA guard in Arkan\nText two.\nA guard in Arkan"
    )
    assert kept == ["A guard in Arkan", "Text one.", "Text two."]
    assert len(edits) == 2


def test_fifty_megabytes_on_one_line_pass_quickly():
    draft = Draft("", 'READ MORE: word and an - other,-"? word. ' * 50_000)
    started = time.perf_counter()
    for rule in RULES:
        rule.apply(draft)
    assert time.perf_counter() - started < 10
