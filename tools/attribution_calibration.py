"""Fit what turns the certainty of labels into a probability that a relation is right."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
from attribution_data import Article, as_table
from sklearn.linear_model import LogisticRegression

from framing.annotation.attributions import Relations, find_relations
from framing.annotation.confidence import certainty_features
from framing.annotation.quotations import find_quotations
from framing.annotation.tagger import Network, label_probabilities
from framing.annotation.tokens import Tokens, tokenize

sys.path.append(str(Path(__file__).parents[1] / "benchmarks"))
from attribution_counts import count_article


def fit_confidence(articles: list[Article], network: Network) -> np.ndarray:
    """Give the coefficients of a logistic regression of being right on the certainty of a relation's labels."""
    features, right = relation_evidence(articles, network)
    model = LogisticRegression(C=100.0, fit_intercept=False, max_iter=1000).fit(features, right)
    return model.coef_[0].astype(np.float32)


def relation_evidence(articles: list[Article], network: Network) -> tuple[np.ndarray, np.ndarray]:
    """Give the features of every relation found in annotated articles, and whether people marked it too."""
    tokens = tokenize(as_table(articles))
    quotations = find_quotations(tokens)
    probability = label_probabilities(tokens, quotations, network=network)
    found = find_relations(tokens, quotations, probability, network=network)
    features = certainty_features(found.spans, probability.max(axis=1), found.relations["form"].to_numpy())
    right = np.zeros(len(found), bool)
    for number, relations in enumerate(by_article(tokens, found)):
        mine = np.flatnonzero(found.relations["article"].to_numpy() == number)
        right[mine] = count_article(articles[number].text, articles[number].relations, relations)["matched"]
    return features, right


def by_article(tokens: Tokens, found: Relations) -> list[list[dict]]:
    """Give the relations of each article as lists of (start, end) characters in the body for each role."""
    table = tokens.table(found.spans["first"], found.spans["last"])
    lists: list[list[dict]] = [[] for _ in tokens.article_ids]
    relations: list[dict] = [{"source": [], "cue": [], "content": []} for _ in range(len(found))]
    for number, role, start, end in zip(
        found.spans["relation"], found.spans["role"], table["start"], table["end"], strict=True
    ):
        relations[number][role].append((start, end))
    for number, article in enumerate(found.relations["article"]):
        lists[article].append(relations[number])
    return lists
