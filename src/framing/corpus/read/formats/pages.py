"""Web pages to articles, with what a page says of itself."""

from __future__ import annotations

from typing import Any


def extract_article(page: str, *, url: str | None = None) -> dict[str, Any]:
    """Take the article out of a web page.

    Parameters
    ----------
    page : str
        HTML.
    url : str, optional
        Where the page was found, if that is known.

    Returns
    -------
    dict
        text, headline, byline, published, url, language and outlet_name, as far as the page tells them.
    """
    import trafilatura  # noqa: PLC0415 - takes half a second to import and few collections need it

    if not page.strip():
        return {"text": ""}
    found: Any = trafilatura.bare_extraction(
        page, url=url, with_metadata=True, include_comments=False, include_tables=False
    )
    if found is None:
        return {"text": ""}
    values = {"headline": found.title, "text": found.text, "byline": found.author, "published": found.date}
    values |= {"url": found.url, "language": found.language, "outlet_name": found.sitename}
    return {name: value for name, value in values.items() if value}
