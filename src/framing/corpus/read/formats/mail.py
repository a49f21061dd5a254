"""Letters and saved pages in MIME: .eml and .mhtml."""

from __future__ import annotations

import email
import email.policy
import re
from email.message import EmailMessage
from pathlib import Path
from typing import Any

from framing.corpus.fields.markup import block_text
from framing.corpus.read.formats.pages import extract_article

HEADER = re.compile(
    r"(?:From|To|Subject|Date|Received|Return-Path|MIME-Version|Message-ID|Delivered-To|Content-Type|Reply-To|Sender|"
    r"Snapshot-Content-Location|X-[\w-]+|DKIM-Signature|ARC-[\w-]+|Authentication-Results):",
    re.IGNORECASE,
)


def is_mail(head: str) -> bool:
    """Whether a text begins with the headers of a letter."""
    lines = [line for line in head.lstrip("\ufeff\r\n").splitlines()[:40] if line[:1] not in (" ", "\t")]
    headers = []
    for line in lines:
        if not re.match(r"[\w-]+:", line):
            break
        headers.append(line.split(":")[0].lower())
    known = sum(HEADER.match(f"{header}:") is not None for header in headers)
    return known >= 2 and bool({"mime-version", "from", "content-type", "received"} & set(headers))


def read_mail(path: Path) -> tuple[dict[str, Any], list[str]]:
    """Read a letter or a saved page.

    Parameters
    ----------
    path : Path

    Returns
    -------
    values : dict
        text, headline (the subject), published, and what a saved page says of itself.
    attachments : list of str
        Names of files that came with it and are not read.
    """
    letter = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
    assert isinstance(letter, EmailMessage)
    kind = letter.get_content_type()
    part = letter.get_body(preferencelist=("html", "plain") if kind == "multipart/related" else ("plain", "html"))
    part = part or next((p for p in letter.walk() if p.get_content_type() == "text/html"), None)
    content = _content(part)
    attachments = [
        name for p in letter.walk() if (name := p.get_filename()) and p.get_content_disposition() == "attachment"
    ]
    address = str(letter.get("Snapshot-Content-Location") or (part and part.get("Content-Location")) or "")
    if address or kind == "multipart/related":
        return extract_article(content, url=address or None), attachments
    if part is not None and part.get_content_type() == "text/html":
        content = block_text(content)
    sender = str(letter.get("From") or "")
    name = re.sub(r"\s*<[^>]*>\s*$", "", sender).strip(' "')
    values = {"headline": letter.get("Subject"), "published": letter.get("Date"), "outlet": "" if "@" in name else name}
    return {"text": content} | {key: str(value) for key, value in values.items() if value}, attachments


def _content(part: Any) -> str:
    if part is None:
        return ""
    data = part.get_payload(decode=True) or b""
    for encoding in (part.get_content_charset() or "utf-8", "utf-8"):
        try:
            return data.decode(encoding)
        except (LookupError, UnicodeDecodeError):
            continue
    return data.decode("cp1252", errors="replace")
