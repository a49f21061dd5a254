"""Names of outlets: one outlet is one outlet, however its name or its address is written."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Mapping
from urllib.parse import unquote, urlsplit

Named = tuple[str, str]
"""Name of an outlet as the file has it, and host of the address; either may be empty."""
LEADING = re.compile(r"^(?:www\d?|m|mobile|amp|touch)\.(?=[^.]+\.)")
ARCHIVED = re.compile(r"^(?:web\.archive\.org/web/[^/]+|archive\.(?:is|today|ph|org)/[^/]*)/(?=https?:)", re.IGNORECASE)
AMP_CACHE = re.compile(r"^[^/]*\.cdn\.ampproject\.org/\w/(?:s/)?", re.IGNORECASE)
HOST = re.compile(r"(?:https?://)?(?:[a-z0-9-]+\.)+[a-z]{2,24}\.?(?::\d+)?(?:/\S*)?", re.IGNORECASE)
UNSEEN = re.compile(r"[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")
UNKNOWN = "unknown"
RESERVED = {"rest": "rest (outlet)"}
"""Names that mean something else in a comparison, and what an outlet of that name is called."""
GENERIC = re.compile(
    r"(?:articles?|exports?|data|results?|files?|parts?|sheets?|tabelle|feuil|download|news)?[\s_()#-]*\d*", re.I
)
"""Names of files and sheets that name no outlet."""


def host_of(url: str) -> str:
    """Give the host of an address, without what only tells telephones from desks.

    Parameters
    ----------
    url : str
        With or without a scheme; addresses inside an archive or an AMP cache are unwrapped.

    Returns
    -------
    str
        In small letters, without ``www.``, ``m.``, ``amp.``, port and final dot; empty where there is none.
    """
    bare = re.sub(r"^[a-z]+://", "", url.strip(), flags=re.IGNORECASE)
    bare = AMP_CACHE.sub("", ARCHIVED.sub("", bare))
    bare = re.sub(r"^https?:/+", "", unquote(bare) if bare[:4].lower() == "http" else bare, flags=re.IGNORECASE)
    try:
        host = (urlsplit(f"//{bare}").hostname or "").rstrip(".")
    except ValueError:
        return ""
    while (shorter := LEADING.sub("", host)) != host:
        host = shorter
    return host if "." in host else ""


def host_outlet(url: str, hosts: Mapping[str, str]) -> str:
    """Tell which outlet an address belongs to.

    Parameters
    ----------
    url : str
    hosts : mapping
        Host to outlet_id; the host ``dw.com`` also stands for ``www.dw.com`` and ``edition.dw.com``.

    Returns
    -------
    str
        The outlet_id; the host itself when it is not known; empty when there is no address.
    """
    host = host_of(url)
    parts = host.split(".")
    known = (hosts.get(".".join(parts[first:])) for first in range(len(parts)))
    return next((outlet for outlet in known if outlet), host)


def outlet_key(name: str) -> str:
    """Give what two spellings of a name share: not case, spaces, unseen characters, composed accents, last dots."""
    shown = UNSEEN.sub("", unicodedata.normalize("NFKC", name))
    return " ".join(shown.split()).rstrip(".").casefold()


def is_address(name: str) -> bool:
    """Whether a name of an outlet is the address of its site."""
    return HOST.fullmatch(UNSEEN.sub("", name).strip()) is not None


def unify_outlets(seen: Counter[Named], *, known: Mapping[str, str], hosts: Mapping[str, str]) -> dict[Named, str]:
    """Decide over a whole collection which names and hosts are one outlet.

    Parameters
    ----------
    seen : Counter of (name, host)
        How often each pair stands in the files.
    known : mapping
        Name of an outlet that the collection's tables hold to its outlet_id.
    hosts : mapping
        Host to outlet_id.

    Returns
    -------
    dict of (name, host) to outlet_id
        Without an entry where both are empty.

    Notes
    -----
    Only spellings that nobody would tell apart are joined: case, spaces, invisible characters, ``www.``. A host beside
    one single name stands for it in rows that have no name. *The Herald* and *Herald* stay two outlets; see
    `framing.corpus.fields.likeness.alike_outlets`.
    """
    ids = {outlet_key(name): outlet for name, outlet in known.items()}
    spellings: dict[str, Counter[str]] = defaultdict(Counter)
    beside: dict[str, set[str]] = defaultdict(set)
    for (name, host), n in seen.items():
        if name and not is_address(name):
            spellings[outlet_key(name)][" ".join(UNSEEN.sub("", name).split())] += n
            beside[host].add(outlet_key(name))
    chosen = {
        key: ids.get(key) or min(found, key=lambda s: (-found[s], s.isupper(), s)) for key, found in spellings.items()
    }

    def of_host(host: str) -> str:
        outlet = host_outlet(host, hosts)
        if outlet == host and len(names := beside.get(host, set())) == 1:
            return chosen[next(iter(names))]
        return outlet

    found = {}
    for name, host in seen:
        if name and not is_address(name):
            found[name, host] = chosen[outlet_key(name)]
        elif name or host:
            found[name, host] = ids.get(outlet_key(name)) or of_host(host_of(name) or host)
    return {pair: outlet for pair, outlet in found.items() if outlet}
