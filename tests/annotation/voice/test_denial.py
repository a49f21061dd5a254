"""Labels that somebody denies, and those that stand beside a denial of something else."""

import pandas as pd
import pytest

from framing.annotation.voice.denial import is_rejected
from framing.annotation.voice.distance import is_distanced
from framing.annotation.voice.mark_words import Around
from framing.annotation.voice.voice import find_voice
from framing.corpus.corpus import Corpus


def around(marked):
    """Split a sentence into the words before and after the label in double square brackets."""
    before, after = marked.lower().split("[[")[0], marked.lower().split("]]")[1]
    spaced = [text.replace(",", " , ").replace(".", " . ").split() for text in (before, after)]
    return Around(*spaced)


@pytest.mark.parametrize(
    "marked",
    [
        "They are not [[rebels]].",
        "None of the men in the yard was a [[rebel]].",
        "Neither the baker nor his son is a [[rebel]], the court found.",
        "Nobody in this hall is a [[thug]].",
        "Not everyone on the square is a [[thug]].",
        "She did not come to steal, nor were her friends [[looters]].",
        "I do not think that the men on the bridge are [[criminals]].",
        "Nobody believes that they were [[spies]].",
        "She was wrong to say that the nurses were [[rioters]].",
        "It is absurd to call a choir [[cultists]].",
        "Calling the farmers a [[mob]] is unfair, she said.",
        "A man who steals bread cannot be called a [[looter]].",
        "The two were wrongly accused of being [[spies]].",
        "Sailors falsely branded [[traitors]] came home.",
        "The guards mistook the shepherds for [[rebels]].",
        "The claim that the fishers are [[pirates]] was rejected by the navy.",
        "He spoke of [[rebels]], a word which the union rejects.",
        "The union rejects the label [[rebels]].",
        "After two years he was cleared of being a [[spy]].",
        "He denied that he was a [[spy]].",
        "They were neighbours instead of [[looters]].",
        "Far from being [[thugs]], the men swept the hall.",
        "Instead of being [[thugs]], they were cooks.",
        "The dead are not counted as [[rebels]].",
        "There's no way my brother was a [[thug]].",
    ],
)
def test_a_label_is_denied(marked):
    assert is_rejected(around(marked))


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("She was wrong to say that the dead nurses were rioters.", "rioters"),
        ("The notion that the fishers are pirates is nonsense.", "pirates"),
        ("Terrorists is the wrong word for children.", "Terrorists"),
    ],
)
def test_a_denial_without_a_negation_is_looked_for_in_texts(text, label):
    spans = pd.DataFrame({"article_id": ["a"], "part": ["body"], "start": [text.index(label)]})
    spans = spans.assign(end=spans["start"] + len(label))
    corpus = Corpus("a", pd.DataFrame({"article_id": ["a"], "headline": [""], "body": [text]}))
    assert find_voice(corpus, spans)["voice"].tolist() == ["rejected"]


@pytest.mark.parametrize(
    "marked",
    [
        "They are not only [[rebels]].",
        "He does not deny that he was a [[smuggler]].",
        "Nobody was hurt when the [[mob]] came.",
        "Instead of the [[police]], a mayor came.",
        "Instead of sending [[spies]] they read the papers.",
        "Rather than face the [[rebels]], the crew hid.",
        "They read the papers instead of sending [[spies]].",
        "The ministry denied that it would send [[soldiers]].",
        "There is no sign that the mayor's [[government]] will fall.",
        "The council rejected the party's [[march]] through the town.",
        "There is no work here, and people are defying the [[police]].",
        "The plan might not be as [[radical]] as it seems.",
        "Few did better against the party's [[establishment]].",
        "The minister dismissed the claim that it was supplying [[fighters]].",
    ],
)
def test_a_denial_of_something_else_leaves_the_label(marked):
    assert not is_rejected(around(marked))


@pytest.mark.parametrize(
    "marked",
    [
        "Young men, [[hooligans]] as the palace likes to call them, sat in the park.",
        "The army named eleven persons it terms [[bandits]].",
        "They went on treating the strikers as [[criminals]].",
        "The paper christened the campers a [[rabble]].",
    ],
)
def test_a_label_is_somebodys_term(marked):
    assert is_distanced(around(marked))


@pytest.mark.parametrize(
    "marked",
    [
        "The so-called ceasefire with the [[rebels]] lasted an hour.",
        "The raid, called Clean Sweep, netted 17 [[smugglers]].",
        "The general called a meeting as the [[rebels]] came nearer.",
        "She named what is seen as the failure of the [[elite]].",
        "He was blamed for remarks perceived as mocking the [[protesters]].",
        "He opposed measures against [[refugees]] as cruel, a term he chose with care.",
    ],
)
def test_a_marker_of_something_else_leaves_the_label(marked):
    assert not is_distanced(around(marked))
