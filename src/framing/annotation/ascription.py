"""Who is behind a label that is not the outlet's own."""

from __future__ import annotations


def attach_sources(corpus, tokens, quotations, coded, judged):
    return coded.assign(attribution=None, source_text=None, speaker=None, source_type=None)
