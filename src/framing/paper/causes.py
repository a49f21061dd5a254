"""Why a paper is not what it was: data, words, models, code, settings or libraries, by the two locks."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pandas as pd

MOST = 5
Lock = dict[str, Any]


def find_causes(old: Lock, new: Lock, before: Path, now: Path) -> list[str]:
    """Name what a paper is made of now that it was not made of then.

    Parameters
    ----------
    old, new : dict
        The locks.
    before, now : Path
        Folders of the supplements, whose lists name articles and terms; without the old one they are counted.

    Returns
    -------
    list of str
        One sentence each, beginning with ``Data``, ``Words``, ``Model``, ``Code``, ``Settings`` or ``Software``.
    """
    causes = [
        *_data(old, new, before / "articles.csv", now / "articles.csv"),
        *_words(old, new, before / "codebook.csv", now / "codebook.csv"),
        *_files(old, new),
        *_settings(old, new),
        *_software(old, new),
    ]
    return list(dict.fromkeys(causes))


def _data(old: Lock, new: Lock, before: Path, now: Path) -> Iterator[str]:
    """Name the articles that are others; what other code makes of the same files is no matter of the data."""
    same = old["data"]["input_sha256"] == new["data"]["input_sha256"]
    if not same and old["data"]["collection"] != new["data"]["collection"]:
        yield f"Data: the collection is {new['data']['collection']}; it was {old['data']['collection']}."
    known = before.is_file() and now.is_file()
    named = list(_articles(before, now, same=same)) if known and not (same and old["files"] != new["files"]) else []
    yield from named
    if not named and not same:
        yield "Data: the files of the collection are others, though no article is."
    if old["data"]["codes_sha256"] != new["data"]["codes_sha256"]:
        yield "Data: the codes that lie beside the collection are others."


def _articles(before: Path, now: Path, *, same: bool) -> Iterator[str]:
    was, is_ = (pd.read_csv(path, dtype=str, keep_default_na=False).set_index("article_id") for path in (before, now))
    shared = was.index.intersection(is_.index)
    texts = {} if same else {
        "no longer there": list(was.index.difference(is_.index)),
        "new": list(is_.index.difference(was.index)),
        "there with another text": _moved(was, is_, shared, ["text_sha256"]),
    }  # fmt: skip
    about = ["outlet_id", "published", "url"]
    if not any(texts.values()):
        about.append("story_id")  # where an article goes, the program groups the others anew
    others = texts | {f"there with another {', '.join(about)}": _moved(was, is_, shared, about)}
    for what, ids in others.items():
        if ids:
            who, verb = ("article", "is") if len(ids) == 1 else (f"{len(ids):,} articles", "are")
            yield f"Data: {who} {_some(ids)} {verb} {what}."


def _moved(was: pd.DataFrame, is_: pd.DataFrame, shared: pd.Index, columns: list[str]) -> list[str]:
    other = (was.loc[shared, columns] != is_.loc[shared, columns]).any(axis=1)
    return list(shared[other.to_numpy()])


def _words(old: Lock, new: Lock, before: Path, now: Path) -> Iterator[str]:
    was, is_ = old["data"]["codebook"], new["data"]["codebook"]
    if was["name"] != is_["name"]:
        yield f"Words: the codebook is {is_['name']}; it was {was['name']}."
    elif was["fingerprint"] != is_["fingerprint"]:
        told = list(_terms(before, now)) if before.is_file() and now.is_file() else []
        yield f"Words: the codebook {is_['name']} has changed{': ' + '; '.join(told) if told else ''}."


def _terms(before: Path, now: Path) -> Iterator[str]:
    """Name the terms that came, went, or say something else."""
    tables = [pd.read_csv(path, dtype=str, keep_default_na=False) for path in (before, now)]
    tables = [table[table["listed"] == "True"].drop(columns=["found", "own_voice", "listed"]) for table in tables]
    keys = ["term", "target", "category"]
    was, is_ = ({tuple(row[key] for key in keys): tuple(row.values()) for row in t.to_dict("records")} for t in tables)
    told = {"new": set(is_) - set(was), "gone": set(was) - set(is_)}
    told["weighed or used otherwise"] = {key for key in set(was) & set(is_) if was[key] != is_[key]}
    for what, rows in told.items():
        if rows:
            yield f"{_some([f'{term} ({target}, {category})' for term, target, category in sorted(rows)])} {what}"


def _files(old: Lock, new: Lock) -> Iterator[str]:
    """Name the files of the package that are others."""
    was, is_ = old["files"], new["files"]
    moved = sorted(name for name in {**was, **is_} if was.get(name) != is_.get(name))
    book = new["data"]["codebook"]["name"]
    lexicons = dict.fromkeys(name.split("/")[1] for name in moved if name.startswith("lexicons/"))
    if old["data"]["codebook"] != new["data"]["codebook"]:
        lexicons.pop(book, None)  # named with its terms
    for name in lexicons:
        yield f"Words: the list {name} has changed."
    for name in dict.fromkeys(name.split("/")[1] for name in moved if name.startswith("models/")):
        yield f"Model: {name} has other weights or another card."
    for key, what in (("model", "the models"), ("cleaned", "cleaning")):
        if old["data"][key] != new["data"][key]:
            yield f"Model: {what}: {new['data'][key]}; it was {old['data'][key]}."
    code = [name for name in moved if not name.startswith(("lexicons/", "models/"))]
    if code:
        verb = "has" if len(code) == 1 else "have"
        yield f"Code: {_some(code)} {verb} changed."
    versions = old["data"]["measures"], new["data"]["measures"]
    raised = sorted(
        n for n in versions[1] if n in versions[0] and versions[0][n].split("+")[0] != versions[1][n].split("+")[0]
    )
    if raised:
        yield f"Code: {_some(raised)} {'is' if len(raised) == 1 else 'are'} of another version."


def _settings(old: Lock, new: Lock) -> Iterator[str]:
    for name in {**old["settings"], **new["settings"]}:
        was, is_ = old["settings"].get(name), new["settings"].get(name)
        if was != is_:
            yield f"Settings: {name} is {_plain(is_)}; it was {_plain(was)}."
    for name in {**old["shown"], **new["shown"]}:
        was, is_ = old["shown"].get(name), new["shown"].get(name)
        if was is None or is_ is None:
            yield f"Settings: {name} is {'new' if was is None else 'no longer asked for'}."
        elif was != is_:
            keys = [key for key in is_ if was.get(key) != is_[key]]
            yield f"Settings: {name} has another {' and '.join(keys)}."


def _software(old: Lock, new: Lock) -> Iterator[str]:
    for name in {**old["software"], **new["software"]}:
        was, is_ = old["software"].get(name), new["software"].get(name)
        if was != is_:
            yield f"Software: {name} is {is_}; it was {was}."


def _some(names: list[str]) -> str:
    told = ", ".join(map(str, names[:MOST]))
    return told + (f" and {len(names) - MOST:,} more" if len(names) > MOST else "")


def _plain(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(map(str, value)) or "empty"
    return "not set" if value in (None, "", {}) else str(value)
