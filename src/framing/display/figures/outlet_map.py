"""A map of outlets by their scores."""

from __future__ import annotations

from dataclasses import dataclass
from textwrap import fill
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import Ellipse
from matplotlib.transforms import Bbox
from sklearn.decomposition import PCA
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.preprocessing import StandardScaler

from framing.display.figures.estimates import spaced
from framing.display.figures.style import FAINT, INK, blank_axes, keep_data, new_axes, outlet_colours, outlet_names, say

CHI_SQUARE_95 = 5.991
"""95 % point of chi-square with two degrees of freedom: the size of an ellipse that holds 95 % of a normal cloud."""


@dataclass(frozen=True)
class _Sums:
    """Numerators and denominators of each article (rows) and series (columns), and the articles' outlets."""

    top: pd.DataFrame
    bottom: pd.DataFrame
    outlet: pd.Series

    def means(self, weight: np.ndarray) -> pd.DataFrame:
        """Outlets × series, each a ratio of sums with the articles weighted."""
        top = self.top.mul(weight, axis=0).groupby(self.outlet).sum()
        bottom = self.bottom.mul(weight, axis=0).groupby(self.outlet).sum()
        return top / bottom.where(bottom > 0)

    def draw(self, rng: np.random.Generator) -> np.ndarray:
        """Weights of the articles when each outlet's are drawn anew."""
        weight = np.zeros(len(self.outlet))
        for places in self.outlet.groupby(self.outlet).indices.values():
            weight[places] = rng.multinomial(len(places), np.full(len(places), 1 / len(places)))
        return weight


def plot_map(
    scores: pd.DataFrame,
    articles: pd.DataFrame,
    *,
    by: str = "outlet_id",
    outlets: pd.DataFrame | None = None,
    resamples: int = 200,
    seed: int = 0,
) -> Axes:
    """Draw a map of outlets: the first two principal components of their standardised scores.

    Parameters
    ----------
    scores, articles : DataFrame
        Of the scores, those of all voices together are used.
    by : str
        Column of the articles that tells the outlet.
    outlets : DataFrame, optional
        The outlets table: gives the names, and every outlet of the collection its colour, drawn or not.
    resamples, seed : int
        Articles are drawn anew so often; the ellipse round an outlet holds 95 % of its places.

    Returns
    -------
    Axes
        The measures that pull most on an axis stand at its label. With fewer than three outlets it says so instead.

    Notes
    -----
    Nearness depends on which measures go in; a map of other measures may look otherwise. Outlets that lie apart differ
    in *something*, and the axes name only what pulls most.
    """
    sums = _sums(scores, articles, by)
    centre = sums.means(np.ones(len(sums.outlet)))
    kept = centre.columns[centre.notna().all() & (centre.std() > 1e-12)]
    if len(centre) < 3 or len(kept) < 2:
        return blank_axes(None, "A map needs at least three outlets and two measures that all of them have.")
    model = make_pipeline(StandardScaler(), PCA(2, random_state=seed))
    places = model.fit_transform(centre[kept])
    rng = np.random.default_rng(seed)
    drawn = [sums.means(sums.draw(rng))[kept].fillna(centre[kept]) for _ in range(resamples)]
    clouds = np.stack([model.transform(table) for table in drawn])
    axes = new_axes(None, width=7.2, height=5.6)
    known = outlets is not None and set(centre.index) <= set(outlets["outlet_id"])
    colours, names = outlet_colours(outlets if known else list(centre.index)), outlet_names(outlets)
    for i, outlet in enumerate(centre.index):
        axes.add_patch(_ellipse(clouds[:, i], colours[outlet]))
        axes.plot(*places[i], "o", color=colours[outlet], markersize=8)
    axes.margins(0.12)
    _label(axes, places, [names.get(outlet, outlet) for outlet in centre.index])
    axes.set_xlabel(_pull(model, 0, list(kept)), fontsize=8.5)
    axes.set_ylabel(_pull(model, 1, list(kept)), fontsize=8.5)
    axes.axhline(0, color=FAINT, linewidth=0.6)
    axes.axvline(0, color=FAINT, linewidth=0.6)
    held = model[-1].explained_variance_ratio_.sum()
    finding = f"Two directions hold {held:.0%} of what sets the outlets' scores apart"
    say(axes, finding, "Principal components of standardised scores; an ellipse holds 95 % of an outlet's places.")
    return keep_data(axes, pd.DataFrame({"outlet": centre.index, "x": places[:, 0], "y": places[:, 1]}))


def _sums(scores: pd.DataFrame, articles: pd.DataFrame, by: str) -> _Sums:
    told = scores[scores["voice"] == "all"]
    told = told.assign(series=(told["measure"] + " " + told["target"].where(told["target"] != "all", "")).str.strip())
    wide = told.pivot_table(index="article_id", columns="series", values=["value", "n"], dropna=False)
    top = (wide["value"] * wide["n"]).fillna(0)
    return _Sums(top, wide["n"].fillna(0), articles.set_index("article_id")[by].reindex(top.index))


def _ellipse(points: np.ndarray, colour: str) -> Ellipse:
    values, vectors = np.linalg.eigh(np.cov(points.T))
    radius = np.sqrt(CHI_SQUARE_95 * np.maximum(values, 0))
    angle = float(np.degrees(np.arctan2(vectors[1, 1], vectors[0, 1])))
    x, y = points.mean(axis=0)
    return Ellipse((x, y), 2 * radius[1], 2 * radius[0], angle=angle, color=colour, alpha=0.14, linewidth=0)


def _label(axes: Axes, places: np.ndarray, names: list[str]) -> None:
    """Write each name beside its dot, where it lies inside the axes and on no other dot or name."""
    axes.figure.canvas.draw()
    dots = axes.transData.transform(places)
    frame = axes.get_window_extent()
    taken = [Bbox.from_bounds(x - 9, y - 9, 18, 18) for x, y in dots]
    for place, name in zip(places, names, strict=True):
        tries: list[tuple[int, int, Any, Bbox]] = []
        for dx, dy, ha in ((8, 6, "left"), (-8, 6, "right"), (8, -14, "left"), (-8, -14, "right"), (0, 14, "center")):
            text = axes.annotate(
                name, place, xytext=(dx, dy), textcoords="offset points", color=INK, fontsize=9.5, weight="bold", ha=ha
            )
            box = text.get_window_extent()
            inside = frame.x0 <= box.x0 and box.x1 <= frame.x1 and frame.y0 <= box.y0 and box.y1 <= frame.y1
            on_others = sum(box.overlaps(other) for other in taken)
            tries.append((on_others + 3 * (not inside), len(tries), text, box))
        best = min(tries, key=lambda attempt: attempt[:2])
        for attempt in tries:
            if attempt is not best:
                attempt[2].remove()
        taken.append(best[3])


def _pull(model: Pipeline, axis: int, names: list[str]) -> str:
    """Name what pulls most on an axis, and how much of the variance it holds, on lines of their own."""
    component, share = model[-1].components_[axis], model[-1].explained_variance_ratio_[axis]
    strongest = np.argsort(-np.abs(component), kind="stable")[:3]
    told = ", ".join(f"{'+' if component[i] > 0 else '−'} {spaced(names[i])}" for i in strongest)
    return f"{fill(told, 48)}\n{share:.0%} of variance"
