"""A whole collection: the same bytes however it is cut, every document accounted for, results read back."""

import hashlib
import json

import pandas as pd
import pytest

from framing import pipeline, schema
from framing.annotation.attribution.labels import role_chances
from framing.annotation.voice.judge import VOICES_OF_WORDS, voices_of_words
from framing.coding.reference import coded_articles
from framing.corpus.collections.catalogue import find_collection
from framing.errors import FramingError
from framing.lexicon import read_lexicon, write_lexicon
from framing.pipeline import open_results, score_collection, take_results
from framing.results import read_results
from framing.running.partitions import SHARDED

BODY = (
    "{name} protesters marched on Monday. “We are not terrorists,” said Aida Serik, a nurse of ward {name}.\n\n"
    "The interior minister, Ruslan Omar, said that rioters had burned house {name}. Two demonstrators were killed."
)


@pytest.fixture
def source(tmp_path):
    rows = [
        {
            "article_id": f"a{i}",
            "outlet": "left" if i % 2 else "right",
            "title": f"Day {i}",
            "body": BODY.format(name=f"x{i}"),
        }
        for i in range(9)
    ]
    rows += [dict(rows[3], article_id="again"), {"article_id": "empty", "outlet": "left", "body": "  "}]
    path = tmp_path / "small.jsonl"
    path.write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    return path


def bytes_of(folder):
    return {p.name: hashlib.sha256(p.read_bytes()).hexdigest() for p in sorted(folder.rglob("*")) if p.is_file()}


def test_the_same_bytes_twice_in_other_partitions_and_with_other_workers(source, tmp_path, monkeypatch):
    score_collection(source, tmp_path / "one")
    score_collection(source, tmp_path / "two")
    monkeypatch.setattr(pipeline, "PARTITION_ARTICLES", 2)
    score_collection(source, tmp_path / "parts")
    score_collection(source, tmp_path / "workers", workers=2)
    first = bytes_of(tmp_path / "one")
    assert len(first) > 10
    for other in ("two", "parts", "workers"):
        assert bytes_of(tmp_path / other) == first, other


def test_every_document_is_an_article_or_dropped_with_a_reason(source, tmp_path):
    manifest = score_collection(source, tmp_path / "out")
    dropped = pd.read_csv(tmp_path / "out" / "dropped.csv")
    assert manifest["rows"]["articles"] + len(dropped) == 11
    assert sorted(dropped["reason"]) == ["duplicate", "no text"]
    assert dropped["detail"].notna().all()


def test_tables_keep_to_the_contract_and_slice_back(source, tmp_path):
    score_collection(source, tmp_path / "out")
    results = read_results(tmp_path / "out")
    tables = {**results.corpus.tables, "scores": results.scores, "evidence": results.evidence}
    for name in SHARDED:
        schema.TABLES[name].check(tables[name])
    articles = results.corpus.articles.set_index("article_id")
    for name in ("sentences", "attribution_spans", "mentions", "evidence"):
        for row in tables[name].itertuples():
            assert articles.loc[row.article_id, row.part][row.start : row.end] == row.text


def test_results_are_made_once_and_again_when_the_input_changes(source, tmp_path, monkeypatch):
    monkeypatch.setenv("FRAMING_DATA", str(tmp_path / "data"))
    made = []
    real = pipeline.score_collection
    monkeypatch.setattr(pipeline, "score_collection", lambda *a, **k: made.append(a) or real(*a, **k))
    first = open_results(source)
    assert open_results(source).scores.equals(first.scores)
    assert len(made) == 1
    source.write_text(
        source.read_text(encoding="utf-8").replace("Two demonstrators", "Ten demonstrators"), encoding="utf-8"
    )
    open_results(source)
    open_results(source, codebook="migration")
    assert len(made) == 3


def test_results_are_opened_with_the_codebook_that_scored_them(source, tmp_path, monkeypatch):
    monkeypatch.setenv("FRAMING_DATA", str(tmp_path / "data"))
    made = open_results(source, codebook="migration")
    own = tmp_path / "own"
    write_lexicon(read_lexicon("armed-conflict"), tmp_path)
    (tmp_path / "codebook").rename(own)
    monkeypatch.setattr(pipeline, "score_collection", None)  # nothing is scored again
    assert open_results(source).manifest["codebook"] == made.manifest["codebook"]
    monkeypatch.undo()
    monkeypatch.setenv("FRAMING_DATA", str(tmp_path / "data"))
    assert open_results(source, codebook=own).manifest["codebook"]["name"] == "own"
    monkeypatch.setattr(pipeline, "score_collection", None)
    assert open_results(source).manifest["codebook"]["name"] == "own"


def test_results_that_would_be_the_same_are_copied_whole_and_others_are_not(source, tmp_path, monkeypatch):
    monkeypatch.setenv("FRAMING_DATA", str(tmp_path / "data"))
    collection, out = find_collection(source), tmp_path / "report" / "scored"
    assert take_results(collection, out) is None and not out.exists()
    made = open_results(source).folder
    assert take_results(collection, out) == made
    assert bytes_of(out) == bytes_of(made) and len(read_results(out).corpus.articles) == 9
    (out / "manifest.json").write_text(json.dumps(read_results(out).manifest | {"study": {"file": "old.toml"}}))
    assert take_results(collection, out) == out and "study" not in read_results(out).manifest
    assert take_results(collection, tmp_path / "other", codebook="migration") is None
    (made / "scores.parquet").write_bytes(b"torn")
    assert take_results(collection, tmp_path / "other") is None and not (tmp_path / "other").exists()


@pytest.mark.parametrize(
    ("name", "rows"),
    [
        ("outlets.csv", "outlet_id,name,country\nleft,Left,{}\n"),
        ("stories.csv", "story_id,label,matched_by\ns1,{},hand\n"),
        ("outlet_names.csv", "name,outlet_id\nleft,{}\n"),
    ],
)
def test_results_are_made_again_when_a_table_beside_the_articles_changes(source, tmp_path, monkeypatch, name, rows):
    monkeypatch.setenv("FRAMING_DATA", str(tmp_path / "data"))
    prints = []
    for word in (None, "one", "two", "two"):
        if word is not None:
            (tmp_path / name).write_text(rows.format(word), encoding="utf-8")
        found = find_collection(source)
        prints.append(pipeline._versions(found, read_lexicon("protest"), model="fast", clean=True)["input_sha256"])
    assert len(set(prints)) == 3 and prints[2] == prints[3]


def test_voices_and_chances_read_back_are_those_that_are_found_anew(source, tmp_path):
    score_collection(source, tmp_path / "out")
    corpus = read_results(tmp_path / "out").corpus
    tokens, quotations = corpus.tokens, corpus.quotations
    read = voices_of_words(corpus).copy(), role_chances(tokens, quotations).copy()
    tokens.keep(VOICES_OF_WORDS, None)
    tokens.keep(role_chances, None)
    assert (read[1] == role_chances(tokens, quotations)).all()
    assert (read[0] == voices_of_words(corpus)).all() and len(set(read[0])) > 1


def test_other_attributions_are_judged_anew(source, tmp_path):
    score_collection(source, tmp_path / "out")
    corpus = read_results(tmp_path / "out").corpus
    nobody = corpus.with_(
        attributions=corpus.attributions.iloc[:0], attribution_spans=corpus.attribution_spans.iloc[:0]
    )
    assert (voices_of_words(nobody) != voices_of_words(corpus)).any()


def test_results_that_are_not_there_are_one_sentence(tmp_path):
    with pytest.raises(FramingError, match=r"There are no results in '.*'; run framing score first"):
        read_results(tmp_path)


def test_the_manifest_says_whether_the_program_was_validated_on_this_collection(source, tmp_path):
    assert score_collection(source, tmp_path / "none")["validity"] == "Not validated on this collection."
    texts = [BODY.format(name=f"x{i}") for i in range(4)]
    namings = [("protesters", "outlet"), ("rioters", "reported"), ("demonstrators", "quoted")]  # the last code is wrong
    rows = [
        {
            "article_id": f"a{i}",
            "part": "body",
            "text": word,
            "start": text.index(word),
            "occurrence": 1,
            "voice": voice,
        }
        for i, text in enumerate(texts)
        for word, voice in namings
    ]
    codes = pd.DataFrame(rows).assign(before="", target="protesters", category="neutral", form="noun", source_type="")
    codes["end"] = codes["start"] + codes["text"].str.len()
    codes.to_csv(source.parent / "codings_namings.csv", index=False)
    told = score_collection(source, tmp_path / "coded")["validity"]
    # 12 codes, right for 4 outlet and 4 reported; F1: outlet 2/3 (precision 4/8), reported 1, quoted 0
    assert told.startswith("On its own codes: voice of namings validated on n = 12 (F1 .56")
    assert json.loads((tmp_path / "coded" / "manifest.json").read_text(encoding="utf-8"))["validity"] == told


def test_faulty_codes_are_one_sentence_that_names_file_and_row(source, tmp_path):
    path = source.parent / "codings_namings.csv"
    path.write_text("article_id,part,text,voice\na0,body,protesters,outlet\n", encoding="utf-8")
    with pytest.raises(FramingError, match=r"codings_namings.csv has no column 'start'"):
        score_collection(source, tmp_path / "out")
    path.write_text("article_id,part,start,text\na0,body,3,x\na0,body,soon,x\n", encoding="utf-8")
    with pytest.raises(FramingError, match=r"codings_namings.csv, row 3: start is 'soon'"):
        score_collection(source, tmp_path / "out")
    for row, told in (("a0,body,3,", "text is empty"), ("a0,lead,3,x", "part is 'lead' and must be headline or body")):
        path.write_text(f"article_id,part,start,text\na0,body,3,x\n{row}\n", encoding="utf-8")
        with pytest.raises(FramingError, match=f"codings_namings.csv, row 3: {told}"):
            coded_articles(find_collection(source))
