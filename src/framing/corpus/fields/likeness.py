"""Outlets that look alike: proposed to a person, never joined by the program."""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import combinations

import pandas as pd

from framing.corpus.fields.outlets import is_address, outlet_key

LIKE = 88.0
"""Likeness (0 to 100) from which on two names are proposed as one; *Herald* and *Harold* have 83."""
MOST = 2000
"""Outlets up to which all pairs are looked at."""
AROUND = re.compile(
    r"^the\s+|\s*\((?:online|print|web|abstracts?|uk|us|usa|international|archive)\)|\s+(?:online|website|\.com)$|"
    r"\.(?:com|org|net|co\.uk|info|example)$|[,;].*$",
    re.IGNORECASE,
)
COLUMNS = ("name", "outlet_id", "nearest", "likeness", "articles")


def alike_outlets(articles: Mapping[str, int], hosts: Mapping[str, set[str]] | None = None) -> pd.DataFrame:
    """Find names of outlets that may be one outlet.

    Parameters
    ----------
    articles : mapping
        Outlet to its number of articles.
    hosts : mapping, optional
        Outlet to the hosts of its articles.

    Returns
    -------
    DataFrame
        A row for each name that has a likely twin with more articles: name, outlet_id (the name itself: nothing is
        joined until a person writes another one here), nearest (the twin), likeness (0 to 100), articles.

    Notes
    -----
    Names are compared without *The*, *(Online)* and ``.com`` (rapidfuzz, ratio of letters and of words). Two outlets
    that share one host are proposed, too. *Daily News* of two cities cannot be told from one paper.
    """
    from rapidfuzz import fuzz  # noqa: PLC0415

    ranked = sorted(articles, key=lambda name: (-articles[name], name))[:MOST]
    bare = {name: _bare(name) for name in ranked}
    best: dict[str, tuple[float, str]] = {}
    for more, fewer in combinations(ranked, 2):
        one, other = bare[more], bare[fewer]
        likeness = max(fuzz.ratio(one, other), fuzz.ratio(one.replace(" ", ""), other.replace(" ", "")))
        if re.findall(r"\d+", one) != re.findall(r"\d+", other):
            continue
        if hosts and hosts.get(more, set()) & hosts.get(fewer, set()):
            likeness = max(likeness, LIKE)
        if likeness >= LIKE and likeness > best.get(fewer, (0.0, ""))[0] and min(len(one), len(other)) > 3:
            best[fewer] = (likeness, more)
    rows = [(name, name, more, round(likeness), articles[name]) for name, (likeness, more) in best.items()]
    return pd.DataFrame(rows, columns=list(COLUMNS)).sort_values(["nearest", "name"], ignore_index=True)


def _bare(name: str) -> str:
    key = outlet_key(name)
    if is_address(key):
        key = key.removeprefix("https://").removeprefix("http://").removeprefix("www.").split("/")[0]
    while (shorter := AROUND.sub("", key)) != key and shorter:
        key = shorter
    return " ".join(re.sub(r"[^\w\s]", " ", key).split())
