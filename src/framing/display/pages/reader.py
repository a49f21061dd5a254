"""The side-by-side reader: one story in columns, every naming marked by category and voice."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from importlib.resources import files
from itertools import pairwise
from pathlib import Path

import pandas as pd

from framing.corpus.corpus import Corpus
from framing.display.figures.style import outlet_colours, outlet_names
from framing.errors import FramingError

CATEGORIES = ("delegitimising", "neutral", "legitimising")
VOICES = {
    "outlet": "the outlet's own word",
    "quoted": "in a quotation",
    "reported": "in reported speech",
    "scare": "at a distance",
    "rejected": "denied",
}


@dataclass(frozen=True)
class Reader:
    """A rendered page: shows itself in a notebook, and `save` writes it as a page of its own.

    Parameters
    ----------
    html : str
        The page's inside, styles included; every word of the articles is escaped.
    title : str
    """

    html: str
    title: str

    def _repr_html_(self) -> str:
        return self.html

    def save(self, path: str | Path) -> Path:
        """Write the page as one HTML file that needs nothing else."""
        page = Path(path)
        page.parent.mkdir(parents=True, exist_ok=True)
        head = f'<!doctype html>\n<html lang="en">\n<meta charset="utf-8">\n<title>{escape(self.title)}</title>\n'
        view = '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        page.write_text(f"{head}{view}<body>\n<h1>{escape(self.title)}</h1>\n{self.html}\n</body>\n</html>\n", "utf-8")
        return page


def show_articles(corpus: Corpus, article_ids: Sequence[str] | None = None, *, story_id: str | None = None) -> Reader:
    """Show articles side by side, with sources, cues, quotations and namings marked.

    Parameters
    ----------
    corpus : Corpus
        Annotated.
    article_ids : sequence of str, optional
        Which articles, from left to right.
    story_id : str, optional
        All articles of a story instead, by outlet.

    Returns
    -------
    Reader

    Raises
    ------
    FramingError
        If an article or story is not in the corpus.

    Notes
    -----
    Category is told by fill (dark, grey, outlined), voice by the line under the word (solid, double, dashed, wavy,
    struck out), so that the page can be read in greyscale and in print. The Tab key walks from naming to naming.
    """
    articles = corpus.articles.set_index("article_id")
    if story_id is not None:
        chosen = articles[articles["story_id"] == story_id].sort_values("outlet_id", kind="stable").index.tolist()
        if not chosen:
            raise FramingError(f"There is no story '{story_id}' in {corpus.name}; see corpus.stories.")
    else:
        chosen = list(article_ids or [])
    unknown = [name for name in chosen if name not in articles.index]
    if unknown:
        raise FramingError(f"There is no article '{unknown[0]}' in {corpus.name}; see corpus.articles.")
    columns = "\n".join(_column(corpus, name, articles.loc[name]) for name in chosen)
    style = files("framing.display.pages").joinpath("reader.css").read_text("utf-8")
    labels = corpus.stories.set_index("story_id")["label"]
    title = str(labels.get(story_id, story_id)) if story_id else f"{corpus.name}, side by side"
    inside = f'<style>{style}</style>\n{_legend()}\n<div class="columns" tabindex="0">\n{columns}\n</div>'
    return Reader(f'<div class="framing-reader">\n{inside}\n</div>', title)


def _legend() -> str:
    categories = " ".join(f'<mark class="{name}">{name}</mark>' for name in CATEGORIES)
    voices = " ".join(f'<mark class="voice-{name}">{text}</mark>' for name, text in VOICES.items())
    attributed = ("source", "source"), ("cue", "cue"), ("content", "what is attributed")
    marks = " ".join(f'<span class="{name}">{text}</span>' for name, text in attributed)
    return f'<div class="legend">Category {categories} · Voice {voices} · {marks}</div>'


def _column(corpus: Corpus, article_id: str, article: pd.Series) -> str:
    colour = outlet_colours(corpus.outlets if len(corpus.outlets) else list(corpus.articles["outlet_id"]))
    name = outlet_names(corpus.outlets).get(article["outlet_id"], article["outlet_id"])
    mentions = corpus.mentions[corpus.mentions["article_id"] == article_id]
    spans = corpus.attribution_spans[corpus.attribution_spans["article_id"] == article_id]
    published = f"{article['published']:%-d %B %Y}" if pd.notna(article["published"]) else "no date"
    byline = f" · {article['byline']}" if pd.notna(article["byline"]) else ""
    headline = _marked(article["headline"], *_of_part(mentions, spans, "headline"))
    body = _paragraphs(_marked(article["body"], *_of_part(mentions, spans, "body")))
    return (
        f'<article style="--outlet:{colour[article["outlet_id"]]}" aria-label="{escape(name)}">\n'
        f'<header><div class="outlet">{escape(name)}</div><h3>{headline}</h3>'
        f'<div class="meta">{escape(published + byline)}</div></header>\n{body}\n'
        f'<div class="counts">{escape(_counts(mentions))}</div>\n</article>'
    )


def _of_part(mentions: pd.DataFrame, spans: pd.DataFrame, part: str) -> tuple[pd.DataFrame, pd.DataFrame]:
    return mentions[mentions["part"] == part], spans[spans["part"] == part]


def _counts(mentions: pd.DataFrame) -> str:
    nouns = mentions[mentions["form"] == "noun"]
    counted = nouns[nouns["category"] != "neutral"].groupby(["category", "voice"]).size()
    told = [f"{n} {category}, {VOICES[voice]}" for (category, voice), n in counted.items()]
    return f"{len(nouns)} namings" + (": " + "; ".join(told) if told else "")


def _marked(text: str, mentions: pd.DataFrame, spans: pd.DataFrame) -> str:
    """Escape a text and wrap each stretch between two edges in the marks that cover it; line breaks stay bare."""
    breaks = [i for i, character in enumerate(text) if character == "\n"]
    edges = {0, len(text), *breaks, *(i + 1 for i in breaks)}
    edges |= set(mentions["start"]) | set(mentions["end"]) | set(spans["start"]) | set(spans["end"])
    roles = [(r.start, r.end, r.role) for r in spans.itertuples()]
    names = list(mentions.itertuples())
    pieces = []
    for start, end in pairwise(sorted(edges)):
        if text[start:end] == "\n":
            pieces.append("\n")
            continue
        piece = escape(text[start:end])
        classes = sorted({role for a, b, role in roles if a <= start and end <= b})
        naming = next((m for m in names if m.start <= start and end <= m.end), None)
        if naming is not None:
            piece = _mark(naming, piece)
        pieces.append(f'<span class="{" ".join(classes)}">{piece}</span>' if classes else piece)
    return "".join(pieces)


def _mark(naming: tuple, piece: str) -> str:
    voice = VOICES[naming.voice]  # type: ignore[attr-defined]
    who = next((w for w in (naming.speaker, naming.source_text) if isinstance(w, str)), None)  # type: ignore[attr-defined]
    note = f"{naming.target}: {naming.category}, {voice}" + (f" of {who}" if who else "")  # type: ignore[attr-defined]
    kinds = f"{naming.category} voice-{naming.voice} {naming.form}"  # type: ignore[attr-defined]
    return f'<mark tabindex="0" class="{kinds}" data-note="{escape(note)}" aria-label="{escape(note)}">{piece}</mark>'


def _paragraphs(marked: str) -> str:
    return "\n".join(f"<p>{line}</p>" for line in marked.split("\n") if line.strip())
