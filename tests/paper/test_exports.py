"""Files for other programs: they open, say the same numbers, and segments stand where their words are."""

import zipfile
from xml.etree import ElementTree as ET

import pandas as pd
import pytest
from pandas.io.stata import StataReader

from framing import schema
from framing.errors import FramingError
from framing.paper.exports import _stata, prepare, write_exports
from framing.paper.files import hash_files

QDA = "{urn:QDA-XML:project:1.0}"
ALLOWED = {
    "Project": ({"name"}, {"origin", "creatingUserGUID", "creationDateTime"}, ["Users", "CodeBook", "Sources"]),
    "Users": (set(), set(), ["User"]),
    "User": ({"guid"}, {"name"}, []),
    "CodeBook": (set(), set(), ["Codes"]),
    "Codes": (set(), set(), ["Code"]),
    "Code": ({"guid", "name", "isCodable"}, {"color"}, ["Code"]),
    "Sources": (set(), set(), ["TextSource"]),
    "TextSource": ({"guid"}, {"name", "plainTextPath", "creatingUser", "creationDateTime"}, ["PlainTextSelection"]),
    "PlainTextSelection": (
        {"guid", "startPosition", "endPosition"}, {"name", "creatingUser", "creationDateTime"}, ["Coding"],
    ),
    "Coding": ({"guid"}, {"creatingUser", "creationDateTime"}, ["CodeRef"]),
    "CodeRef": ({"targetGUID"}, set(), []),
}  # fmt: skip
"""Elements of the published schema (Project.xsd, 18 March 2019): needed and further attributes, order of children."""


@pytest.fixture(scope="module")
def files(material, tmp_path_factory):
    folder = tmp_path_factory.mktemp("exports")
    write_exports(material.results, folder, ("stata", "qda"))
    return folder


def test_stata_opens_every_table_with_its_labels(files, material):
    scores = pd.read_stata(files / "scores.dta")
    assert len(scores) == len(material.results.scores)
    assert scores["value"].sum() == pytest.approx(material.results.scores["value"].sum())
    with StataReader(files / "articles.dta") as reader:
        labels = reader.variable_labels()
        table = reader.read()
    assert labels["article_id"] == "the article" and "body" not in table
    assert str(table["published"].dtype).startswith("datetime64") and set(table["wire"]) <= {0, 1}
    assert (files / "mentions.dta").read_bytes()[:28] == b"<stata_dta><header><release>"
    assert b"<release>118</release>" in (files / "mentions.dta").read_bytes()[:60]


def test_names_that_no_program_takes_are_changed_and_stay_apart():
    table = pd.DataFrame({"article_id": ["a"], "end": [1], "Ünit #1": [2.5], "Ünit #2": [1.0], "9lives": [True],
                          "a" * 40: ["x"], "a" * 41: [None]})  # fmt: skip
    made, labels = prepare(table, schema.ARTICLES)
    assert len(set(made.columns)) == 7 and all(len(name) <= 32 and name.isascii() for name in made.columns)
    assert "end" not in made and "end_" in made and made["v_9lives"].tolist() == [1] and set(labels) == set(made)


def test_a_very_long_text_of_the_users_is_kept(tmp_path):
    table = pd.DataFrame({"article_id": ["a", "b"], "abstract": ["ü" * 3000, None]})
    made, labels = prepare(table, schema.ARTICLES)
    assert pd.read_stata(_stata(made, tmp_path / "t", labels))["abstract"].tolist() == ["ü" * 3000, ""]


def test_segments_stand_where_their_words_are(files, material):
    with zipfile.ZipFile(files / f"{material.results.corpus.name}.qdpx") as archive:
        project = ET.fromstring(archive.read("project.qde"))
        sources = project.find(f"{QDA}Sources")
        codes = {code.get("guid") for code in project.iter(f"{QDA}Code")}
        seen = 0
        for source in sources:
            path = source.get("plainTextPath").replace("internal://", "Sources/")
            text = archive.read(path).decode("utf-8")
            for part in source:
                start, end = int(part.get("startPosition")), int(part.get("endPosition"))
                assert text[start:end][:60].replace("\n", " ") == part.get("name").replace("\n", " ")
                assert {ref.get("targetGUID") for ref in part.iter(f"{QDA}CodeRef")} <= codes
                seen += 1
    corpus = material.results.corpus
    contents = (corpus.attribution_spans["role"] == "content").sum()
    assert seen == len(corpus.mentions) + contents


def test_the_project_keeps_to_the_published_schema(files, material):
    with zipfile.ZipFile(files / f"{material.results.corpus.name}.qdpx") as archive:
        project = ET.fromstring(archive.read("project.qde"))
    guids = [one.get("guid") for one in project.iter() if one.get("guid")]
    assert len(guids) == len(set(guids))
    for element in project.iter():
        needed, further, order = ALLOWED[element.tag.removeprefix(QDA)]
        given = {name for name in element.attrib if not name.startswith("{")}
        assert needed <= given <= needed | further
        children = [child.tag.removeprefix(QDA) for child in element]
        assert children == sorted(children, key=order.index)


def test_the_same_bytes_again(files, material, tmp_path):
    write_exports(material.results, tmp_path, ("stata", "qda"))
    assert hash_files(tmp_path) == hash_files(files)


def test_spss_opens_what_is_written(material, tmp_path):
    pyreadstat = pytest.importorskip("pyreadstat")
    write_exports(material.results, tmp_path, ("spss",))
    table, meta = pyreadstat.read_sav(tmp_path / "mentions.sav")
    assert len(table) == len(material.results.corpus.mentions)
    assert meta.column_names_to_labels["term"] == "entry of the codebook"
    assert (tmp_path / "mentions.sav").read_bytes()[92:109] == b"01 Jan 0000:00:00"
    assert table["start"].sum() == material.results.corpus.mentions["start"].sum()
    assert meta.creation_time.year == 2000


def test_an_unknown_format_is_one_sentence(material, tmp_path):
    with pytest.raises(FramingError, match="There is no format 'sas'"):
        write_exports(material.results, tmp_path, ("sas",))
