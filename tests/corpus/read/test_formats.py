"""Every format gives the same two articles, whatever database, program or archive they come from."""

import pandas as pd
import pytest
from export_samples import BOTH, HEADLINES_ONLY, ONE, SAMPLES, docx, letter, mhtml, nexis_uni, page, rtf, text, zipped
from pypdf import PdfWriter

from framing.corpus.read.documents import read_documents
from framing.corpus.reading import read_corpus
from framing.errors import FramingError


def write(folder, name, content):
    file = folder / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    return file


def read(file):
    batches = list(read_documents([file], file.parent))
    return pd.concat([batch.articles for batch in batches], ignore_index=True), [
        row for b in batches for row in b.dropped
    ]


@pytest.mark.parametrize("name", SAMPLES)
def test_two_articles_come_out_of_every_export(tmp_path, name):
    articles, dropped = read(write(tmp_path, name, SAMPLES[name]))
    assert dropped == []
    assert list(articles["headline"]) == [article["title"] for article in BOTH]
    assert [str(date)[:10] for date in articles["published"]] == [article["date"] for article in BOTH]
    hosts = {"Tarnsk Courier": "courier.example", "Upland Daily": "upland.example"}
    assert [
        outlet in (a["outlet"], hosts[a["outlet"]]) for outlet, a in zip(articles["outlet_id"], BOTH, strict=True)
    ] == [True] * 2
    assert articles["article_id"].is_unique
    for body, article in zip(articles["body"], BOTH, strict=True):
        if name in HEADLINES_ONLY:
            assert body == ""
        else:
            assert all(paragraph.split(". ")[0] in body for paragraph in article["paragraphs"])
            assert not any(
                mark in body
                for mark in ("Load-Date", "LENGTH", "Section:", "Document", "Copyright", "Subject:", "Home")
            )


@pytest.mark.parametrize(
    "name", ["nexis-uni.docx", "lexisnexis.txt", "factiva.html", "factiva-fields.txt", "proquest.txt", "newsbank.txt"]
)
def test_texts_of_databases_are_the_paragraphs_and_nothing_else(tmp_path, name):
    articles, _ = read(write(tmp_path, name, SAMPLES[name]))
    assert list(articles["body"]) == [text(article) for article in BOTH]
    assert [byline.split(",")[0].removeprefix("By ") for byline in articles["byline"]] == [
        article["author"] for article in BOTH
    ]


def test_one_document_of_nexis_is_one_article(tmp_path):
    articles, _ = read(write(tmp_path, "single.docx", docx(nexis_uni(BOTH[:1]))))
    assert list(articles["article_id"]) == ["single"]
    assert list(articles["outlet_id"]) == ["Tarnsk Courier"]


def test_export_that_does_not_add_up_says_so(tmp_path):
    broken = SAMPLES["nexis-uni.txt"].replace("Documents (2)", "Documents (3)")
    batches = list(read_documents([file := write(tmp_path, "a.txt", broken)], file.parent))
    notes = [note for batch in batches for note in batch.notes if note["look"]]
    assert [note["detail"] for note in notes] == ["the export tells of 3 documents, and 2 were found"]


@pytest.mark.parametrize(
    ("name", "content"), [("a.mhtml", mhtml(ONE)), ("a.html", page(ONE)), ("a", page(ONE)), ("b.txt", letter(ONE))]
)
def test_pages_and_letters_tell_of_themselves(tmp_path, name, content):
    articles, _ = read(write(tmp_path, name, content))
    assert list(articles.loc[0, ["headline", "outlet_id"]]) == [ONE["title"], ONE["outlet"]]
    assert str(articles["published"][0])[:10] == ONE["date"]
    assert all(paragraph.rstrip(".") in articles["body"][0] for paragraph in ONE["paragraphs"])


@pytest.mark.parametrize(
    ("name", "content"), [("a.docx", docx), ("a.rtf", rtf), ("a.md", str), ("a.txt", str), ("noname", str)]
)
def test_prose_is_one_article_with_its_first_line_for_a_headline(tmp_path, name, content):
    file = write(tmp_path, name, content(f"{ONE['title']}\n\n{text(ONE)}"))
    article = read_corpus(file).articles.iloc[0]
    assert article["headline"] == ONE["title"]
    assert article["body"].split("\n")[0] == ONE["paragraphs"][0]


def test_heading_marks_of_markdown_are_no_text(tmp_path):
    article = read_corpus(
        write(tmp_path, "a.md", f"# {ONE['title']}\n\nThe *mayor* met [miners](https://x.example/rioters).\n")
    ).articles.iloc[0]
    assert (article["headline"], article["body"]) == (ONE["title"], "The mayor met miners.")


def test_prose_that_looks_a_little_like_an_export_is_prose(tmp_path):
    prose = (
        "Notes\n\nThe End of Document debate went on. Section: none.\n\nHe counted 452 words. Document reading is slow."
    )
    assert len(read(write(tmp_path, "a.txt", prose))[0]) == 1
    table_like = "The mayor, the minister, and the rest met.\nTitle, text and date were agreed, he said.\n"
    assert len(read(write(tmp_path, "b.txt", table_like))[0]) == 1


def test_archive_of_everything_adds_up(tmp_path):
    members = {f"in/{name}": content for name, content in SAMPLES.items()} | {
        "in/bad.csv": b"name\nx\n",
        "in/empty.txt": b"",
        "in/.DS_Store": b"x",
    }
    articles, dropped = read(write(tmp_path, "all.zip", zipped(members)))
    assert len(articles) + sum(row["reason"] == "duplicate id" for row in dropped) == 2 * len(SAMPLES)
    others = {
        row["file"].removeprefix("all.zip/in/"): row["reason"] for row in dropped if row["reason"] != "duplicate id"
    }
    assert others == {"bad.csv": "unreadable file", "empty.txt": "no text", ".DS_Store": "not an article"}


@pytest.mark.parametrize("name", [name for name, content in SAMPLES.items() if isinstance(content, bytes)])
def test_file_that_breaks_off_is_one_plain_sentence(tmp_path, name):
    content = SAMPLES[name]
    for part in (content[: len(content) // 2], content[:40], content[: len(content) - 9]):
        write(tmp_path, "good.txt", text(ONE))
        file = write(tmp_path, name, part)
        batches = list(read_documents([tmp_path / "good.txt", file], tmp_path))
        assert sum(len(batch.articles) for batch in batches) >= 1
        for row in (row for batch in batches for row in batch.dropped):
            assert row["detail"] and "Traceback" not in row["detail"]


def test_pdf_is_read_with_a_warning_and_refused_without_text(tmp_path):
    writer = PdfWriter()
    writer.add_blank_page(200, 200)
    writer.write(tmp_path / "scan.pdf")
    with pytest.raises(FramingError, match="run text recognition"):
        read(tmp_path / "scan.pdf")
    stream = b"BT /F1 12 Tf 20 100 Td (The mayor met striking miners.) Tj ET"
    pdf = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    pdf += b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 200]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>"
    pdf += b"endobj\n5 0 obj<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>endobj\n"
    pdf += b"4 0 obj<</Length %d>>stream\n%s\nendstream endobj\n" % (len(stream), stream)
    pdf += b"trailer<</Root 1 0 R/Size 6>>\nstartxref\n0\n%%EOF"
    batch = next(iter(read_documents([file := write(tmp_path, "page.txt", pdf)], file.parent)))
    assert batch.articles["body"][0] == "The mayor met striking miners."
    assert any(note["look"] and "columns" in note["detail"] for note in batch.notes)


def test_locked_archive_is_told(tmp_path):
    data = bytearray(zipped({"a.txt": text(ONE)}))
    for at in (6, data.index(b"PK\x01\x02") + 8):
        data[at] |= 1
    _, dropped = read(write(tmp_path, "a.zip", bytes(data)))
    assert [row["detail"] for row in dropped] == ["a.zip/a.txt is locked with a password; unpack it first."]
