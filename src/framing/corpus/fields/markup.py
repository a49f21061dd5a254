"""Text out of markup: what a reader would have seen, and nothing of what the page is made of."""

from __future__ import annotations

import html
import re

TAG = re.compile(
    r"</?(?:p|br|div|span|a|b|i|u|em|strong|ul|ol|li|h[1-6]|table|tr|td|th|tbody|img|figure|figcaption|blockquote|script|"
    r"style|iframe|section|article|header|footer|aside|nav|font|center|small|sup|sub|hr|html|body|video|q|cite|"
    r"noscript|picture|source|svg|form|input|button|label|time|main|abbr|pre|code|del|ins|mark|s|dl|dt|dd|caption)"
    r"(?:\s[^<>]*)?/?>|<!--",
    re.IGNORECASE,
)
ENTITY = re.compile(r"&(?:#\d{2,6}|#x[0-9a-f]{2,5}|[a-z]{2,8}\d{0,2});", re.IGNORECASE)
BLOCKS = frozenset(
    "address article aside blockquote body caption center dd div dl dt fieldset figcaption figure footer form h1 h2 h3 "
    "h4 h5 h6 header hr html li main nav ol p pre section table tbody thead tr ul".split()
)
CELLS = frozenset({"td", "th"})
UNSEEN = frozenset("script style noscript template iframe svg object head title select button".split())


def has_markup(text: str) -> bool:
    """Whether a text holds tags or entities of HTML."""
    return ("<" in text and TAG.search(text) is not None) or ("&" in text and ENTITY.search(text) is not None)


def plain_text(text: str) -> str:
    """Turn a text that may hold HTML into what a reader would have seen; a text without any stays as it is.

    Parameters
    ----------
    text : str

    Returns
    -------
    str
        Paragraphs on lines of their own; without tags, scripts, styles, comments and addresses of links; entities
        written out, also those that were escaped twice.
    """
    if "<" in text and TAG.search(text):
        return block_text(text)
    if "&" in text and ENTITY.search(text):
        return unescape(text)
    return text


def unescape(text: str) -> str:
    """Write out entities, also those that were escaped twice."""
    once = html.unescape(text)
    return html.unescape(once) if ENTITY.search(once) else once


def block_text(page: str, *, cells: str = " ") -> str:
    """Give the text of HTML, one block a line.

    Parameters
    ----------
    page : str
    cells : str
        What stands between the cells of a row of a table.

    Returns
    -------
    str
    """
    import lxml.html  # noqa: PLC0415
    from lxml import etree  # noqa: PLC0415

    try:
        tree = lxml.html.fromstring(f"<div>{page}</div>" if "<body" not in page[:10_000].lower() else page)
    except (etree.ParserError, ValueError):
        return unescape(re.sub(r"<[^<>]*>", " ", page))
    pieces: list[str] = []
    for event, node in etree.iterwalk(tree, events=("start", "end", "comment", "pi")):
        if event in ("comment", "pi"):
            if node.tail:
                pieces.append(_flow(node.tail))
            continue
        if event == "start" and node.tag in UNSEEN:
            for child in list(node):
                node.remove(child)
            node.text = None
        if event == "start" and node.tag in BLOCKS:
            pieces.append("\n")
        if event == "start" and node.text:
            pieces.append(_flow(node.text))
        if event == "end":
            pieces.append(
                {"br": "\n"}.get(node.tag, "\n" if node.tag in BLOCKS else cells if node.tag in CELLS else "")
            )
            if node.tail:
                pieces.append(_flow(node.tail))
    lines = (re.sub(r"[ \f\v]+", " ", line).strip(" ") for line in "".join(pieces).split("\n"))
    return unescape("\n".join(line for line in lines if line.strip()))


def _flow(text: str) -> str:
    """Line breaks in the source of a page mean nothing."""
    return re.sub(r"[ \t\r\n\f]+", " ", text)
