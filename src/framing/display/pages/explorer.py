"""The explorer: one page on whose words they are, in which every number opens its sentences."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from framing.corpus.corpus import Corpus
from framing.display.pages.evidence import named_sentences, pack_evidence
from framing.display.pages.page import render_page

MOST_INLINE = 3_000
"""Sentences that stand in the page itself; more than these lie in files beside it, and are read when asked for."""
CHUNK = 1_000


def write_explorer(corpus: Corpus, path: str | Path, *, target: str | None = None) -> list[Path]:
    """Write the explorer of a collection.

    Parameters
    ----------
    corpus : Corpus
        Annotated.
    path : str or Path
        The page, such as ``explorer.html``.
    target : str, optional
        Whose naming is shown first; the one named most by default.

    Returns
    -------
    list of Path
        The page; with more than 3,000 sentences also the files beside it that hold them.

    Notes
    -----
    Shares and intervals are counted in the browser from the namings, as `framing.estimate` counts them (999
    throws of signs; intervals move by a percentage point or two with the throws). Keep page and files together.
    """
    page = Path(path)
    page.parent.mkdir(parents=True, exist_ok=True)
    data = explorer_data(corpus, target=target)
    beside = _take_out(data, page) if len(data["texts"]["text"]) > MOST_INLINE else []
    title = f"{corpus.name}: whose words are they?"
    page.write_text(render_page("explorer", title=title, data=data), encoding="utf-8")
    return [page, *beside]


def explorer_data(corpus: Corpus, *, target: str | None = None) -> dict[str, Any]:
    """Pack what the explorer shows: every sentence that names somebody."""
    data = pack_evidence(corpus, named_sentences(corpus))
    counts = corpus.mentions["target"].value_counts()
    chosen = target if target in counts.index else (str(counts.index[0]) if len(counts) else "")
    n_named = len(data["articles"]["id"])
    return data | {
        "target": chosen,
        "heading": "Whose words are they?",
        "standfirst": f"{corpus.name}: {len(data['namings']['text']):,} namings in {n_named:,} articles of "
        f"{len(data['outlets'])} outlets.",
    }


def _take_out(data: dict[str, Any], page: Path) -> list[Path]:
    """Move the sentences into files beside the page: one from a disk may load a script, but no data."""
    sentences = data["texts"].pop("text")
    base = f"{page.stem}-sentences"
    data["sidecar"] = {"base": base, "size": CHUNK}
    written = []
    for number, begin in enumerate(range(0, len(sentences), CHUNK)):
        words = json.dumps(sentences[begin : begin + CHUNK]).replace("<", "\\u003c")
        written.append(page.with_name(f"{base}-{number}.js"))
        written[-1].write_text(f"framingTexts({number}, {words});\n", encoding="utf-8")
    return written
