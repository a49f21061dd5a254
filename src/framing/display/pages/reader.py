"""The side-by-side reader: one story in columns, every naming marked by category and voice."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from framing.corpus.corpus import Corpus
from framing.display.pages.evidence import pack_evidence, whole_parts
from framing.display.pages.page import bundle_modules, mount_call, read_styles, render, render_page
from framing.errors import FramingError

MOST_CHARACTERS = 200_000
"""Text of other stories that a page carries along, for who wants to read on."""


@dataclass(frozen=True)
class Reader:
    """A rendered page: shows itself in a notebook, and `save` writes it as a page of its own.

    Parameters
    ----------
    data : dict
        The articles and their evidence, as they stand in the page.
    title : str
    """

    data: dict[str, Any]
    title: str

    def _repr_html_(self) -> str:
        place = "framing-" + hashlib.sha256(json.dumps(self.data).encode()).hexdigest()[:12]
        script = f"{bundle_modules('reader')}\n{mount_call('reader', place)}"
        return render("fragment.html", place=place, style=read_styles("reader"), data=self.data, script=script)

    def save(self, path: str | Path) -> Path:
        """Write the page as one HTML file that needs nothing else."""
        page = Path(path)
        page.parent.mkdir(parents=True, exist_ok=True)
        page.write_text(render_page("reader", title=self.title, data=self.data), "utf-8")
        return page


def show_articles(
    corpus: Corpus, article_ids: Sequence[str] | None = None, *, story_id: str | None = None, target: str | None = None
) -> Reader:
    """Show articles side by side, with sources, cues, quotations and namings marked.

    Parameters
    ----------
    corpus : Corpus
        Annotated.
    article_ids : sequence of str, optional
        Which articles, from left to right.
    story_id : str, optional
        All articles of a story instead, by outlet. Without either it is the first of `rank_stories`, or where no story
        is shared the three articles that name the target most.
    target : str, optional
        Whose namings choose the story; all by default.

    Returns
    -------
    Reader

    Raises
    ------
    FramingError
        If an article or story is not in the corpus.

    Notes
    -----
    Fill tells how a word names (dark, grey, outlined), the line under it whose word it is (solid, double, dashed, wavy,
    struck out), so that the page can be read in greyscale and in print. With a story the page offers the next of
    `rank_stories`, up to 200,000 characters. The keys n and p walk from naming to naming; a
    question mark stands where the program is not sure whose word it is.
    """
    articles = corpus.articles.set_index("article_id")
    if story_id is None and article_ids is None:
        story_id = next(iter(rank_stories(corpus, target=target)), None)
    if story_id is not None:
        chosen = _articles_of(corpus, story_id)
        if not chosen:
            raise FramingError(f"There is no story '{story_id}' in {corpus.name}; see corpus.stories.")
    else:
        named = _namings_of(corpus, target)["article_id"].value_counts()
        chosen = list(article_ids if article_ids is not None else named.index[:3])
    unknown = [name for name in chosen if name not in articles.index]
    if unknown:
        raise FramingError(f"There is no article '{unknown[0]}' in {corpus.name}; see corpus.articles.")
    labels = corpus.stories.set_index("story_id")["label"]
    title = str(labels.get(story_id, story_id)) if story_id else f"{corpus.name}, side by side"
    if story_id is None or story_id not in labels.index:
        return Reader(pack_evidence(corpus, whole_parts(corpus, chosen)), title)
    offer = _stories_beside(corpus, story_id, target)
    beside = [name for story in offer[1:] for name in _articles_of(corpus, story)]
    data = pack_evidence(corpus, whole_parts(corpus, chosen + beside))
    return Reader(data | {"offer": offer}, title)


def _articles_of(corpus: Corpus, story: str) -> list[str]:
    inside = corpus.articles[corpus.articles["story_id"] == story]
    return inside.sort_values("outlet_id", kind="stable")["article_id"].tolist()


def _stories_beside(corpus: Corpus, story: str, target: str | None) -> list[str]:
    """List a story and the shared ones after it, as many as a page holds."""
    sizes = corpus.articles["body"].str.len().groupby(corpus.articles["story_id"]).sum()
    known = set(corpus.stories["story_id"])
    others = [name for name in rank_stories(corpus, target=target) if name != story and name in known]
    within = sizes.reindex(others).cumsum() <= MOST_CHARACTERS
    return [story, *within.index[within]]


def rank_stories(corpus: Corpus, *, target: str | None = None) -> list[str]:
    """List the stories that outlets share, those with most namings of a target first.

    Parameters
    ----------
    corpus : Corpus
        Annotated, with stories.
    target : str, optional
        All targets by default.

    Returns
    -------
    list of str
        Ids; none where no story is shared. A story in which only one outlet names the target comes after all others.
    """
    places = corpus.articles[["article_id", "outlet_id", "story_id"]].dropna(subset=["story_id"])
    shared = places.groupby("story_id")["outlet_id"].nunique()
    places = places[places["story_id"].isin(shared.index[shared > 1])]
    named = _namings_of(corpus, target)[["article_id"]].merge(places, on="article_id").groupby("story_id")
    rank = named["outlet_id"].agg(outlets="nunique", namings="size")
    rank = rank.assign(both=rank["outlets"] > 1).sort_values(["both", "namings"], ascending=False, kind="stable")
    return [str(story) for story in rank.index]


def _namings_of(corpus: Corpus, target: str | None) -> pd.DataFrame:
    return corpus.mentions if target is None else corpus.mentions[corpus.mentions["target"] == target]
