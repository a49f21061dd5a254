"""How well outlets can be told apart by framing scores alone, and how well by their words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from scipy import sparse
from sklearn.decomposition import TruncatedSVD
from sklearn.feature_extraction.text import TfidfTransformer
from sklearn.impute import SimpleImputer
from sklearn.linear_model import Ridge
from sklearn.model_selection import StratifiedGroupKFold
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.preprocessing import StandardScaler
from threadpoolctl import threadpool_limits

from framing.comparison.resampling.cells import SERIES
from framing.comparison.words.vocabulary import Within, count_articles
from framing.corpus.corpus import Corpus
from framing.errors import FramingError

FEWEST_ARTICLES = 10
PENALTY = 0.1
"""Of the regression, for each article: what a feature must explain of an outlet to count in full."""
DIMENSIONS = 300
"""Of the words, at most: accuracy grows by a hundredth with 200 more, and time by half."""


@dataclass(frozen=True)
class Separability:
    """How well outlets can be told apart.

    Parameters
    ----------
    summary : DataFrame
        One row per kind of features (``scores``, ``words``): n_articles, n_outlets, n_features, ``accuracy``
        (balanced: the mean over outlets of the share told rightly), ``chance`` (its mean where outlets are dealt anew),
        ``p_value``.
    confusion : DataFrame
        Articles by outlet (rows) and by the outlet that the scores took them for (columns).
    features : DataFrame
        The scores that do it: outlet, feature, ``weight`` (standard deviations of being that outlet's for
        one of the feature), heaviest first.
    """

    summary: pd.DataFrame
    confusion: pd.DataFrame
    features: pd.DataFrame


def separability(
    scores: pd.DataFrame,
    articles: pd.DataFrame,
    *,
    corpus: Corpus | None = None,
    by: str = "outlet_id",
    folds: int = 5,
    permutations: int = 200,
    seed: int = 0,
) -> Separability:
    """Tell how well outlets can be told apart by framing scores, and by words.

    Parameters
    ----------
    scores, articles : DataFrame
        The scores and the articles table; outlets with fewer than ten scored articles are left out.
    corpus : Corpus, optional
        Gives the words to compare with.
    by : str
        Column of the articles to tell apart.
    folds : int
        Parts of the cross-validation; a story is never in two of them.
    permutations, seed : int
        Number of runs with outlets dealt anew, and the seed of folds and deals.

    Returns
    -------
    Separability

    Raises
    ------
    FramingError
        If fewer than two outlets have articles enough.

    Notes
    -----
    Words will nearly always do better: they carry datelines, house style and beats. The scores are of interest by what
    they reach without any of these. Boilerplate that cleaning left behind helps both. Missing scores are filled in by
    the mean, and that they were missing is a feature too: naming nobody can be an outlet's mark.

    Outlets are told apart by ridge regression of their standardised indicators, which has one solution and no
    stopping rule; an article is taken for the outlet with the highest prediction. Words are condensed to 300
    dimensions of latent semantic analysis, over all articles but without their outlets.

    The test deals outlets anew as stories allow: a story that several outlets tell among these, and whole stories (and
    articles without one) that one outlet has among such outlets; all that an outlet has of a story stays together. So a
    hundred articles on two stories of either outlet show nothing, and an outlet that shares no story, where all others
    share all of theirs, cannot be tested. ``benchmarks/comparison.md`` says how often outlets are told apart that do
    not differ.
    """
    place = articles.set_index("article_id")
    wide = scores[scores["n"] > 0].pivot_table(index="article_id", columns=SERIES, values="value", aggfunc="first")
    outlet = place[by].reindex(wide.index)
    size = outlet.value_counts()
    keep = outlet.isin(size.index[size >= max(FEWEST_ARTICLES, folds)]).to_numpy()
    wide, outlet = wide[keep], outlet[keep].astype("str")
    if outlet.nunique() < 2:
        raise FramingError(f"Fewer than two values of '{by}' have ten scored articles each, so none can be told apart.")
    story = place["story_id"].reindex(wide.index)
    groups = pd.factorize(story.astype(object).where(story.notna(), pd.Series(wide.index, wide.index, dtype=object)))[0]
    wide = wide.loc[:, wide.notna().sum() >= folds]
    names = [" / ".join(map(str, column)) for column in wide.columns]
    trial = _Trial(outlet.to_numpy(object), groups, folds=folds, permutations=permutations, seed=seed)
    with threadpool_limits(1):  # the matrices are small: more threads wait for each other
        summary, told = trial.run("scores", wide.to_numpy(float))
        rows = [summary]
        if corpus is not None:
            counts = _words(corpus, wide.index)
            rows.append(trial.run("words", _condense(counts, seed))[0] | {"n_features": counts.shape[1]})
    confusion = pd.crosstab(pd.Series(outlet.to_numpy(object), name="outlet"), pd.Series(told, name="taken for"))
    return Separability(pd.DataFrame(rows), confusion, _features(wide.to_numpy(float), trial, names))


class _Trial:
    """Cross-validation with folds and shuffles that are the same for all kinds of features."""

    def __init__(self, y: np.ndarray, groups: np.ndarray, *, folds: int, permutations: int, seed: int) -> None:
        self.outlets, self.y = np.unique(y, return_inverse=True)
        folds = min(folds, len(np.unique(groups)))
        split = StratifiedGroupKFold(folds, shuffle=True, random_state=seed)
        self.splits = list(split.split(np.zeros(len(y)), y, groups))
        self.shuffled = _exchange(self.y, groups, permutations, np.random.default_rng(seed))

    def run(self, kind: str, matrix: np.ndarray) -> tuple[dict[str, Any], np.ndarray]:
        """Give the summary row, and what each article was taken for."""
        labels = np.column_stack([self.y, *self.shuffled])
        told = np.empty(labels.shape, np.int64)
        for train, test in self.splits:
            targets = _indicators(labels[train], len(self.outlets))  # one regression tells all of them
            found = _model(len(train)).fit(matrix[train], targets).predict(matrix[test])
            told[test] = found.reshape(len(test), labels.shape[1], -1).argmax(axis=2)
        accuracy, *chance = _balanced_accuracy(labels, told, len(self.outlets)).tolist()
        hits = sum(drawn > accuracy - 1e-9 for drawn in chance)  # deals that only rename outlets tell as much
        outlets = len(self.outlets)
        row = {"features": kind, "n_articles": len(self.y), "n_outlets": outlets, "n_features": matrix.shape[1]}
        row |= {"accuracy": accuracy, "chance": float(np.mean(chance)) if chance else 1 / outlets}
        return row | {"p_value": (1 + hits) / (1 + len(chance)) if chance else np.nan}, self.outlets[told[:, 0]]


def _exchange(y: np.ndarray, groups: np.ndarray, permutations: int, rng: np.random.Generator) -> list[np.ndarray]:
    """Deal outlets anew: in each story among the outlets that tell it, and whole stories of one outlet among outlets.

    All articles that an outlet has of a story keep together, as where `compare` exchanges the sides.
    """
    (story, outlet), cell = np.unique(np.stack([groups, y]), axis=1, return_inverse=True)
    shared = np.bincount(story)[story] > 1
    among = np.where(shared, story, -1)
    place, shuffled = np.argsort(among, kind="stable"), []
    for _ in range(permutations):
        dealt = np.empty_like(outlet)
        dealt[place] = outlet[np.lexsort((rng.random(len(outlet)), among))]
        shuffled.append(dealt[cell.ravel()])
    return shuffled


def _model(n_articles: int) -> Pipeline:
    filled = SimpleImputer(add_indicator=True, keep_empty_features=True)
    return make_pipeline(filled, StandardScaler(), Ridge(PENALTY * n_articles))


def _indicators(y: np.ndarray, outlets: int) -> np.ndarray:
    """Whether an article is an outlet's, standardised so that a small outlet weighs as much as a large one."""
    return StandardScaler().fit_transform(np.eye(outlets)[y].reshape(len(y), -1))


def _balanced_accuracy(labels: np.ndarray, told: np.ndarray, outlets: int) -> np.ndarray:
    """Mean over outlets of the share told rightly, for each column of labels; each holds every outlet."""
    own = [labels == outlet for outlet in range(outlets)]
    return np.mean([(told == outlet).mean(axis=0, where=mine) for outlet, mine in enumerate(own)], axis=0)


def _condense(counts: sparse.csr_matrix, seed: int) -> np.ndarray:
    """Give weighed words in few dimensions (latent semantic analysis), which know nothing of outlets."""
    weighed = TfidfTransformer(sublinear_tf=True).fit_transform(counts)
    dimensions = max(1, min(DIMENSIONS, *(size - 1 for size in weighed.shape)))
    return TruncatedSVD(dimensions, random_state=seed).fit_transform(weighed)


def _words(corpus: Corpus, article_ids: pd.Index) -> sparse.csr_matrix:
    counted = count_articles(corpus, Within())
    rows = pd.Index(counted.articles["article_id"]).get_indexer(article_ids)
    if (rows < 0).any():
        raise FramingError("The scores name articles that are not in the corpus; pass the corpus they were made of.")
    chosen = counted.table[rows]
    return sparse.csr_matrix(chosen[:, np.asarray(chosen.sign().sum(axis=0)).ravel() >= 5])


def _features(matrix: np.ndarray, trial: _Trial, names: list[str]) -> pd.DataFrame:
    outlets = trial.outlets
    fitted = _model(len(matrix)).fit(matrix, _indicators(trial.y, len(outlets)))
    labels = [name.replace("missingindicator_", "missing: ") for name in fitted[0].get_feature_names_out(names)]
    table = pd.DataFrame(
        {
            "outlet": pd.Series(np.repeat(outlets, len(labels)), dtype="str"),
            "feature": pd.Series(np.tile(labels, len(outlets)), dtype="str"),
            "weight": fitted[-1].coef_.ravel(),
        }
    )
    order = table["weight"].abs().sort_values(ascending=False, kind="stable").index
    return table.loc[order].sort_values("outlet", kind="stable", ignore_index=True)
