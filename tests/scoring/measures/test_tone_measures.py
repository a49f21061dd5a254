"""The measures of tone on articles annotated from their text."""

import pandas as pd
import pytest

from framing import schema
from framing.annotation.annotate import annotate
from framing.annotation.tone.target_tone import mention_tone
from framing.annotation.tone.vader import sentence_tone
from framing.corpus.corpus import Corpus
from framing.errors import FramingError
from framing.lexicon import Lexicon
from framing.scoring.measures.dictionary import dictionary_measure
from framing.scoring.measures.sentiment import tone_of_sentences, tone_of_words
from framing.scoring.measures.target_tone import tone_towards_targets

BODY = (
    'A terrible fire broke out. "It is a wonderful day," the mayor said. '
    "Critics accused the protesters of vile lies. The protesters left. The buses left at noon."
)


@pytest.fixture(scope="module")
def corpus():
    row = {"article_id": "a", "outlet_id": "o", "headline": "A not good plan", "body": BODY, "n_words": 30}
    articles = schema.ARTICLES.cast(pd.DataFrame([row, {**row, "article_id": "b", "headline": "", "body": ""}]))
    return annotate(Corpus("two", articles), codebook="protest")


def slices_back(corpus, evidence):
    texts = corpus.articles.set_index("article_id")
    rows = zip(evidence["article_id"], evidence["part"], evidence["start"], evidence["end"], strict=True)
    return [texts.loc[article, part][start:end] for article, part, start, end in rows]


def test_sentences_are_evidence_with_their_tone(corpus):
    found = tone_of_sentences.find(corpus)
    assert slices_back(corpus, found) == found["text"].tolist()
    assert found["weight"].tolist() == sentence_tone(found["text"])["compound"].tolist()
    by_text = found.set_index("text")["category"]
    assert by_text["A terrible fire broke out."] == "negative"
    assert by_text["The buses left at noon."] == "neutral"


def test_words_are_evidence_in_their_voice(corpus):
    found = tone_of_words.find(corpus)
    assert slices_back(corpus, found) == found["text"].tolist()
    words = found.set_index("text")
    assert words.loc["terrible", "voice"] == "outlet"
    assert words.loc["wonderful", "voice"] == "quoted"
    assert words.loc["wonderful", "weight"] == 2.7
    assert words.loc["good", "weight"] == pytest.approx(1.9 * -0.74)


def test_mentions_are_evidence_with_the_tone_of_their_sentence(corpus):
    found = tone_towards_targets.find(corpus)
    assert slices_back(corpus, found) == found["text"].tolist()
    assert set(found["target"]) == {"protesters"}
    assert found["weight"].tolist() == pytest.approx(mention_tone(corpus)["tone"].tolist())
    assert found["weight"].iloc[0] < found["weight"].iloc[1]


def test_a_signed_dictionary_gives_one_sum_and_knows_negated_phrases(corpus):
    terms = pd.DataFrame(
        {"term": ["good", "not good", "terribl*"], "category": ["Positive", "neg_positive", "Negative"]}
    )
    measure = dictionary_measure(Lexicon("mine", {}, terms))
    found = measure.find(corpus)
    assert measure.targets == ("all",)
    assert dict(zip(found["text"], found["weight"], strict=True)) == {"not good": -1, "terrible": -1}
    assert slices_back(corpus, found) == found["text"].tolist()


def test_other_categories_are_targets_and_a_term_may_have_several(corpus):
    terms = pd.DataFrame({"term": ["fire", "fire", "day"], "category": ["hazard", "home", "time"]})
    measure = dictionary_measure(Lexicon("mine", {}, terms), name="themes")
    found = measure.find(corpus)
    assert measure.name == "themes"
    assert measure.targets == ("hazard", "home", "time")
    assert sorted(zip(found["text"], found["target"], strict=True)) == [
        ("day", "time"),
        ("fire", "hazard"),
        ("fire", "home"),
    ]


def test_files_of_other_tools_are_read(corpus, tmp_path):
    path = tmp_path / "own.dic"
    path.write_text("%\n1 posemo\n2 negemo\n%\nwonderful 1\nvile* 2\nlies 2\n", encoding="utf8")
    found = dictionary_measure(path).find(corpus).set_index("text")
    assert found["weight"].to_dict() == {"wonderful": 1, "vile": -1, "lies": -1}
    path = tmp_path / "own.csv"
    path.write_text("term,weight\nfire,-2.5\n", encoding="utf8")
    assert dictionary_measure(path).find(corpus)["weight"].tolist() == [-2.5]


def test_a_list_of_bare_words_is_refused():
    with pytest.raises(FramingError, match="neither a column category nor weight"):
        dictionary_measure(Lexicon("bare", {}, pd.DataFrame({"term": ["x"]})))
