import pandas as pd

from framing.annotation.annotate import annotate
from framing.corpus.corpus import Corpus
from framing.scoring.score import find_evidence, score


def annotated(*bodies: str) -> Corpus:
    ids = [f"a{i}" for i in range(len(bodies))]
    articles = pd.DataFrame({"article_id": ids, "outlet_id": "o", "headline": "", "body": list(bodies), "n_words": 1})
    return annotate(Corpus("test", articles), codebook="protest")


def value(scores: pd.DataFrame, measure: str, target: str, voice: str = "all") -> tuple[float, float]:
    row = scores[(scores["measure"] == measure) & (scores["target"] == target) & (scores["voice"] == voice)].iloc[0]
    return row["value"], row["n"]


def test_agentless_is_the_share_of_harm_that_nobody_is_said_to_do() -> None:
    corpus = annotated(
        "Police detained 20 protesters. The protesters were beaten. Protesters were dispersed by police. "
        "Two protesters died."
    )
    scores = score(corpus, ["agentless"])
    assert value(scores, "agentless", "protesters") == (0.5, 4)


def test_harm_counts_for_the_one_who_does_it_and_the_one_who_suffers_it() -> None:
    corpus = annotated("Police detained 20 protesters. Protesters clashed with police.")
    evidence = find_evidence(corpus, ["harm_by", "harm_to"])
    seen = set(zip(evidence["measure"], evidence["target"], evidence["text"], evidence["category"], strict=True))
    assert seen == {
        ("harm_by", "security-forces", "detained", "active"),
        ("harm_to", "protesters", "detained", "active"),
    }


def test_an_article_without_harm_has_no_share() -> None:
    scores = score(annotated("Rain fell on the square."), ["agentless"])
    missing, n = value(scores, "agentless", "protesters")
    assert pd.isna(missing) and n == 0
