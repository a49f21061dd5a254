"""The same two invented articles in the shape of every database and program whose exports are read."""

import bz2
import gzip
import io
import json
import lzma
import tarfile
import zipfile

import pandas as pd
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

ONE = {
    "title": "Mayor meets strikers in Tarnsk",
    "outlet": "Tarnsk Courier",
    "date": "2017-03-13",
    "author": "Mirela Santo",
    "url": "https://www.courier.example/2017/03/13/mayor",
    "paragraphs": [
        "The mayor of Tarnsk met striking miners on Monday.",
        "“We want our pay,” said one of them.",
        "Cafés closed early.",
    ],
}
TWO = {
    "title": "Minister blames rioters",
    "outlet": "Upland Daily",
    "date": "2017-03-14",
    "author": "Galim Rustek",
    "url": "https://upland.example/news/minister",
    "paragraphs": [
        "The interior minister said rioters had burned two cars.",
        "“They came from abroad,” he added.",
        "Residents stayed calm.",
    ],
}
BOTH = (ONE, TWO)
DAYS = {
    "2017-03-13": ("March 13, 2017 Monday", "13 March 2017", "Mar 13, 2017"),
    "2017-03-14": ("March 14, 2017 Tuesday", "14 March 2017", "Mar 14, 2017"),
}


def text(article):
    return "\n\n".join(article["paragraphs"])


def records(**names):
    """Both articles as records with the given names for title, outlet, date, author, url and text."""
    values = {name: [*(a[name] for a in BOTH)] for name in ("title", "outlet", "date", "author", "url")} | {
        "text": [text(a) for a in BOTH]
    }
    return [{new: values[old][n] for old, new in names.items()} for n in range(2)]


def nexis_uni(articles=BOTH):
    lines = [
        "Page 1 of 3",
        "User Name: = reader",
        "Date and Time: = Monday, May 1, 2017 10:00:00 AM EST",
        "Job Number: 123",
        f"Documents ({len(articles)})",
    ]
    lines += [f"{n}. {a['title']}" for n, a in enumerate(articles, start=1)] + [
        "Client/Matter: -None-",
        "Search Terms: (tarnsk)",
        "",
        "",
    ]
    for a in articles:
        lines += [
            a["title"],
            a["outlet"],
            DAYS[a["date"]][0] + " 11:05 PM GMT",
            "First Edition",
            f"Copyright 2017 {a['outlet']} All Rights Reserved",
        ]
        lines += [
            "Section: NEWS; Pg. 7A",
            "Length: 452 words",
            f"Byline: {a['author']}",
            "Highlight: It was a long day.",
            "Body",
            "",
            *a["paragraphs"],
            "",
        ]
        lines += ["Load-Date: March 15, 2017", "", "End of Document", "", ""]
    return "\n".join(lines)


def lexis_nexis():
    out = ["", "Download Request: Selected Items: 1-2", "Time Of Request: Monday, May 1, 2017", "", ""]
    for n, a in enumerate(BOTH, start=1):
        wrapped = "\n\n".join(p.replace(" on Monday", "\non Monday") for p in a["paragraphs"])
        out += [
            f"{n} of 2 DOCUMENTS".center(80),
            "",
            "",
            a["outlet"].center(80),
            "",
            DAYS[a["date"]][0].center(80),
            "FIRST EDITION".center(80),
            "",
        ]
        out += [
            a["title"],
            "",
            f"BYLINE: {a['author']}",
            "",
            "SECTION: NEWS; Pg. 7A",
            "",
            "LENGTH: 452 words",
            "",
            "DATELINE: TARNSK",
            "",
            wrapped,
            "",
        ]
        out += [
            "LOAD-DATE: March 15, 2017",
            "",
            "LANGUAGE: ENGLISH",
            "",
            "PUBLICATION-TYPE: Newspaper",
            "",
            f"Copyright 2017 {a['outlet']}".center(80),
            "All Rights Reserved".center(80),
            "",
        ]
    return "\n".join(out)


def lexis_nexis_headline_label():
    out = []
    for n, a in enumerate(BOTH, start=1):
        out += [
            f"{n} of 2 DOCUMENTS",
            "",
            f"Copyright 2017 {a['outlet']}",
            "All Rights Reserved",
            a["outlet"],
            "",
            DAYS[a["date"]][0],
            "",
            "SECTION: News; Pg. 1",
            "",
            "LENGTH: 90 words",
            "",
        ]
        out += [
            f"HEADLINE: {a['title']}",
            "",
            f"BYLINE: {a['author']}",
            "",
            "BODY:",
            *a["paragraphs"],
            "",
            "GRAPHIC: PHOTO, a square",
            "",
        ]
    return "\n".join(out)


def factiva():
    out = []
    for n, a in enumerate(BOTH):
        out += [
            "World",
            a["title"],
            f"By {a['author']}",
            "452 words",
            DAYS[a["date"]][1],
            "08:35 PM" if n else "",
            a["outlet"],
            "TARCOU",
            "A1",
            "English",
        ]
        out += ["(c) 2017. All Rights Reserved.", "", *a["paragraphs"], f"Document TARCOU00020170313ed3d0000{n}", ""]
    return "\n".join(out)


def factiva_fields():
    out = []
    for n, a in enumerate(BOTH):
        out += [
            "SE\tNews",
            f"HD\t{a['title']}",
            f"BY\tBy {a['author']}",
            "WC\t452 words",
            f"PD\t{DAYS[a['date']][1]}",
            f"SN\t{a['outlet']}",
            "SC\tTARCOU",
            "LA\tEnglish",
        ]
        out += [
            "CY\tCopyright 2017",
            "LP",
            a["paragraphs"][0],
            "",
            "TD",
            *a["paragraphs"][1:],
            "",
            "NS\tgcat : Political",
            f"AN\tDocument TARCOU00020170313ed3d0000{n}",
            "",
        ]
    return "\n".join(out)


def factiva_page():
    body = ""
    for n, a in enumerate(BOTH):
        body += f'<div id="article-{n}" class="article enArticle"><p><div id="hd"><span class="enHeadline">{a["title"]}</span></div></p>'
        body += f'<div class="author">By {a["author"]}</div><div>452 words</div><div>{DAYS[a["date"]][1]}</div><div>{a["outlet"]}</div><div>TARCOU</div>'
        body += "<div>English</div><div>Copyright 2017</div>" + "".join(
            f'<p class="articleParagraph enarticleParagraph">{p}</p>' for p in a["paragraphs"]
        )
        body += f"<p>Document TARCOU00020170313ed3d0000{n}</p></div><br/>"
    return f"<html><head><title>Factiva</title></head><body>{body}</body></html>"


def proquest():
    rule = "_" * 60
    out = [rule]
    for n, a in enumerate(BOTH, start=1):
        out += [
            f"Document {n} of 2",
            "",
            a["title"],
            "",
            f"Author: {a['author']}",
            "",
            "ProQuest document link",
            "",
            "Abstract: None available.",
            "",
        ]
        out += [
            f"Full text: {a['paragraphs'][0]}",
            "",
            *[f"{p}\n" for p in a["paragraphs"][1:]],
            "Subject: Strikes; Mayors",
            "",
            f"Title: {a['title']}",
            "",
        ]
        out += [
            f"Publication title: {a['outlet']}; Tarnsk",
            "",
            "First page: A1",
            "",
            "Publication year: 2017",
            "",
            f"Publication date: {DAYS[a['date']][2]}",
            "",
        ]
        out += [
            "Language of publication: English",
            "",
            f"ProQuest document ID: 18763{n}",
            "",
            f"Document URL: {a['url']}",
            "",
            "Database: Newsstream",
            "",
            rule,
        ]
    return "\n".join(out)


def newsbank():
    out = []
    for n, a in enumerate(BOTH):
        out += [
            a["title"],
            f"{a['outlet']} (Tarnsk, OV) - {DAYS[a['date']][0].rsplit(' ', 1)[0]} - page 7A",
            f"Author/Byline: {a['author']}, STAFF WRITER",
            "Section: News",
        ]
        out += [
            "Readability: >12 grade level (Lexile: 1450)",
            *a["paragraphs"],
            f"Copyright (c) 2017 {a['outlet']}",
            f"Record Number: 0FB12{n}AC",
            "",
        ]
    return "\n".join(out)


def ris():
    out = []
    for n, a in enumerate(BOTH):
        out += [
            "TY  - NEWS",
            f"TI  - {a['title']}",
            f"AU  - {a['author']}",
            f"T2  - {a['outlet']}",
            f"DA  - {a['date'].replace('-', '/')}/",
            f"PY  - {a['date'][:4]}",
        ]
        out += [
            f"AB  - {' '.join(a['paragraphs'])}",
            f"UR  - {a['url']}",
            "LA  - English",
            f"AN  - 4411{n}",
            "ER  - ",
            "",
        ]
    return "\n".join(out)


def csl():
    rows = []
    for n, a in enumerate(BOTH):
        date = [int(part) for part in a["date"].split("-")]
        rows.append(
            {
                "id": f"z{n}",
                "type": "article-newspaper",
                "title": a["title"],
                "container-title": a["outlet"],
                "URL": a["url"],
                "abstract": text(a),
                "language": "en-GB",
            }
            | {
                "issued": {"date-parts": [date]},
                "author": [{"family": a["author"].split()[1], "given": a["author"].split()[0]}],
            }
        )
    return json.dumps(rows)


def news_api():
    rows = [
        {
            "source": {"id": None, "name": r["outlet"]},
            "author": r["author"],
            "title": r["title"],
            "description": "It was a long day.",
            "url": r["url"],
            "publishedAt": f"{r['date']}T06:00:00Z",
            "content": r["text"],
        }
        for r in records(title="title", outlet="outlet", author="author", url="url", date="date", text="text")
    ]
    return json.dumps({"status": "ok", "totalResults": 2, "articles": rows})


def guardian():
    rows = [
        {
            "id": f"world/{n}",
            "type": "article",
            "sectionName": "World",
            "webPublicationDate": f"{a['date']}T06:00:00Z",
            "webTitle": a["title"],
            "webUrl": a["url"],
            "fields": {
                "headline": a["title"],
                "byline": a["author"],
                "bodyText": text(a),
                "publication": a["outlet"],
                "trailText": "x",
            },
            "tags": [{"id": "t", "webTitle": "Strikes", "webUrl": "https://t.example"}],
        }
        for n, a in enumerate(BOTH)
    ]
    return json.dumps({"response": {"status": "ok", "total": 2, "results": rows}})


def new_york_times():
    rows = [
        {
            "abstract": text(a),
            "web_url": a["url"],
            "snippet": "s",
            "lead_paragraph": a["paragraphs"][0],
            "source": a["outlet"],
            "headline": {"main": a["title"], "kicker": None},
            "pub_date": f"{a['date']}T06:00:00+0000",
            "byline": {"original": f"By {a['author']}"},
            "multimedia": [{"url": "a.jpg", "caption": "c"}],
            "keywords": [{"name": "subject", "value": "Strikes"}],
            "_id": f"nyt://{n}",
        }
        for n, a in enumerate(BOTH)
    ]
    return json.dumps({"status": "OK", "response": {"docs": rows, "meta": {"hits": 2}}})


def gdelt():
    return json.dumps(
        {
            "articles": [
                {
                    "url": a["url"],
                    "url_mobile": "",
                    "title": a["title"],
                    "seendate": a["date"].replace("-", "") + "T060000Z",
                    "socialimage": "",
                    "domain": a["url"].split("/")[2],
                    "language": "English",
                    "sourcecountry": "Orvania",
                }
                for a in BOTH
            ]
        }
    )


def gnews():
    return json.dumps(
        {
            "totalArticles": 2,
            "articles": [
                {
                    "title": a["title"],
                    "description": "d",
                    "content": text(a),
                    "url": a["url"],
                    "image": "i",
                    "publishedAt": f"{a['date']}T06:00:00Z",
                    "source": {"name": a["outlet"], "url": "https://x.example"},
                }
                for a in BOTH
            ],
        }
    )


def rss():
    items = "".join(
        f"<item><title>{a['title']}</title><link>{a['url']}</link><pubDate>{DAYS[a['date']][1]} 06:00:00 +0000</pubDate><source url='x'>{a['outlet']}</source><content:encoded><![CDATA[{''.join(f'<p>{p}</p>' for p in a['paragraphs'])}]]></content:encoded></item>"
        for a in BOTH
    )
    return f'<?xml version="1.0"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>All</title>{items}</channel></rss>'


def atom():
    items = "".join(
        f"<entry><title>{a['title']}</title><link href='{a['url']}'/><id>urn:{n}</id><updated>{a['date']}T06:00:00Z</updated><source><title>{a['outlet']}</title></source><summary>{text(a)}</summary></entry>"
        for n, a in enumerate(BOTH)
    )
    return f'<feed xmlns="http://www.w3.org/2005/Atom"><title>All</title>{items}</feed>'


def xml():
    items = "".join(
        f"<article><title>{a['title']}</title><source>{a['outlet']}</source><date>{a['date']}</date><body>{text(a)}</body></article>"
        for a in BOTH
    )
    return f'<?xml version="1.0" encoding="utf-8"?><articles>{items}</articles>'


def page(a):
    head = f'<title>{a["title"]} | {a["outlet"]}</title><meta property="og:title" content="{a["title"]}"><meta property="og:site_name" content="{a["outlet"]}"><meta name="author" content="{a["author"]}"><meta property="article:published_time" content="{a["date"]}T06:00:00Z"><link rel="canonical" href="{a["url"]}">'
    body = "".join(
        f"<p>{p} It went on like that for a while, and nobody knew how it would end.</p>" for p in a["paragraphs"]
    )
    return f'<!DOCTYPE html><html lang="en"><head><meta charset="utf-8">{head}</head><body><nav><a href="/">Home</a></nav><article><h1>{a["title"]}</h1>{body}</article><footer>Cookies</footer></body></html>'


def mhtml(a):
    return f'From: <Saved by Blink>\nSnapshot-Content-Location: {a["url"]}\nSubject: {a["title"]}\nMIME-Version: 1.0\nContent-Type: multipart/related; type="text/html"; boundary="b"\n\n--b\nContent-Type: text/html; charset=utf-8\nContent-Transfer-Encoding: 8bit\nContent-Location: {a["url"]}\n\n{page(a)}\n--b--\n'


def letter(a):
    return f"From: {a['outlet']} <news@courier.example>\nTo: x@example.org\nSubject: {a['title']}\nDate: Mon, 13 Mar 2017 06:00:00 +0000\nMIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n{text(a)}\n"


def rtf(lines):
    escaped = "".join(f"\\u{ord(c)}?" if ord(c) > 127 else c for c in lines)
    return "{\\rtf1\\ansi\\deff0{\\fonttbl{\\f0 Arial;}}\\f0\\fs20 " + escaped.replace("\n", "\\par\n") + "\\par}"


def docx(lines):
    body = "".join(
        f'<w:p><w:r><w:t xml:space="preserve">{line.replace("&", "&amp;")}</w:t></w:r></w:p>'
        for line in lines.split("\n")
    )
    document = f'<?xml version="1.0"?><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>{body}</w:body></w:document>'
    return zipped({"[Content_Types].xml": "<Types/>", "word/document.xml": document})


def odt(lines):
    body = "".join(f"<text:p>{line}</text:p>" for line in lines.split("\n"))
    content = f'<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body>{body}</office:body></office:document-content>'
    return zipped({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": content})


def epub():
    return zipped({"mimetype": "application/epub+zip"} | {f"OEBPS/{n}.xhtml": page(a) for n, a in enumerate(BOTH)})


def workbook():
    buffer = io.BytesIO()
    with pd.ExcelWriter(buffer) as writer:
        pd.DataFrame({"Export": ["of 2017"]}).to_excel(writer, sheet_name="Info", index=False)
        for n, row in enumerate(records(title="Title", outlet="Publication", date="Date", text="Full Text")):
            frame = pd.DataFrame([row | {"Date": pd.Timestamp(row["Date"])}])
            frame.to_excel(writer, sheet_name=f"Week {n}", index=False, startrow=n)
    return buffer.getvalue()


def parquet():
    buffer = io.BytesIO()
    rows = [
        row | {"text": a["paragraphs"]}
        for row, a in zip(records(title="title", outlet="outlet", date="date"), BOTH, strict=True)
    ]
    pd.DataFrame(rows).to_parquet(buffer)
    return buffer.getvalue()


def warc(packed=True):
    buffer = io.BytesIO()
    writer = WARCWriter(buffer, gzip=packed)
    for a in BOTH:
        http = StatusAndHeaders("200 OK", [("Content-Type", "text/html; charset=utf-8")], protocol="HTTP/1.0")
        writer.write_record(
            writer.create_warc_record(a["url"], "response", payload=io.BytesIO(page(a).encode()), http_headers=http)
        )
    http = StatusAndHeaders("200 OK", [("Content-Type", "image/png")], protocol="HTTP/1.0")
    writer.write_record(
        writer.create_warc_record("https://x.example/a.png", "response", payload=io.BytesIO(b"x"), http_headers=http)
    )
    return buffer.getvalue()


def table(mark=",", preamble="", **names):
    names = names or {name: name for name in ("title", "outlet", "date", "author", "url", "text")}
    return preamble + pd.DataFrame(records(**names)).to_csv(index=False, sep=mark)


def zipped(members):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return buffer.getvalue()


def tarred(members):
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w:gz") as archive:
        for name, data in members.items():
            entry = tarfile.TarInfo(name)
            entry.size = len(data)
            archive.addfile(entry, io.BytesIO(data))
    return buffer.getvalue()


JSON_LINES = "".join(
    json.dumps(row) + "\n" for row in records(title="title", outlet="outlet", date="date", text="text")
)
ARRAY = json.dumps(records(title="title", outlet="outlet", date="date", text="text"), indent=1)

SAMPLES = {
    "nexis-uni.txt": nexis_uni(),
    "nexis-uni.docx": docx(nexis_uni()),
    "nexis-uni.odt": odt(nexis_uni()),
    "nexis-uni.rtf": rtf(nexis_uni()),
    "lexisnexis.txt": lexis_nexis(),
    "lexisnexis-labels.txt": lexis_nexis_headline_label(),
    "factiva.txt": factiva(),
    "factiva.rtf": rtf(factiva()),
    "factiva.html": factiva_page(),
    "factiva-fields.txt": factiva_fields(),
    "proquest.txt": proquest(),
    "newsbank.txt": newsbank(),
    "references.ris": ris(),
    "zotero.json": csl(),
    "newsapi.json": news_api(),
    "guardian.json": guardian(),
    "nytimes.json": new_york_times(),
    "gdelt.json": gdelt(),
    "gnews.json": gnews(),
    "feed.xml": rss(),
    "feed.atom": atom(),
    "records.xml": xml(),
    "array.json": ARRAY,
    "array.jsonl": ARRAY,
    "by-column.json": pd.DataFrame(records(title="title", outlet="outlet", date="date", text="text")).to_json(),
    "lines.ndjson": JSON_LINES,
    "lines.txt": JSON_LINES,
    "lines.jsonl.gz": gzip.compress(JSON_LINES.encode()),
    "lines.jsonl.bz2": bz2.compress(JSON_LINES.encode()),
    "lines.jsonl.xz": lzma.compress(JSON_LINES.encode()),
    "table.tsv": table("\t"),
    "table.txt": table("\t"),
    "semicolons.csv": table(";", "sep=;\n"),
    "preamble.csv": table(",", "Export of 1 May 2017\nQuery: strikes, mayors\n\n"),
    "proquest.csv": table(
        title="Title", outlet="pubtitle", date="pubdate", author="Authors", url="DocumentURL", text="fullText"
    ),
    "mediacloud.csv": table(title="title", outlet="media_name", date="publish_date", url="url"),
    "zotero.csv": table(
        title="Title", outlet="Publication Title", date="Date", author="Author", url="Url", text="Abstract Note"
    ),
    "factiva.csv": table(title="Headline", outlet="Source Name", date="Publication Date", author="Author", text="Body"),
    "guardian.csv": table(title="webTitle", date="webPublicationDate", url="webUrl", text="bodyText"),
    "workbook.xlsx": workbook(),
    "workbook-called.csv": workbook(),
    "list.parquet": parquet(),
    "book.epub": epub(),
    "crawl.warc.gz": warc(),
    "crawl.warc": warc(packed=False),
    "pages.zip": zipped({f"pages/{n}.html": page(a) for n, a in enumerate(BOTH)}),
    "lines.tar.gz": tarred({"in/lines.jsonl": JSON_LINES.encode()}),
}
"""Name of a file to what is in it, each with the two articles."""
HEADLINES_ONLY = {"gdelt.json", "mediacloud.csv"}
