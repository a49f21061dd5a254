import pandas as pd
import pytest

from framing.annotation.annotate import annotate
from framing.corpus.corpus import Corpus
from framing.display.widgets import code_widget, explore
from framing.errors import FramingError
from framing.schema import ARTICLES, CODINGS

VARIABLES = {"voice": ["outlet", "source"], "clear": {"yes": "", "no": ""}}


@pytest.fixture
def sample():
    return pd.DataFrame({"unit_id": ["u1", "u2", "u3"], "context": ["a »b« c", "<b>d</b>", "e"]})


def test_every_choice_is_on_disk_and_a_cell_that_runs_again_loses_nothing(sample, tmp_path):
    path = tmp_path / "deep" / "ann.csv"
    widget = code_widget(sample, variables=VARIABLES, coder="ann", path=path)
    widget.chosen = {"voice": {"u2": "source", "u1": "outlet"}, "clear": {"u1": "yes"}}
    CODINGS.check(widget.codings)
    assert widget.codings["unit_id"].tolist() == ["u1", "u1", "u2"]
    again = code_widget(sample, variables=VARIABLES, coder="ann", path=path)
    assert again.chosen == {"voice": {"u1": "outlet", "u2": "source"}, "clear": {"u1": "yes"}}
    assert code_widget(sample, variables=VARIABLES, coder="ben", path=path).codings.empty
    earlier = code_widget(sample, variables=VARIABLES, coder="ann", codings=widget.codings)
    assert len(earlier.codings) == 3


def test_codes_of_other_coders_units_and_variables_stay_in_the_file(sample, tmp_path):
    path = tmp_path / "codes.csv"
    code_widget(sample, variables=VARIABLES, coder="anna", path=path).chosen = {
        "voice": {"u1": "outlet", "u2": "source"},
        "clear": {"u1": "yes"},
    }
    before = path.read_bytes()
    widget = code_widget(sample.tail(2), variables={"voice": ["outlet", "source"]}, coder="ben", path=path)
    assert path.read_bytes() == before
    widget.chosen = {"voice": {"u3": "outlet"}}
    anna = code_widget(sample.tail(2), variables={"voice": ["outlet", "source"]}, coder="anna", path=path)
    anna.chosen = {"voice": {"u3": "source"}}
    assert path.read_text().splitlines() == [
        "unit_id,coder,variable,value",
        "u1,anna,voice,outlet",
        "u1,anna,clear,yes",
        "u3,ben,voice,outlet",
        "u3,anna,voice,source",
    ]


def test_nothing_to_code_is_said(sample):
    with pytest.raises(FramingError, match="nothing to code"):
        code_widget(sample.head(0), variables=VARIABLES, coder="ann")
    with pytest.raises(FramingError, match="'free' has no codes"):
        code_widget(sample, variables={"free": {}}, coder="ann")


def test_a_typed_sentence_is_marked():
    row = {"article_id": "a", "outlet_id": "o", "headline": "Rioters", "body": "The rioters fled.", "n_words": 4}
    widget = explore(annotate(Corpus("c", ARTICLES.cast(pd.DataFrame([row]))), codebook="protest"))
    assert widget.data["target"] == "protesters"
    widget.sentence = "The president called the crowd “terrorists”; the protesters stayed."
    namings = widget.marked["namings"]
    words = [
        widget.marked["texts"]["text"][t][s:e]
        for t, s, e in zip(namings["text"], namings["start"], namings["end"], strict=True)
    ]
    assert {"terrorists", "protesters"} <= set(words)
    widget.sentence = " "
    assert widget.marked == {}
