"""A corpus read to a corpus annotated: tokens, sentences, quotations, attributions, mentions."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
from threadpoolctl import threadpool_limits

from framing import schema
from framing.annotation.attributions import attribution_tables, find_attributions
from framing.annotation.harm.events import find_events
from framing.annotation.mentions import find_mentions
from framing.annotation.quotations.spans import find_quotations
from framing.annotation.text.ranges import range_sums
from framing.annotation.text.tokens import Tokens, tokenize
from framing.annotation.tone.target_tone import mention_tone
from framing.corpus.corpus import Corpus, check_corpus
from framing.lexicon import Lexicon, read_lexicon

TONE_MODELS = {"fast": "linear", "accurate": "transformer"}


@threadpool_limits.wrap(limits=1, user_api="blas")  # products of matrices depend on the number of threads
def annotate(corpus: Corpus, *, codebook: str | Path | Lexicon = "protest", model: str = "fast") -> Corpus:
    """Find sentences, quotations, attributions and the namings of a codebook's targets, each with its voice.

    Parameters
    ----------
    corpus : Corpus
        As `read_corpus` gives it.
    codebook : str, Path or Lexicon
        Name of a codebook (see `list_lexicons`), path of one, or one that was read.
    model : {"fast", "accurate"}
        ``"accurate"`` finds attributions, the voice of namings and the tone towards targets with encoders: right more
        often, much slower, and in need of ``framing[accurate]``.

    Returns
    -------
    Corpus
        A new corpus with the tables sentences, attributions, attribution_spans, mentions and events.

    Raises
    ------
    FramingError
        If the codebook cannot be read, or the model is unknown or not installed.

    Notes
    -----
    Attributions are found by a trained tagger, and voice by a trained judge on top of it; both err, and not equally in
    all outlets. Their agreement with people stands in the model card and in ``benchmarks/``: read a sample first.
    """
    check_corpus(corpus)
    book = codebook if isinstance(codebook, Lexicon) else read_lexicon(codebook)
    tokens = tokenize(corpus.articles)
    quotations = find_quotations(tokens)
    relations = find_attributions(tokens, quotations, model=model)
    attributions, spans = attribution_tables(tokens, relations)
    attributed = corpus.with_(
        sentences=sentence_table(tokens),
        attributions=attributions,
        attribution_spans=spans,
        tokens=tokens,
        quotations=quotations,
        codebook=book,
    )
    named = attributed.with_(mentions=find_mentions(attributed, model=model))
    tone = mention_tone(named, model=TONE_MODELS[model])["tone"]
    return named.with_(mentions=named.mentions.assign(tone=tone), events=find_events(named))


def sentence_table(tokens: Tokens) -> pd.DataFrame:
    """Give the sentences table of tokenised articles, numbered from 0 in each article."""
    first, last = tokens.sentence_tokens[:-1], tokens.sentence_tokens[1:]
    words = range_sums(tokens.is_word, first, last)
    table = tokens.table(first, last).assign(sentence=tokens.sentence_in_article(first), n_words=words)
    return schema.SENTENCES.cast(table)
