"""A manifest to a collection: visit, keep, extract, and say what became of every address."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd

from framing import schema
from framing.corpus.collecting.manifests import HASHES, WHOLE_DATE, read_manifest, write_manifest
from framing.corpus.collecting.pages import (
    Article,
    Page,
    digest,
    extract_article,
    pack,
    page_file,
    read_page,
    unpack,
    write_page,
)
from framing.corpus.collecting.visits import Visitor
from framing.corpus.collections.catalogue import complete_outlets, data_home
from framing.corpus.collections.ingesting import NAME
from framing.errors import FramingError
from framing.untrusted import write_csv

OWN = {"manifest.csv", "DATASHEET.md", "outlets.csv", "articles.jsonl", "dropped.csv"}
Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Collected:
    """What became of the addresses.

    Parameters
    ----------
    name : str
    path : Path
        Folder of the collection.
    manifest : DataFrame
        The manifest with the hashes of pages and texts.
    kept : int
        Articles in the collection.
    dropped : DataFrame
        Table `dropped`: the others, each with its reason. Both add up to the manifest.
    """

    name: str
    path: Path
    manifest: pd.DataFrame
    kept: int
    dropped: pd.DataFrame


class _Found(NamedTuple):
    """What an address gave: an article, or why not."""

    article: Article | None
    page: Page | None
    problem: str


def collect_pages(
    manifest: str | Path,
    name: str,
    *,
    to: str | Path | None = None,
    pages: str | Path | None = None,
    visitor: Visitor | None = None,
    progress: Progress | None = None,
) -> Collected:
    """Visit the addresses of a manifest and make a collection of the articles that stand there.

    Parameters
    ----------
    manifest : str or Path
        CSV with url and outlet; date and title where they are known. See `read_manifest`.
    name : str
        Name of the collection.
    to : str or Path, optional
        Folder of the collection; by default ``data/raw/NAME``.
    pages : str or Path, optional
        Folder for the pages as they came (WARC); by default ``data/pages/NAME``.
    visitor : Visitor, optional
        Delay, limits and patience.
    progress : callable, optional
        Called with the addresses done and the addresses in all.

    Returns
    -------
    Collected

    Raises
    ------
    FramingError
        If the manifest cannot be read, or the folder holds a collection of something else.

    Notes
    -----
    A page that is there already is not visited again, so that a run that was broken off goes on where it stopped;
    pages that failed are tried once more. Extraction is apart from the visits: a better extractor works on the pages
    kept. A page of today need not be the page of its date: it may have been corrected, shortened, or put behind a wall.
    """
    table = read_manifest(manifest)
    if not NAME.fullmatch(name):
        raise FramingError(f"'{name}' cannot be the name of a collection; use small letters, digits and hyphens.")
    folder = Path(to) if to is not None else data_home() / "raw" / name
    kept_in = Path(pages) if pages is not None else data_home() / "pages" / name
    strange = sorted(path.name for path in folder.iterdir() if path.name not in OWN) if folder.is_dir() else []
    if strange:
        raise FramingError(
            f"The folder '{folder}' holds '{strange[0]}', which is of another collection; use another name."
        )
    folder.mkdir(parents=True, exist_ok=True)
    kept_in.mkdir(parents=True, exist_ok=True)
    visitor = visitor or Visitor()
    found = []
    for number, url in enumerate(table["url"], start=1):
        found.append(_page_at(url, kept_in, visitor))
        if progress is not None:
            progress(number, len(table))
    return _write(table, found, name, folder)


def _page_at(url: str, folder: Path, visitor: Visitor) -> _Found:
    """Read the page of an address from the disk, or visit it and keep what came."""
    page = read_page(page_file(folder, url))
    if page is None:
        visit = visitor.visit(url)
        if visit.problem:
            return _Found(None, None, visit.problem)
        page = read_page(write_page(folder, visit))
    if page is None:
        return _Found(None, None, "the page cannot be unpacked")
    article = extract_article(page)
    return _Found(article, page, "" if article is not None else "no article in the page")


def _write(table: pd.DataFrame, found: list[_Found], name: str, folder: Path) -> Collected:
    done = _with_hashes(table, found)
    lines, dropped = [], []
    for number, (row, result) in enumerate(zip(table.to_dict("records"), found, strict=True), start=2):
        if result.article is None:
            reason = "not collected" if result.page is None else "no text"
            dropped.append(("manifest.csv", number, row["article_id"], reason, f"{row['url']}: {result.problem}"))
        else:
            lines.append(json.dumps(_article(row, result.article), ensure_ascii=False) + "\n")
    part = folder / "articles.jsonl.part"
    part.write_text("".join(lines), encoding="utf-8", newline="\n")
    part.replace(folder / "articles.jsonl")
    left_out = pd.DataFrame(dropped, columns=schema.DROPPED.names)
    left_out = schema.DROPPED.cast(left_out) if dropped else schema.DROPPED.empty()
    write_csv(left_out, folder / "dropped.csv")
    if not (folder / "outlets.csv").exists():
        outlets = complete_outlets(schema.OUTLETS.empty(), table[["outlet_id"]].drop_duplicates())
        write_csv(outlets, folder / "outlets.csv")
    if not (folder / "DATASHEET.md").exists():
        (folder / "DATASHEET.md").write_text(_data_sheet(name, len(lines), left_out), encoding="utf-8")
    write_manifest(done, folder / "manifest.csv")
    return Collected(name, folder, done, len(lines), left_out)


def _with_hashes(table: pd.DataFrame, found: list[_Found]) -> pd.DataFrame:
    rows = [
        (
            result.problem or "collected",
            digest(result.page.content) if result.page else "",
            digest(result.article.body) if result.article else "",
            str(len(result.article.body.split())) if result.article else "",
        )
        for result in found
    ]
    return table.assign(**{column: [row[i] for row in rows] for i, column in enumerate(HASHES)})


def _article(row: dict[str, Any], article: Article) -> dict[str, Any]:
    """Join what the manifest knows of an article with what its page says; the manifest is believed."""
    date = row["published"] if WHOLE_DATE.fullmatch(row["published"]) else article.published
    values = {
        "article_id": row["article_id"],
        "outlet_id": row["outlet_id"],
        "published": date,
        "headline": article.headline or row["headline"],
        "body": article.body,
        "byline": article.byline,
        "url": row["url"],
        "language": article.language,
    }
    return {key: value for key, value in values.items() if value}


def _data_sheet(name: str, kept: int, dropped: pd.DataFrame) -> str:
    reasons = Counter(str(detail).rpartition(": ")[2] for detail in dropped["detail"])
    told = "\n".join(f"- {reason}: {n}" for reason, n in sorted(reasons.items())) or "- none"
    return (
        f"# {name}\n\n{kept:,} articles collected from the addresses in `manifest.csv`; {len(dropped):,} left out "
        "(`dropped.csv`).\n\nTo be written by whoever chose the addresses: why these, what is missing, who holds the "
        "rights, and what each outlet is (`outlets.csv`). The texts belong to their publishers: share the manifest, "
        f"whose hashes tell whether somebody else holds the same texts, and not the texts.\n\n## Left out\n\n{told}\n"
    )


def check_pages(
    manifest: str | Path, *, visitor: Visitor | None = None, progress: Progress | None = None
) -> pd.DataFrame:
    """Visit the addresses of a collected manifest again and tell what has changed; nothing is written.

    Parameters
    ----------
    manifest : str or Path
        With the hashes that `collect_pages` wrote.
    visitor, progress
        As in `collect_pages`.

    Returns
    -------
    DataFrame
        Columns article_id, outlet_id, url, change: ``same text``, ``changed``, ``gone``, ``new`` (there now, not
        then) or ``still missing``; detail.

    Raises
    ------
    FramingError
        If the manifest has no hashes.
    """
    table = read_manifest(manifest)
    if "text_sha256" not in table:
        raise FramingError(f"The manifest '{manifest}' has no hashes yet; collect it first.")
    visitor = visitor or Visitor()
    rows = []
    for number, row in enumerate(table.to_dict("records"), start=1):
        visit = visitor.visit(row["url"])
        page = None if visit.problem else unpack(BytesIO(pack(visit)))
        article = extract_article(page) if page is not None else None
        rows.append(_change(row["text_sha256"], article, visit.problem))
        if progress is not None:
            progress(number, len(table))
    changes = pd.DataFrame(rows, columns=["change", "detail"], dtype="str")
    return pd.concat([table[["article_id", "outlet_id", "url"]], changes], axis=1)


def _change(then: str, article: Article | None, problem: str) -> tuple[str, str]:
    if article is None:
        return ("gone" if then else "still missing"), problem or "no article in the page"
    if not then:
        return "new", f"{len(article.body.split()):,} words"
    return (
        ("same text", "") if digest(article.body) == then else ("changed", f"{len(article.body.split()):,} words now")
    )
