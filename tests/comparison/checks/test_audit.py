import numpy as np
import pandas as pd
import pytest

from framing.annotation.annotate import annotate
from framing.comparison.checks.audit import audit_lexicon, judge_hits
from framing.comparison.checks.sensitivity import naming_variants, sensitivity
from framing.errors import FramingError
from framing.lexicon import Lexicon

TERMS = pd.DataFrame(
    {
        "term": ["rioter*", "thug*", "protester*", "zeppelin*"],
        "target": ["protesters", "protesters", "protesters", "airships"],
        "category": ["delegitimising", "delegitimising", "neutral", "neutral"],
        "weight": [1.0, 1.0, 0.0, 0.0],
        "note": "",
    }
)
BOOK = Lexicon("small", {"kind": "codebook"}, TERMS)


@pytest.fixture(scope="module")
def corpus(make_corpus):
    texts = [
        ("courier", f"s{i}", "Rioters marched through the square. Thugs and protesters shouted.") for i in range(20)
    ]
    texts += [("herald", f"s{i}", "Protesters marched through the square. Rioters followed.") for i in range(20)]
    texts += [("herald", "s20", "Protesters marched through the square.")]
    return annotate(make_corpus(*texts, headline="Rioters march"), codebook=BOOK)


def test_hits_by_term_and_outlet_can_be_counted_by_eye(corpus):
    terms = audit_lexicon(corpus).terms.set_index(["term", "outlet"])
    assert terms.loc[("rioter*", "courier"), ["count", "articles"]].tolist() == [40, 20]
    assert terms.loc[("rioter*", "herald"), "count"] == 41
    assert terms.loc[("thug*", "courier"), "count"] == 20
    assert ("thug*", "herald") not in terms.index
    assert terms.loc[("zeppelin*", np.nan), "count"] == 0


def test_a_drawn_hit_stands_marked_in_its_sentence(corpus):
    hits = audit_lexicon(corpus, sample=30, seed=2).hits
    assert len(hits) == 30
    pd.testing.assert_frame_equal(hits, audit_lexicon(corpus, sample=30, seed=2).hits)
    words = hits["context"].str.extract("»(.+)«")[0].str.lower()
    assert all(word.startswith(term.rstrip("*")) for word, term in zip(words, hits["term"], strict=True))
    assert set(hits["right"]) == {""}


def test_three_commonest_terms(corpus):
    table = audit_lexicon(corpus).concentration.set_index(["target", "outlet"])
    assert table.loc[("protesters", "courier"), ["n", "commonest", "share"]].tolist() == [
        80,
        "rioter*, protester*, thug*",
        1.0,
    ]


def test_precision_of_judged_hits(corpus):
    hits = audit_lexicon(corpus, sample=10).hits
    judged = judge_hits(hits.assign(right=["yes"] * 6 + [" No"] * 2 + [""] * 2)).set_index("target")
    assert judged.loc["all", ["n", "precision"]].tolist() == [8, 0.75]
    # Wilson's interval by hand: (6 + 1.96² / 2 ± 1.96 √(6 · 2 / 8 + 1.96² / 4)) / (8 + 1.96²)
    assert judged.loc["all", ["ci_low", "ci_high"]].tolist() == pytest.approx([0.4093, 0.9285], abs=1e-4)
    with pytest.raises(FramingError, match="yes or no"):
        judge_hits(hits.assign(right="perhaps"))
    with pytest.raises(FramingError, match="holds nothing"):
        judge_hits(hits)


def test_a_finding_is_followed_over_variants(corpus):
    other = Lexicon("other", {"kind": "codebook"}, TERMS[TERMS["term"] != "rioter*"])
    variants = naming_variants(corpus, "protesters", codebooks=[other])
    assert list(variants) == [
        "primary", "with modifiers", "without headlines", "headlines and ledes only",
        'without "rioter*"', 'without "protester*"', 'without "thug*"', "codebook other",
    ]  # fmt: skip
    table = sensitivity(variants, corpus.articles, reference="herald", resamples=99)
    place = (table["method"] == "unpaired") & (table["voice"] == "outlet") & (table["outlet"] == "courier")
    rows = table[place].set_index("variant")
    # courier: 60 of 80 against it, herald: 41 of 62
    assert rows.loc["primary", "difference"] == pytest.approx(60 / 80 - 41 / 62)
    assert rows.loc["without headlines", "difference"] == pytest.approx(40 / 60 - 20 / 41)
    assert rows.loc["codebook other", "mean_outlet"] == pytest.approx(0.5)
    assert rows.loc['without "protester*"', "difference"] == 0
    assert not rows.loc['without "protester*"', "agrees"]
    assert rows.loc["without headlines", "agrees"]


def test_errors_name_the_remedy(corpus, make_corpus):
    bare = make_corpus(("courier", "Rioters left."))
    with pytest.raises(FramingError, match="annotate it first"):
        audit_lexicon(bare)
    with pytest.raises(FramingError, match="declared primary"):
        naming_variants(bare, "protesters")
    with pytest.raises(FramingError, match="the articles name protesters"):
        naming_variants(corpus, "airships")
    with pytest.raises(FramingError, match="at least one way"):
        sensitivity({}, corpus.articles)
