"""Coded segments for qualitative analysis: a REFI-QDA project (.qdpx) with every text, naming and quotation."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from pathlib import Path
from xml.etree import ElementTree as ET

import pandas as pd

from framing.corpus.corpus import Corpus
from framing.paper.files import write_archive
from framing.untrusted import CONTROL

SPACE = uuid.uuid5(uuid.NAMESPACE_URL, "urn:framing")
NAMESPACE = "urn:QDA-XML:project:1.0"
XSI = "http://www.w3.org/2001/XMLSchema-instance"
PLACE = f"{NAMESPACE} http://schema.qdasoftware.org/versions/Project/v1.0/Project.xsd"
GAP = "\n\n"
WHEN = "2000-01-01T00:00:00Z"
SPAN = ["article_id", "part", "start", "end", "text"]
COLOURS = {"delegitimising": "#CC3311", "neutral": "#777777", "legitimising": "#009988"}


def write_qda(corpus: Corpus, path: Path) -> Path:
    """Write the texts of a corpus with its namings and quotations as coded segments.

    Parameters
    ----------
    corpus : Corpus
        Annotated.
    path : Path
        Of the ``.qdpx``.

    Returns
    -------
    Path

    Notes
    -----
    A naming has two codes, what it says of whom, and whose word it is; the content of an attribution has the form of
    quotation, and the kind of its source. Positions count Unicode characters of the plain text, headline first. The
    segments are the program's, under the user ``framing``: whoever codes on can tell them apart.
    """
    segments = pd.concat([_namings(corpus), _quotations(corpus)], ignore_index=True)
    sources = {_guid("source", row.article_id): row for row in corpus.articles.itertuples()}
    project = ET.Element("Project", {"xmlns": NAMESPACE, "xmlns:xsi": XSI, "xsi:schemaLocation": PLACE,
                                     "name": _clean(corpus.name), "origin": "framing", "creatingUserGUID": _user(),
                                     "creationDateTime": WHEN})  # fmt: skip
    ET.SubElement(ET.SubElement(project, "Users"), "User", {"guid": _user(), "name": "framing"})
    _codebook(project, segments["codes"])
    place = ET.SubElement(project, "Sources")
    parts = {}
    by_article = dict(iter(segments.groupby("article_id", sort=False)))
    for guid, article in sources.items():
        head = _clean(article.headline)
        parts[f"Sources/{guid}.txt"] = (head + GAP + _clean(article.body)).encode("utf-8")
        entry = ET.SubElement(place, "TextSource", {"guid": guid, "name": _clean(article.article_id),
                                                    "plainTextPath": f"internal://{guid}.txt",
                                                    "creatingUser": _user(), "creationDateTime": WHEN})  # fmt: skip
        for row in by_article.get(article.article_id, segments.iloc[:0]).itertuples():
            _segment(entry, row, shift=0 if row.part == "headline" else len(head) + len(GAP))
    ET.indent(project, " ")
    xml = ET.tostring(project, encoding="utf-8", xml_declaration=True)
    return write_archive({"project.qde": xml, **parts}, path)


def _segment(entry: ET.Element, row: pd.Series, *, shift: int) -> None:
    where = f"{row.article_id} {row.part} {row.start} {row.end} {row.kind} {row.Index}"
    start, end = int(row.start) + shift, int(row.end) + shift
    made = ET.SubElement(entry, "PlainTextSelection", {
        "guid": _guid("segment", where), "name": _clean(row.text)[:60], "startPosition": str(start),
        "endPosition": str(end), "creatingUser": _user(), "creationDateTime": WHEN,
    })  # fmt: skip
    for code in row.codes:
        coding = ET.SubElement(made, "Coding", {"guid": _guid("coding", f"{where} {code}"), "creatingUser": _user(),
                                                "creationDateTime": WHEN})  # fmt: skip
        ET.SubElement(coding, "CodeRef", {"targetGUID": _guid("code", "/".join(code))})


def _codebook(project: ET.Element, codes: Iterable[list[tuple[str, ...]]]) -> None:
    """Write the codes as a tree: naming, target, category; voice; quotation; kind of source."""
    paths = sorted({path[:depth] for row in codes for path in row for depth in range(1, len(path) + 1)})
    leaves = {path for row in codes for path in row}
    made: dict[tuple[str, ...], ET.Element] = {
        (): ET.SubElement(ET.SubElement(project, "CodeBook"), "Codes")
    }  # fmt: skip
    for path in paths:
        known = {"guid": _guid("code", "/".join(path)), "name": _clean(path[-1]),
                 "isCodable": "true" if path in leaves else "false"}  # fmt: skip
        colour = COLOURS.get(path[-1])
        made[path] = ET.SubElement(made[path[:-1]], "Code", known | ({"color": colour} if colour else {}))


def _namings(corpus: Corpus) -> pd.DataFrame:
    table = corpus.mentions
    rows = zip(table["target"], table["category"], table["voice"], strict=True)
    codes = [[("naming", target, category), ("voice", voice)] for target, category, voice in rows]
    return table[SPAN].assign(kind="naming", codes=pd.Series(codes, index=table.index, dtype=object))


def _quotations(corpus: Corpus) -> pd.DataFrame:
    spans = corpus.attribution_spans
    content = spans[spans["role"] == "content"]
    known = corpus.attributions[["article_id", "attribution", "form", "source_type"]]
    table = content.merge(known, on=["article_id", "attribution"], how="left")
    codes = [[("quotation", form), ("source", "unknown" if pd.isna(kind) else kind)]
             for form, kind in zip(table["form"], table["source_type"], strict=True)]  # fmt: skip
    return table[SPAN].assign(kind="quotation", codes=pd.Series(codes, index=table.index, dtype=object))


def _guid(kind: str, name: str) -> str:
    return str(uuid.uuid5(SPACE, f"{kind} {name}"))


def _user() -> str:
    return _guid("user", "framing")


def _clean(text: str) -> str:
    """Replace what XML and plain text cannot hold, one character for one, so that positions stay."""
    return CONTROL.sub("\ufffd", str(text)).replace("\r", "\n")
