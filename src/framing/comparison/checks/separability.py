"""How well outlets can be told apart by framing scores alone, and how well by their words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from scipy import sparse
from sklearn.feature_extraction.text import TfidfTransformer
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import balanced_accuracy_score
from sklearn.model_selection import StratifiedGroupKFold, cross_val_predict
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.preprocessing import StandardScaler

from framing.comparison.resampling.cells import SERIES
from framing.comparison.words.vocabulary import Within, count_words, select_tokens, tokens_of, whole_words
from framing.corpus.corpus import Corpus
from framing.errors import FramingError

FEWEST_ARTICLES = 10
LOOSE = 1e-2
"""When the fit on scores stops: their predictions no longer move then, and shuffled labels would take minutes more."""


@dataclass(frozen=True)
class Separability:
    """How well outlets can be told apart.

    Parameters
    ----------
    summary : DataFrame
        One row per kind of features (``scores``, ``words``): n_articles, n_outlets, n_features, ``accuracy``
        (balanced: the mean over outlets of the share told rightly), ``chance`` (its mean under shuffled labels),
        ``p_value``.
    confusion : DataFrame
        Articles by outlet (rows) and by the outlet that the scores took them for (columns).
    features : DataFrame
        The scores that do it: outlet, feature, ``weight`` (log-odds for one standard deviation), heaviest first.
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
    permutations: int = 50,
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
        Number of runs with shuffled outlets, and the seed of folds and shuffles.

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
    y = outlet.to_numpy(object)
    model = make_pipeline(
        SimpleImputer(add_indicator=True, keep_empty_features=True), StandardScaler(), _classifier(LOOSE)
    )
    trial = _Trial(y, groups, folds=folds, permutations=permutations, seed=seed)
    summary, told = trial.run("scores", wide.to_numpy(float), model)
    rows = [summary]
    if corpus is not None:
        matrix = _words(corpus, wide.index)
        rows.append(trial.run("words", matrix, make_pipeline(TfidfTransformer(sublinear_tf=True), _classifier()))[0])
    confusion = pd.crosstab(pd.Series(y, name="outlet"), pd.Series(told, name="taken for"))
    return Separability(pd.DataFrame(rows), confusion, _features(model, wide.to_numpy(float), y, names))


class _Trial:
    """Cross-validation with folds and shuffles that are the same for all kinds of features."""

    def __init__(self, y: np.ndarray, groups: np.ndarray, *, folds: int, permutations: int, seed: int) -> None:
        self.y, self.groups = y, groups
        folds = min(folds, len(np.unique(groups)))
        split = StratifiedGroupKFold(folds, shuffle=True, random_state=seed)
        self.splits = list(split.split(np.zeros(len(y)), y, groups))
        rng = np.random.default_rng(seed)
        self.shuffled = [rng.permutation(y) for _ in range(permutations)]

    def run(self, kind: str, matrix: Any, model: Pipeline) -> tuple[dict[str, Any], np.ndarray]:
        """Give the summary row, and what each article was taken for."""
        told = cross_val_predict(model, matrix, self.y, cv=self.splits)
        accuracy = float(balanced_accuracy_score(self.y, told))
        chance = [
            float(balanced_accuracy_score(y, cross_val_predict(model, matrix, y, cv=self.splits)))
            for y in self.shuffled
        ]
        hits = sum(drawn >= accuracy for drawn in chance)
        outlets = len(np.unique(self.y))
        row = {"features": kind, "n_articles": len(self.y), "n_outlets": outlets, "n_features": matrix.shape[1]}
        row |= {"accuracy": accuracy, "chance": float(np.mean(chance)) if chance else 1 / outlets}
        return row | {"p_value": (1 + hits) / (1 + len(chance)) if chance else np.nan}, told


def _classifier(tol: float = 1e-4) -> LogisticRegression:
    return LogisticRegression(max_iter=500, class_weight="balanced", C=0.5, tol=tol)


def _words(corpus: Corpus, article_ids: pd.Index) -> sparse.csr_matrix:
    tokens = tokens_of(corpus)
    counts = count_words(tokens, select_tokens(corpus, tokens, Within()), whole_words(tokens))
    rows = pd.Index(tokens.article_ids).get_indexer(article_ids)
    if (rows < 0).any():
        raise FramingError("The scores name articles that are not in the corpus; pass the corpus they were made of.")
    chosen = counts[rows]
    return sparse.csr_matrix(chosen[:, np.asarray(chosen.sign().sum(axis=0)).ravel() >= 5])


def _features(model: Pipeline, matrix: np.ndarray, y: np.ndarray, names: list[str]) -> pd.DataFrame:
    fitted = model.fit(matrix, y)
    labels = [name.replace("missingindicator_", "missing: ") for name in fitted[0].get_feature_names_out(names)]
    coefficients = fitted[-1].coef_
    if len(coefficients) == 1:
        coefficients = np.vstack([-coefficients[0], coefficients[0]])
    outlets = fitted[-1].classes_
    table = pd.DataFrame(
        {
            "outlet": pd.Series(np.repeat(outlets, len(labels)), dtype="str"),
            "feature": pd.Series(np.tile(labels, len(outlets)), dtype="str"),
            "weight": coefficients.ravel(),
        }
    )
    order = table["weight"].abs().sort_values(ascending=False, kind="stable").index
    return table.loc[order].sort_values("outlet", kind="stable", ignore_index=True)
