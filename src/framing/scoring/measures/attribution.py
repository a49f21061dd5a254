"""Attribution: how much is attributed, how directly, to whom without a name, and by what words."""

from __future__ import annotations

from functools import cache

import pandas as pd

from framing.annotation.text.inflection import verb_forms
from framing.corpus.corpus import Corpus
from framing.lexicon import read_lexicon
from framing.scoring.measure import measure
from framing.scoring.sources import attributed_spans, spoken

VALIDITY = "attributions: see the card of the model 'attribution'; the classes of cues are a lexicon's, not validated"


@measure(
    name="attribution_rate",
    title="Attributions",
    unit="attributions per 1,000 words",
    aggregate="rate",
    voices=False,
    validity=VALIDITY,
)
def attribution_rate(corpus: Corpus) -> pd.DataFrame:
    """Count every attribution: speech, writing, thought, knowledge and plans of somebody.

    Notes
    -----
    A high rate is not balance: one source may hold them all. Texts whose sources speak at length have few attributions
    and many attributed words.
    """
    return attributed_spans(corpus, corpus.attributions).assign(weight=1.0)


@measure(
    name="direct_share",
    title="Direct speech",
    unit="share of quotations, whole or in part, among attributed speech",
    aggregate="mean",
    pieces="attributions",
    hits=True,
    voices=False,
    validity=VALIDITY,
)
def direct_share(corpus: Corpus) -> pd.DataFrame:
    """Of what sources say, the attributions with words in quotation marks count 1 (forms direct and mixed).

    Notes
    -----
    Marks lost in scraping lower it, and outlets lose them unevenly: look at the cleaning table first.
    """
    said = spoken(corpus.attributions)
    weight = said["form"].isin(["direct", "mixed"]).astype(float)
    return attributed_spans(corpus, said.assign(weight=weight, category=said["form"]))


@measure(
    name="unnamed_share",
    title="Sources without a name",
    unit="share of attributions to sources without a name among those whose source is known",
    aggregate="mean",
    pieces="sources",
    hits=True,
    voices=False,
    validity=VALIDITY,
)
def unnamed_share(corpus: Corpus) -> pd.DataFrame:
    """Of attributions whose source is known, those to somebody without a name ("officials", "a witness") count 1.

    Notes
    -----
    Crowds, polls and documents have no name either. For sources that hide see `anonymous_share`.
    """
    known = spoken(corpus.attributions).dropna(subset=["speaker"])
    named = known["named"].fillna(value=False).astype(bool)
    return attributed_spans(corpus, known.assign(weight=(~named).astype(float)))


@measure(
    name="anonymous_share",
    title="Anonymous sources",
    unit="share of anonymous sources among attributions whose type of source is known",
    aggregate="mean",
    pieces="sources",
    hits=True,
    voices=False,
    validity="types of source: see the card of the model 'source-types'",
)
def anonymous_share(corpus: Corpus) -> pd.DataFrame:
    """Of attributions with a type of source, those to somebody unnamed and without a known role count 1.

    Notes
    -----
    "A senior official" is government by the codebook, not anonymous, though nobody learns who it was.
    """
    typed = spoken(corpus.attributions).dropna(subset=["source_type"])
    return attributed_spans(corpus, typed.assign(weight=(typed["source_type"] == "anonymous").astype(float)))


PRESUPPOSED = ("neutral", "fact", "emphasis", "concession", "doubt", "accusation", "directive")
"""What a reporting verb presupposes: the column `presupposes` of the lexicon `cues`."""
SIGNS = {"fact": 1.0, "emphasis": 1.0, "doubt": -1.0}
"""Classes that the balance sets against each other."""


@measure(
    name="cue_tone",
    title="Words that attribute",
    unit="share of the class among cues with a reporting verb of a known class",
    aggregate="share",
    pieces="reporting verbs",
    targets=PRESUPPOSED,
    voices=False,
    lexicons=("cues",),
    version="2",
    validity=VALIDITY,
)
def cue_tone(corpus: Corpus) -> pd.DataFrame:
    """Give the shares of reporting verbs by what they presuppose of what is said.

    Notes
    -----
    *note* takes the words for true, *stress* gives them weight, *claim* leaves the burden with the speaker, *admit*
    tells against him, *urge* reports a demand. Who is doubted matters more than how much doubt there is: cross it with
    the type of source. Quotations without a cue, and cues without such a verb (according to), are left out.

    References
    ----------
    Caldas-Coulthard, C. R. (1994). On reporting reporting. In: Advances in Written Text Analysis. Routledge. Floyd, A.
    (2000). The reporting verbs and bias in the press. Revista Alicantina de Estudios Ingleses 13, 43-52. The card of
    the lexicon `cues` names the source of each verb.
    """
    return _classed(corpus)


@measure(
    name="cue_rate",
    title="Words that attribute, how often",
    unit="reporting verbs of the class per 1,000 words",
    aggregate="rate",
    targets=PRESUPPOSED,
    voices=False,
    lexicons=("cues",),
    validity=VALIDITY,
)
def cue_rate(corpus: Corpus) -> pd.DataFrame:
    """Count reporting verbs by what they presuppose, against the length of the text.

    Notes
    -----
    `cue_tone` asks which verbs an outlet chooses when it attributes; this one also rises where more is attributed. A
    class is a mixture: a row of single verbs ("stressed, noted, urged") may stand further apart than any class.
    """
    return _classed(corpus)


def _classed(corpus: Corpus) -> pd.DataFrame:
    """Give the cues that hold a reporting verb, with the class of the verb as their target."""
    cues = corpus.attributions.dropna(subset=["cue_text"])
    presupposed = cues["cue_text"].map(_presupposes)
    classed = cues[presupposed.notna()].assign(weight=1.0, target=presupposed.dropna())
    return attributed_spans(corpus, classed, role="cue")


@cache
def _presupposes(cue: str) -> str | None:
    """Class of the first reporting verb in a cue; two words ("pointed out") before one."""
    words = cue.lower().split()
    pairs = (" ".join(words[i : i + size]) for size in (2, 1) for i in range(len(words) - size + 1))
    return next((_verb_classes()[pair] for pair in pairs if pair in _verb_classes()), None)


@cache
def _verb_classes() -> dict[str, str]:
    rows = read_lexicon("cues").terms.query("presupposes != ''")
    return {form: row.presupposes for row in rows.itertuples() for form in verb_forms(row.term, row.irregular)}


@measure(
    name="cue_balance",
    title="Endorsing against doubting verbs",
    unit="log((endorsing + ½) / (doubting + ½))",
    aggregate="log_ratio",
    pieces="reporting verbs",
    voices=False,
    lexicons=("cues",),
    version="2",
    validity=VALIDITY,
)
def cue_balance(corpus: Corpus) -> pd.DataFrame:
    """Balance of verbs that take what is said for true or give it weight, and verbs that leave the burden with it.

    Notes
    -----
    Endorsing are the verbs that presuppose fact or emphasis (lexicon `cues`), doubting those of doubt; the others are
    left out. Differences of it are log odds ratios. The half keeps an article with one such verb from being
    infinite and pulls small counts to zero. Read it with its n.
    """
    evidence = _classed(corpus).rename(columns={"target": "category"})
    signed = evidence[evidence["category"].isin(list(SIGNS))]
    return signed.assign(weight=signed["category"].map(SIGNS).astype(float))
