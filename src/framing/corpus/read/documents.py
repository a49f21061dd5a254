"""Rows of raw documents to articles; what can only be told from all of them is decided over all of them."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import pandas as pd

from framing.corpus.fields.columns import fill_columns
from framing.corpus.fields.languages import detect_language, read_language
from framing.corpus.fields.markup import has_markup, plain_text
from framing.corpus.fields.outlets import host_of
from framing.corpus.read.files import MAX_CHARACTERS, Part, Row, read_parts
from framing.corpus.read.listing import name_in
from framing.corpus.read.waiting import Batch, Heap, Reading, left_out, note
from framing.errors import FramingError

__all__ = ["Batch", "Reading", "read_documents"]

NO_TEXT = {"", "na", "n/a", "nan", "null", "none", "nil", "-", "--", "[no text]", "no text", "#n/a"}


def read_documents(
    paths: Sequence[Path],
    root: Path,
    *,
    hosts: Mapping[str, str] | None = None,
    seen: set[str] | None = None,
    how: Reading | None = None,
) -> Iterator[Batch]:
    """Read files into articles, a chunk at a time.

    Parameters
    ----------
    paths : sequence of Path
        The files, in the order in which they are read.
    root : Path
        Folder that file names are given relative to; a sub-folder names the outlet of files that do not.
    hosts : mapping, optional
        Host of an address to outlet_id.
    seen : set of str, optional
        Ids that are taken; those of the articles read are added to it.
    how : Reading, optional
        What the files leave open; `hosts` alone is enough for most.

    Yields
    ------
    Batch
        Articles with ids that no earlier batch has, not yet cleaned, and the documents left out.

    Raises
    ------
    FramingError
        If the only file is not one that holds articles.

    Notes
    -----
    Every file is read once. What it holds waits in a temporary folder until all is seen, because the order of day and
    month in a column and the spellings of an outlet's name can only be told from all rows; memory is bounded.
    """
    chosen = how or Reading(hosts or {})
    seen = set() if seen is None else seen
    with tempfile.TemporaryDirectory(prefix="framing-") as folder:
        heap = Heap(Path(folder))
        for path in paths:
            name = name_in(path, root)
            try:
                for part in read_parts(path, name):
                    try:
                        _read_part(part, heap, seen, chosen)
                    except FramingError as error:
                        if part.name == name:
                            raise
                        heap.add(
                            Batch(pd.DataFrame(), [left_out(part.name, None, None, "unreadable file", str(error))])
                        )
            except (FramingError, OSError) as error:
                if len(paths) == 1 and not heap.batches:
                    raise
                heap.add(Batch(pd.DataFrame(), [left_out(name, None, None, "unreadable file", _plain(error))]))
        yield from heap.take(chosen)


def _read_part(part: Part, heap: Heap, seen: set[str], how: Reading) -> None:
    """Read the documents of one part; where it breaks off, what came before is kept."""
    if part.problem:
        heap.add(Batch(pd.DataFrame(), [left_out(part.name, None, None, part.reason, part.problem)]))
    found = False
    for rows in part.chunks():
        found = True
        heap.add(_batch(rows, part, heap, seen, how), whole=part.whole)
    if not found and not part.problem:
        heap.add(Batch(pd.DataFrame(), [left_out(part.name, None, None, "no text", "it holds no documents")]))


def _plain(error: Exception) -> str:
    if isinstance(error, OSError) and error.strerror:
        return f"it cannot be opened: {error.strerror.lower()}"
    return str(error)


def _batch(rows: list[Row], part: Part, heap: Heap, seen: set[str], how: Reading) -> Batch:
    dropped = [left_out(part.name, row.number, None, "broken row", row.problem) for row in rows if row.problem]
    good = [row for row in rows if not row.problem]
    if not good:
        return Batch(pd.DataFrame(), dropped)
    filled, said = fill_columns([row.values for row in good], part.name, how.columns)
    articles = filled.assign(input_file=part.name, input_row=[row.number for row in good])
    stem = part.stem if heap.stems.setdefault(part.stem, part.name) == part.name else part.name
    made = [stem if part.whole else f"{stem}-{row}" for row in articles["input_row"]]
    articles["article_id"] = articles["article_id"].fillna(pd.Series(made, index=articles.index, dtype="str"))
    articles["article_id"], renamed = _own_ids(articles["article_id"], heap.ids[part.name], seen, stem)
    articles["_host"] = articles["url"].fillna("").map(host_of).astype("str")
    if not how.as_is:
        articles = _without_markup(articles)
    articles["language"] = _languages(articles)
    reasons = _reasons(articles, seen)
    kept = pd.Series([not reason for reason, _ in reasons], index=articles.index)
    for row, (reason, detail) in zip(articles.itertuples(index=False), reasons, strict=True):
        if reason:
            dropped.append(left_out(part.name, row.input_row, row.article_id, reason, detail))
    notes = [note(part.name, None, None, "columns", text, look=look) for text, look in said]
    if renamed:
        told = "some of its ids stand in another file, too; they got the name of this file before them"
        notes.append(note(part.name, None, None, "ids", told, look=False))
    notes += [note(part.name, None, None, "format", text, look=look) for text, look in part.take_notes()]
    return Batch(articles[kept].reset_index(drop=True), sorted(dropped, key=lambda entry: entry["row"]), notes)


def _without_markup(articles: pd.DataFrame) -> pd.DataFrame:
    """Turn HTML in the columns that are read into what a reader would have seen."""
    marked = {name: articles[name].dropna().map(has_markup) for name in ("headline", "body", "byline", "outlet_id")}
    changed = {}
    for name, found in marked.items():
        if found.any():
            texts = articles.loc[found.index[found], name]
            changed[name] = articles[name].where(~articles.index.isin(texts.index), articles[name].map(plain_text))
    return articles.assign(**changed)


def _languages(articles: pd.DataFrame) -> pd.Series:
    """Give the language of each article: as the file says, else as its text shows."""
    given = articles["language"]
    told = given.map({name: read_language(name) for name in given.dropna().unique()})
    text = articles["headline"] + "\n" + articles["body"]
    found = [t if isinstance(t, str) else detect_language(x) for t, x in zip(told, text, strict=True)]
    return pd.Series(found, index=articles.index, dtype="str")


def _own_ids(ids: pd.Series, mine: set[str], seen: set[str], stem: str) -> tuple[pd.Series, int]:
    """Tell apart the ids of files that each count from 1; an id that comes again in one file stays as it is."""
    taken = [article_id in seen and article_id not in mine for article_id in ids]
    own = [f"{stem}-{article_id}" if again else article_id for article_id, again in zip(ids, taken, strict=True)]
    mine.update(ids)
    mine.update(own)
    return pd.Series(own, index=ids.index, dtype="str"), sum(taken)


def _reasons(articles: pd.DataFrame, seen: set[str]) -> list[tuple[str, str]]:
    """Why each article is left out; an empty reason where it is kept."""
    reasons = []
    columns = articles["article_id"], articles["headline"], articles["body"], articles["extent"]
    for article_id, headline, body, extent in zip(*columns, strict=True):
        text = headline if extent == "headline" else body
        if text.strip().casefold() in NO_TEXT:
            reasons.append(("no text", "the document has no text"))
        elif len(body) > MAX_CHARACTERS:
            reasons.append(("too long", f"{len(body):,} characters in one document; split it into articles"))
        elif article_id in seen:
            reasons.append(("duplicate id", f"the id '{article_id}' stands earlier; give each article its own"))
        else:
            reasons.append(("", ""))
            seen.add(article_id)
    return reasons
