import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from framing.annotation.text.matching import find_terms
from framing.annotation.text.tokens import tokenize


def found(text, terms):
    tokens = tokenize(pd.DataFrame({"article_id": ["a"], "headline": [""], "body": [text]}))
    first, last, term = find_terms(tokens, terms)
    return [(t, terms[i]) for t, i in zip(tokens.table(first, last)["text"], term, strict=True)]


def test_lower_case_matches_any_case_and_a_capital_only_itself():
    assert found("Militants and MILITANTS", ["militants"]) == [("Militants", "militants"), ("MILITANTS", "militants")]
    assert found("the left and the Left", ["Left"]) == [("Left", "Left")]


def test_a_star_ends_a_stem():
    assert found("rioters rioted at Riot", ["riot*"]) == [("rioters", "riot*"), ("rioted", "riot*"), ("Riot", "riot*")]
    assert found("a senator of nato", ["nato"]) == [("nato", "nato")]


def test_the_longest_term_wins_and_terms_do_not_overlap():
    terms = ["armed men", "men", "armed", "men of war"]
    assert found("Armed men of war slept.", terms) == [("Armed men", "armed men")]
    assert found("armed, men", terms) == [("armed", "armed"), ("men", "men")]


def test_phrases_cross_hyphens_but_no_sentence():
    assert found("a shoot-to-kill order", ["shoot-to-kill"]) == [("shoot-to-kill", "shoot-to-kill")]
    assert found("They were armed. Men ran.", ["armed men", "armed . men"]) == []


def test_an_exact_word_wins_over_a_stem():
    assert found("rebels", ["rebel*", "rebels"]) == [("rebels", "rebels")]


def test_no_terms_no_text():
    assert found("", ["riot"]) == []
    assert found("riot", []) == []


vocabulary = st.sampled_from(["a", "b", "ab", "abc", "c"])


@given(st.lists(vocabulary, max_size=12), st.lists(st.lists(vocabulary, min_size=1, max_size=3), max_size=5))
def test_it_agrees_with_a_plain_search(words, phrases):
    terms = [" ".join(p) for p in phrases]
    expected, i = [], 0
    while i < len(words):
        fits = [p for p in phrases if words[i : i + len(p)] == p]
        best = max(fits, key=len, default=None)
        expected += [" ".join(best)] if best else []
        i += len(best) if best else 1
    assert [t for t, _ in found(" ".join(words), terms)] == expected
