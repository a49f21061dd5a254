"""Agency: who is shown doing harm, to whom harm is shown done, and how often nobody is said to do it."""

from __future__ import annotations

import pandas as pd

from framing.corpus.corpus import Corpus
from framing.scoring.measure import measure

LEXICONS = ("harm-verbs", "clause-words")
VALIDITY = (
    "news-2017, read by hand: 117 words that no rule was corrected on, verb of harm precision .87, recall .94, its "
    "construction right .99; 140 targets on a side, right .93"
)
SPAN = ["article_id", "target", "part", "start", "end", "text", "voice", "category", "weight"]


def _events(corpus: Corpus, side: str) -> pd.DataFrame:
    """Verbs of harm with a target of the codebook on one side; the category is the construction."""
    events = corpus.events
    events = events[events[f"{side}_target"].notna() & (events["construction"] != "reciprocal")]
    named = events.drop(columns="category").rename(columns={f"{side}_target": "target", "construction": "category"})
    return named.assign(weight=1.0)[SPAN]


@measure(
    name="harm_by",
    title="Harm done by",
    unit="verbs of harm with the target as agent, per 1,000 words",
    aggregate="rate",
    targets="codebook",
    lexicons=LEXICONS,
    validity=VALIDITY,
)
def harm_by(corpus: Corpus) -> pd.DataFrame:
    """Every verb of harm or repression counts whose agent is named by a term of the codebook.

    Notes
    -----
    "Police fired on the crowd" counts for the police; "they fired" and "gunfire killed six" count for nobody. A rate
    follows what happened as well as how it is told: compare outlets on the same story.
    """
    return _events(corpus, "agent")


@measure(
    name="harm_to",
    title="Harm done to",
    unit="verbs of harm with the target as patient, per 1,000 words",
    aggregate="rate",
    targets="codebook",
    lexicons=LEXICONS,
    validity=VALIDITY,
)
def harm_to(corpus: Corpus) -> pd.DataFrame:
    """Every verb of harm or repression counts whose patient is named by a term of the codebook."""
    return _events(corpus, "patient")


@measure(
    name="agentless",
    title="Harm without an agent",
    unit="share of agentless passives and of dying among verbs of harm with the target as patient",
    aggregate="mean",
    pieces="verbs of harm",
    hits=True,
    targets="codebook",
    lexicons=LEXICONS,
    validity=VALIDITY,
)
def agentless(corpus: Corpus) -> pd.DataFrame:
    """Verbs of harm to a target count; those whose sentence names nobody who did it count 1.

    Notes
    -----
    "Protesters were killed" and "protesters died" count 1, "police killed protesters" and "protesters were killed by
    police" 0. The agent may stand in the next sentence, or be unknown to everybody: a difference between outlets means
    something where they cover the same event, and then as a question. Verbs without a named patient are not here.
    """
    events = _events(corpus, "patient")
    return events.assign(weight=events["category"].isin(["passive", "intransitive"]).astype(float))
