"""Fit what turns the certainty of labels into a probability that a relation is right."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from attribution_counts import count_article
from attribution_data import Article, as_table
from sklearn.linear_model import LogisticRegression

from framing.annotation.attribution.confidence import certainty_features
from framing.annotation.attribution.tagger import Reader
from framing.annotation.attributions import Relations, read_relations
from framing.annotation.quotations.spans import Quotations, find_quotations
from framing.annotation.text.ranges import range_sums
from framing.annotation.text.tokens import Tokens, tokenize


def fit_confidence(articles: list[Article], ready: Callable[[Tokens, Quotations], Reader]) -> np.ndarray:
    """Give the coefficients of a logistic regression of being right on the certainty of a relation's labels.

    `ready` makes tokens ready for the tagger, as `framing.annotation.attribution.tagger.read_tokens` does.
    """
    features, right = relation_evidence(articles, ready)
    model = LogisticRegression(C=100.0, fit_intercept=False, max_iter=1000).fit(features, right)
    return model.coef_[0].astype(np.float32)


def relation_evidence(
    articles: list[Article], ready: Callable[[Tokens, Quotations], Reader]
) -> tuple[np.ndarray, np.ndarray]:
    """Give the features of every relation found in annotated articles, and whether people marked it too."""
    tokens = tokenize(as_table(articles))
    quotations = find_quotations(tokens)
    reader = ready(tokens, quotations)
    found = read_relations(reader, quotations)
    sure = reader.probabilities(tokens.segment_tokens[:-1], tokens.segment_tokens[1:]).max(axis=1)
    certainty = range_sums(sure, found.spans["first"].to_numpy(), found.spans["last"].to_numpy())
    features = certainty_features(found.spans.assign(certainty=certainty), found.relations["form"].to_numpy())
    right = np.zeros(len(found), bool)
    for number, relations in enumerate(by_article(tokens, found)):
        mine = np.flatnonzero(found.relations["article"].to_numpy() == number)
        right[mine] = count_article(articles[number].text, articles[number].relations, relations)["matched"]
    outermost = (found.relations["parent"] < 0).to_numpy()
    return features[outermost], right[outermost]


def by_article(tokens: Tokens, found: Relations) -> list[list[dict]]:
    """Give the relations of each article as lists of (start, end) characters in the body for each role."""
    table = tokens.table(found.spans["first"], found.spans["last"])
    relations: list[dict] = [{"source": [], "cue": [], "content": []} for _ in range(len(found))]
    columns = (found.spans["relation"], found.spans["role"], table["start"], table["end"])
    for number, role, start, end in zip(*columns, strict=True):
        relations[number][role].append((start, end))
    lists: list[list[dict]] = [[] for _ in tokens.article_ids]
    for number, article in enumerate(found.relations["article"]):
        lists[article].append(relations[number])
    return lists
