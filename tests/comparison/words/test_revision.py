"""What would another codebook say: terms changed for a reason, and who moves."""

import pandas as pd
import pytest

import framing as fr
from framing.errors import FramingError

TERMS = pd.DataFrame(
    [("marcher", "crowd", "neutral"), ("yob", "crowd", "delegitimising"), ("brute", "crowd", "delegitimising")],
    columns=["term", "target", "category"], dtype="str",
).assign(weight=1.0, form="")  # fmt: skip
BOOK = fr.Lexicon("small", {}, TERMS)
BODIES = {"red": "Yobs came. Yobs left. A brute slept. Marchers sang.", "blue": "Marchers came. Marchers left."}


def corpus():
    rows = [(f"{outlet}{i}", outlet, f"s{i}", "", body) for outlet, body in BODIES.items() for i in range(10)]
    articles = pd.DataFrame(rows, columns=["article_id", "outlet_id", "story_id", "headline", "body"])
    return fr.annotate(fr.Corpus("made", articles), codebook=BOOK)


def test_terms_change_in_a_copy():
    revised = fr.revise_codebook(BOOK, {"yob": "neutral", "brute": None}, reason="seen from the other side")
    assert dict(zip(revised.terms["term"], revised.terms["category"], strict=True)) == {
        "marcher": "neutral", "yob": "neutral",
    }  # fmt: skip
    assert BOOK.terms["category"].tolist() == ["neutral", "delegitimising", "delegitimising"]
    assert "seen from the other side" in revised.card["limits"]
    assert revised.fingerprint != BOOK.fingerprint


def test_the_outlet_that_used_the_words_moves_and_the_other_stays():
    revised = fr.revise_codebook(BOOK, {"yob": "neutral"}, reason="a trial")
    levels = fr.compare_codebooks(corpus(), BOOK, revised, resamples=50)
    levels = levels[levels["voice"] == "outlet"]
    told = fr.describe_revision(levels)
    assert told["outlet"].tolist() == ["red", "blue"]
    assert told["moves"].tolist() == [-0.5, 0.0]
    assert told["n"].tolist() == [40, 20]
    assert told["before"].iloc[0].startswith("0.75 [")
    levels = levels.set_index(["outlet", "codebook"])["value"]
    assert levels["red", "before"] == pytest.approx(3 / 4)
    assert levels["red", "after"] == pytest.approx(1 / 4)
    assert levels["blue", "before"] == levels["blue", "after"] == 0


@pytest.mark.parametrize(
    ("changes", "reason", "part"),
    [({"yobb": "neutral"}, "why", "yobb"), ({"yob": "nice"}, "why", "nice"), ({"yob": "neutral"}, " ", "reason")],
)
def test_a_change_that_cannot_be_made_is_told(changes, reason, part):
    with pytest.raises(FramingError, match=part):
        fr.revise_codebook(BOOK, changes, reason=reason)


def test_the_figure_says_who_moves_and_who_stays():
    levels = fr.compare_codebooks(corpus(), BOOK, fr.revise_codebook(BOOK, {"yob": "neutral"}, reason="a trial"))
    title = fr.plot_revision(levels, target="crowd").figure.framing_text["title"]
    assert title == "red moves most, from 75% to 25% delegitimising words for crowd; blue stays"
    same = fr.compare_codebooks(corpus(), BOOK, BOOK)
    assert "no outlet moves" in fr.plot_revision(same, target="crowd").figure.framing_text["title"]
