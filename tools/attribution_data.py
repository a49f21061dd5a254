"""PolNeAR as training data for the attribution tagger: reading, labels, and variants with other breaks and marks."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from framing.annotation.attribution.linking import LABELS
from framing.annotation.attribution.tagger_features import token_flags, type_rows
from framing.annotation.quotations.spans import find_quotations
from framing.annotation.text.tokens import Tokens, tokenize

FEWEST = 5  # tokens of a word whose share of cues is kept
ROLES = ("source", "cue", "content")
BASE = {"content": 7, "source": 3}  # first label of the role, see framing.annotation.attribution.linking.LABELS


@dataclass
class Article:
    """A text and its attribution relations: for each role a list of (start, end) characters."""

    name: str
    text: str
    relations: list[dict[str, list[tuple[int, int]]]]


@dataclass
class Examples:
    """One version of the training texts as arrays over tokens; `origin` is the token of the first version."""

    tokens: Tokens
    labels: np.ndarray
    rows: tuple[np.ndarray, np.ndarray, np.ndarray]
    flags: np.ndarray
    origin: np.ndarray


def read_polnear(folder: Path, split: str) -> list[Article]:
    """Read a split of PolNeAR (Newell, Margolin and Ruths 2018); of several annotators, the first by name."""
    articles = []
    for path in sorted((folder / split / "text").glob("*.txt")):
        notes = sorted(p for p in (folder / split / "attributions").glob("*.ann") if p.stem[:-5] == path.stem)
        if notes:
            text = path.read_bytes().decode("utf-8")
            articles.append(Article(path.stem, text, _relations(notes[0].read_bytes().decode("utf-8"))))
    return articles


def _relations(notes: str) -> list[dict[str, list[tuple[int, int]]]]:
    spans: dict[str, list[tuple[int, int]]] = {}
    relations = []
    for line in notes.split("\n"):
        cells = line.split("\t")
        if len(cells) < 2:
            continue
        if line[:1] == "T":
            spans[cells[0]] = [(int(a), int(b)) for a, b in re.findall(r"(\d+) (\d+)", cells[1])]
        elif line[:1] == "E":
            relation: dict[str, list[tuple[int, int]]] = {role: [] for role in ROLES}
            for piece in cells[1].split():
                role, name = piece.split(":")
                role = re.sub(r"\d+$", "", role).lower()
                if role in relation and name in spans:
                    relation[role] += spans[name]
            relations.append({role: sorted(found) for role, found in relation.items()})
    return relations


def as_table(articles: list[Article]) -> pd.DataFrame:
    """Give articles as an articles table; the whole text is the body, as PolNeAR does not mark headlines."""
    return pd.DataFrame({"article_id": [a.name for a in articles], "headline": "", "body": [a.text for a in articles]})


def examples(articles: list[Article], vocabulary: dict[str, int]) -> Examples:
    """Turn articles into arrays of labels, rows and flags over their tokens."""
    tokens = tokenize(as_table(articles))
    labels = np.zeros(len(tokens), np.int8)
    for number, article in enumerate(articles):
        a, b = tokens.segment_tokens[2 * number + 1], tokens.segment_tokens[2 * number + 2]
        offset = tokens.segment_start[2 * number + 1]
        labels[a:b] = label(article.relations, tokens.start[a:b] - offset, tokens.end[a:b] - offset)
    rows = tuple(column[tokens.type_id] for column in type_rows(tokens, vocabulary))
    flags = token_flags(tokens, find_quotations(tokens))
    return Examples(tokens, labels, rows, flags, np.arange(len(tokens)))


def label(relations: list[dict], start: np.ndarray, end: np.ndarray) -> np.ndarray:
    """Label the tokens of an article: the role, whether a span begins, and on which side its cue lies."""
    labels = np.zeros(len(start), np.int8)

    def ranges(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
        found = [(np.searchsorted(end, a, side="right"), np.searchsorted(start, b, side="left")) for a, b in spans]
        merged: list[tuple[int, int]] = []
        for a, b in sorted(found):
            if b > a and merged and a <= merged[-1][1]:
                merged[-1] = (merged[-1][0], max(b, merged[-1][1]))
            elif b > a:
                merged.append((a, b))
        return merged

    cued = [relation for relation in relations if relation["cue"]]
    for relation in cued:
        cue = relation["cue"][0][0]
        for role, base in BASE.items():
            for a, b in ranges(relation[role]):
                first = base + (0 if start[a] >= cue else 2)
                labels[a:b] = first + 1
                labels[a] = first
    for relation in cued:
        for a, b in ranges(relation["cue"]):
            labels[a:b] = 2
            labels[a] = 1
    return labels


def variant(article: Article, rng: np.random.Generator) -> tuple[Article, np.ndarray]:
    """Rewrite an article with other breaks and quotation marks; give it with the old offset of each new character."""
    pieces = list(article.text)
    style = rng.choice(["keep", "straight", "curly", "doubled"], p=[0.3, 0.35, 0.2, 0.15])
    lost = rng.choice([0, 0.06, 0.25], p=[0.6, 0.25, 0.15])
    flat = rng.random() < 0.6
    swap = {"straight": {"“": '"', "”": '"', "’": "'", "‘": "'"}, "doubled": dict.fromkeys('“”"', "''")}.get(style, {})
    for i, character in enumerate(pieces):
        if flat and character == "\n":
            pieces[i] = " "
        elif character in '“”"':
            opens = (i + 1 < len(pieces) and not pieces[i + 1].isspace()) and (i == 0 or pieces[i - 1].isspace())
            curled = ("“" if opens else "”") if style == "curly" else character
            pieces[i] = " " if rng.random() < lost else swap.get(curled, curled)
        elif character in swap:
            pieces[i] = swap[character]
        elif character == "'" and style == "curly":
            pieces[i] = "’"
    lengths = np.array([len(piece) for piece in pieces], np.int64)
    new = np.concatenate([[0], np.cumsum(lengths)])
    moved = [
        {role: [(int(new[a]), int(new[b])) for a, b in spans] for role, spans in relation.items()}
        for relation in article.relations
    ]
    return Article(article.name, "".join(pieces), moved), np.repeat(np.arange(len(pieces)), lengths)


def rewritten(articles: list[Article], plain: Examples, vocabulary: dict[str, int], seed: int) -> Examples:
    """Give all articles rewritten at random, with the plain token that each new token comes from."""
    rng = np.random.default_rng(seed)
    pairs = [variant(article, rng) for article in articles]
    made = examples([article for article, _ in pairs], vocabulary)
    for number, (_, old) in enumerate(pairs):
        a, b = made.tokens.segment_tokens[2 * number + 1], made.tokens.segment_tokens[2 * number + 2]
        c, d = plain.tokens.segment_tokens[2 * number + 1], plain.tokens.segment_tokens[2 * number + 2]
        offset = plain.tokens.segment_start[2 * number + 1]
        at = old[made.tokens.start[a:b] - made.tokens.segment_start[2 * number + 1]] + offset
        made.origin[a:b] = np.clip(np.searchsorted(plain.tokens.end[c:d], at, side="right") + c, c, d - 1)
    return made


def cue_shares(data: Examples, count: int) -> np.ndarray:
    """Give for each of `count` words of the vocabulary how many of a hundred tokens belong to a cue."""
    cue = np.isin(data.labels, [LABELS.index("B-cue"), LABELS.index("I-cue")])
    total = np.bincount(data.rows[0], minlength=count + 1)[1:]
    cues = np.bincount(data.rows[0], cue, minlength=count + 1)[1:]
    return np.where(total >= FEWEST, 100 * cues / np.maximum(total, 1), 0).astype(np.uint8)
