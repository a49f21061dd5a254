import numpy as np

from framing.annotation.attribution.linking import LABELS, cut_spans, likely_source, link_spans, source_of_cue

SHORT = {
    "O": "O",
    "k": "B-cue",
    "K": "I-cue",
    "s": "B-source-right",
    "S": "I-source-right",
    "t": "B-source-left",
    "T": "I-source-left",
    "c": "B-content-left",
    "C": "I-content-left",
    "d": "B-content-right",
    "D": "I-content-right",
}


def read(text, segment=None, sentence=None):
    """Link labels written as letters; give the spans as texts of their letters, with their relations."""
    labels = np.array([LABELS.index(SHORT[letter]) for letter in text])
    where = np.zeros(len(text), int) if segment is None else np.array(segment)
    sentences = where if sentence is None else np.array(sentence)
    first, last, kind = cut_spans(labels, where)
    relation = link_spans(first, kind, segment=where, sentence=sentences)
    spans = [text[a:b] for a, b in zip(first, last, strict=True)]
    return spans, relation.tolist(), source_of_cue(first, last, kind, relation, sentence=sentences).tolist()


def test_source_cue_content():
    assert read("sSkcCC") == (["sS", "k", "cCC"], [0, 0, 0], [0])


def test_a_quotation_round_its_cue_is_one_relation():
    assert read("dDktTcC") == (["dD", "k", "tT", "cC"], [0, 0, 0, 0], [2])


def test_each_content_goes_to_the_cue_on_its_side():
    spans, relation, _ = read("skcCOdDsk")
    assert spans == ["s", "k", "cC", "dD", "s", "k"]
    assert relation == [0, 0, 0, 1, 1, 1]


def test_a_cue_without_a_source_takes_that_of_the_cue_before_in_the_sentence():
    assert read("skcCOkcC")[2] == [0, 0]
    assert read("skcCOkcC", sentence=[0, 0, 0, 0, 0, 1, 1, 1])[2] == [0, -1]


def test_nothing_is_linked_across_segments_or_far_away():
    assert read("skcdD", segment=[0, 0, 0, 1, 1])[1] == [0, 0, 0, -1]
    assert read("dOk", sentence=[0, 3, 9])[1] == [-1, 0]


def test_an_inside_label_of_another_kind_begins_a_span():
    assert read("SKCC")[0] == ["S", "K", "CC"]


def test_the_likeliest_source_needs_enough_probability():
    sentence, bounds = np.zeros(6, int), np.array([0, 6])
    chance = np.array([0, 0.35, 0.5, 0.45, 0.1, 0])
    first, last = likely_source(np.array([4]), chance, sentence=sentence, sentence_tokens=bounds)
    assert (first.tolist(), last.tolist()) == ([1], [4])
    first, last = likely_source(np.array([4]), chance / 2, sentence=sentence, sentence_tokens=bounds)
    assert first == last
