"""Records in XML: RSS and Atom feeds, and any other file with an element for each article."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from framing.corpus.fields.markup import plain_text
from framing.corpus.read.formats.trees import flatten, records_in
from framing.corpus.read.rows import Row
from framing.errors import FramingError

XML = re.compile(r"\ufeff?\s*<(?:\?xml|rss\b|feed\b|rdf:RDF\b)", re.IGNORECASE)
FEED = re.compile(r"<(?:\w+:)?(?:rss|feed|RDF)\b", re.IGNORECASE)


def read_xml(path: Path, name: str, head: str) -> Iterator[Row]:
    """Read the entries of a feed, or the records of another XML file."""
    yield from _feed_rows(path) if FEED.search(head) else _tree_rows(path, name)


def _feed_rows(path: Path) -> Iterator[Row]:
    import feedparser  # noqa: PLC0415

    feed = feedparser.parse(path.read_bytes(), sanitize_html=False, resolve_relative_uris=False)
    for number, entry in enumerate(feed.entries, start=1):
        bodies = [part.get("value", "") for part in entry.get("content", [])]
        whole = max(bodies, key=len, default="")
        values = {
            "article_id": entry.get("id") if "://" not in entry.get("id", "://") else None,
            "outlet": entry.get("source", {}).get("title") or feed.feed.get("title"),
            "headline": plain_text(entry.get("title", "")),
            "published": entry.get("published") or entry.get("updated") or entry.get("created"),
            "byline": entry.get("author"),
            "url": entry.get("link"),
            "language": feed.feed.get("language"),
            "text": plain_text(whole) or None,
            "description": plain_text(entry.get("summary", "")) or None,
        }
        yield Row(number, {key: value for key, value in values.items() if value})


def _tree_rows(path: Path, name: str) -> Iterator[Row]:
    from lxml import etree  # noqa: PLC0415

    try:
        tree = etree.parse(path, etree.XMLParser(resolve_entities=False, no_network=True, recover=False))
    except (etree.XMLSyntaxError, OSError) as error:
        raise FramingError(f"{name} is not XML that can be read ({error}); export it again.") from error
    records = list(records_in({"root": _as_dict(tree.getroot())}))
    if not records:
        raise FramingError(f"{name} is XML in which no element holds a title or a text; export it as CSV or JSON.")
    for number, record in enumerate(records, start=1):
        yield Row(number, flatten(record))


def _as_dict(node: Any) -> Any:
    """Give an element as an object: its attributes and children by name, a list where a name comes again."""
    children = [child for child in node if isinstance(child.tag, str)]
    if not children:
        return (node.text or "").strip()
    found: dict[str, Any] = {key: value for key, value in node.attrib.items() if "}" not in key}
    for child in children:
        key, value = child.tag.rpartition("}")[2], _as_dict(child)
        if key in found:
            value = [*found[key], value] if isinstance(found[key], list) else [found[key], value]
        found[key] = value
    return found
