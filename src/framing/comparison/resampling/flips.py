"""One analysis for test and interval: scores of clusters with their signs thrown anew, and what they do not reject.

A contrast is a sum over clusters (stories, else articles) of what each adds to it, less what it would add if the null
hypothesis held. If it does hold, these scores are as likely to have the other sign; in a story that both sides cover,
the other sign is an exchange of the sides. So the sum is set against sums with signs thrown anew [1]_. The interval
holds every value of the contrast that this test does not reject at .05: p-value and interval cannot contradict each
other, and an interval holds its estimate.

References
----------
.. [1] Hemerik, J., Goeman, J. J. and Finos, L. (2020). Robust testing in generalized linear models by sign flipping
   score contributions. Journal of the Royal Statistical Society B 82, 841-864.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from scipy import sparse, stats

from framing.comparison.resampling.draws import chunks
from framing.comparison.resampling.sides import Sides, ratio

ALPHA = 0.05
TINY = 1e-12
DENSE = 0.3
"""Share of numbers other than 0 from which a dense product is the faster one."""
STEPS = 20
FARTHEST = np.log(1e6)
"""Ratios beyond a million to one are written as 0 and infinity."""
Null = Callable[["Flips", np.ndarray], tuple[np.ndarray, np.ndarray, np.ndarray]]
"""Gives, for a value of the contrast in each row, the level of both sides and the weight of the reference."""


@dataclass(frozen=True)
class Flips:
    """Sums of one series under signs thrown anew.

    Parameters
    ----------
    sides : Sides
    sums : ndarray, shape (outlets, 4, resamples)
        Numerator and denominator of the outlet, then of the reference, each as a share of its denominator in all.
    gram : ndarray, shape (outlets, 4, 4)
        Products of the same four numbers, summed over clusters.
    normal : ndarray, shape (resamples,)
        Standard normal numbers, for what counting leaves uncertain beyond the scores.
    """

    sides: Sides
    sums: np.ndarray
    gram: np.ndarray
    normal: np.ndarray

    def p_value(self, null: Null, value: np.ndarray) -> np.ndarray:
        """Test a value of the contrast in each row: (1 + hits) / (1 + resamples), never 0."""
        own, ref, weight = null(self, value)
        factors = np.stack([np.ones_like(own), -own, -weight, weight * ref], axis=1)
        drawn = np.einsum("rf,rfk->rk", factors, self.sums)
        beyond = self.counting(own, ref, weight) - self.spread(factors)
        drawn += np.sqrt(np.maximum(beyond, 0))[:, None] * self.normal
        gap = np.abs(self.sides.mean_own - own - weight * (np.nan_to_num(self.sides.mean_ref) - ref))
        reach = self.standard * gap[:, None] * (1 - 1e-9)
        return (1 + (np.abs(drawn) >= reach - TINY).sum(axis=1)) / (1 + len(self.normal))

    def spread(self, factors: np.ndarray) -> np.ndarray:
        """Variance of the sums under flips: the scores squared, shape (outlets,)."""
        return np.einsum("rf,rfg,rg->r", factors, self.gram, factors)

    def counting(self, own: np.ndarray, ref: np.ndarray, weight: np.ndarray) -> np.ndarray:
        """Variance that counting alone leaves, of which clusters without a hit know nothing."""
        sides = self.sides
        return sides.noise(own, own=True) + weight**2 * sides.noise(ref, own=False)

    @cached_property
    def standard(self) -> np.ndarray:
        """How much narrower each draw is for the common level having been estimated, shape (rows, resamples) [2]_.

        References
        ----------
        .. [2] De Santis, R., Goeman, J. J., Hemerik, J., Davenport, S. and Finos, L. (2025). Inference in generalized
           linear models with robustness to misspecified variances. Journal of the American Statistical Association.
        """
        sides = self.sides
        alone = (self.gram[:, 1, 1] + self.gram[:, 3, 3]) * (sides.clusters_own + sides.clusters_ref)
        share = np.divide(1, alone, out=np.zeros_like(alone), where=sides.b_ref > 0)
        return np.sqrt(np.maximum(1 - share[:, None] * (self.sums[:, 1] - self.sums[:, 3]) ** 2, 0))

    def interval(self, null: Null, estimate: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Take all values of a difference (or a level) that are not rejected; both bounds have the shape (outlets,).

        Every draw rejects beyond two points, one on each side of the estimate, and the bounds are quantiles of these
        points; where few hits have fallen and counting adds to the variance, they are searched for.
        """
        low, high = self._crossings(null, estimate)
        active = self.sides.few(own=True) | self.sides.few(own=False)
        least, most = self.sides.range(levels=null is level_null)
        if active.any():
            part = self.of_rows(active)
            for bounds, limit, sign in ((low, least, -1), (high, most, 1)):
                bounds[active] = part._search(null, estimate[active], limit[active], sign)
        return np.maximum(low, least), np.minimum(high, most)

    def ratio_interval(self, centre: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Take all ratios of the levels that are not rejected; a side without a hit leaves 0 or infinity.

        Hits in fewer than six clusters reject nothing, whatever their signs: there the bound is that of counting.
        """
        logs, bounds = np.log(centre), []
        for sign in (-1, 1):
            found = self._search(_log_ratio_null, logs, np.full(len(logs), sign * FARTHEST), sign)
            bounds.append(np.exp(found))
        edge = np.exp(FARTHEST) * (1 - 1e-6)
        hits = (self.sides.mean_own > TINY) & (self.sides.mean_ref > TINY)
        below, above = self._counted(centre)
        low = np.where(bounds[0] < 1 / edge, np.where(hits, np.minimum(below, 1), 0), bounds[0])
        high = np.where(bounds[1] > edge, np.where(hits, np.maximum(above, 1), np.inf), bounds[1])
        return low, high

    def _counted(self, centre: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Bounds of the ratio from one side's hits among all, binomial, their number divided by a design effect [3]_.

        References
        ----------
        .. [3] Korn, E. L. and Graubard, B. I. (1998). Confidence intervals for proportions with small expected number
           of positive counts estimated from survey data. Survey Methodology 24, 193-201.
        """
        sides = self.sides
        own, ref, ones = sides.mean_own, np.nan_to_num(sides.mean_ref), np.ones_like(centre)
        read = [ratio(ones, hit * per) for hit, per in ((sides.hit_own, sides.per_own), (sides.hit_ref, sides.per_ref))]
        alone = own / read[0] + centre**2 * ref / read[1]
        effect = np.maximum(ratio(self.spread(np.stack([ones, -own, -centre, centre * ref], axis=1)), alone), 1)
        mine, theirs = own * read[0] / effect, ref * read[1] / effect
        shares = stats.beta.ppf(ALPHA / 2, mine, theirs + 1), stats.beta.ppf(1 - ALPHA / 2, mine + 1, theirs)
        low, high = (share / (1 - share) * read[1] / read[0] for share in shares)
        return low, high

    def of_rows(self, keep: np.ndarray) -> Flips:
        """Keep some rows."""
        return Flips(self.sides.of_rows(keep), self.sums[keep], self.gram[keep], self.normal)

    @classmethod
    def stack(cls, flips: list[Flips]) -> Flips:
        """Put the rows of several series one below the other, so that all are tested at once."""
        sums, gram = (np.concatenate([getattr(one, name) for one in flips]) for name in ("sums", "gram"))
        return cls(Sides.stack([one.sides for one in flips]), sums, gram, flips[0].normal)

    def _crossings(self, null: Null, estimate: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Bounds from the two values at which each draw is as far out as what was seen; scores are linear in it."""
        zero = np.zeros(len(estimate))
        terms = []
        for value in (zero, zero + 1):
            own, ref, weight = _unclipped(null, self, value)
            factors = np.stack([np.ones_like(own), -own, -weight, weight * ref], axis=1)
            terms.append(np.einsum("rf,rfk->rk", factors, self.sums))
        at_zero, slope = terms[0], terms[0] - terms[1]
        reach = self.standard
        seen = reach * estimate[:, None]
        with np.errstate(divide="ignore", invalid="ignore"):
            points = np.stack([(seen - at_zero) / (reach - slope), (seen + at_zero) / (reach + slope)])
        never = np.minimum(reach - slope, reach + slope) < 1e-9
        below, above = np.where(never, -np.inf, points.min(axis=0)), np.where(never, np.inf, points.max(axis=0))
        rank = max(1, int(np.floor(ALPHA * (1 + len(self.normal)) + 1e-9))) - 1
        low = np.partition(below, rank, axis=1)[:, rank]
        high = -np.partition(-above, rank, axis=1)[:, rank]
        slack = 1e-9 * (1e-3 + np.abs(estimate))  # a draw that ties with what was seen is not beyond it
        return np.minimum(low, estimate) - slack, np.maximum(high, estimate) + slack

    def _search(self, null: Null, start: np.ndarray, limit: np.ndarray, sign: int) -> np.ndarray:
        """Search outwards from an estimate for the last value that is not rejected, up to a limit.

        A contrast of 0 is on the side of the bound that its own p-value says, however uneven the way there.
        """
        held = self.p_value(null, np.zeros(len(start))) > ALPHA
        beyond = sign * start < 0
        if null is not level_null:
            limit = np.where(beyond & ~held, 0, limit)
        step = np.sqrt(np.maximum(self._width(), TINY)) if null is not _log_ratio_null else np.full(len(start), 0.5)
        inside, outside, done = start.copy(), start.copy(), np.zeros(len(start), bool)
        for _ in range(60):
            reached = np.where(done, outside, start + sign * step)
            reached = np.minimum(reached, limit) if sign > 0 else np.maximum(reached, limit)
            outside = np.where(done, outside, reached)
            rejected = self.p_value(null, outside) <= ALPHA
            ended = ~rejected & (outside == limit)
            inside = np.where(done | rejected, inside, outside)
            done |= rejected | ended
            step = step * 2
            if done.all():
                break
        for _ in range(STEPS):
            middle = (inside + outside) / 2
            rejected = self.p_value(null, middle) <= ALPHA
            inside, outside = np.where(rejected, inside, middle), np.where(rejected, middle, outside)
        return inside if null is level_null else np.where(beyond & held & (sign * inside < 0), 0, inside)

    def _width(self) -> np.ndarray:
        sides = self.sides
        ones = np.stack(
            [np.ones(len(sides.b_own)), -sides.mean_own, -np.ones(len(sides.b_own)), sides.mean_ref], axis=1
        )
        one_hit = sides.noise(np.maximum(sides.mean_own, sides.hit_own / np.maximum(sides.b_own, 1)), own=True)
        return self.spread(np.nan_to_num(ones)) + one_hit


def level_null(flips: Flips, value: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Say that the level of the outlet is the value; there is no reference."""
    return value, np.zeros_like(value), np.zeros_like(value)


def difference_null(flips: Flips, value: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Say that the outlet lies so far above the reference, whose level fits both sides best."""
    sides, ref = flips.sides, _common(flips, value)
    few = _few_on_either(sides)
    if few.any():
        ref[few] = sides.of_rows(few).likeliest(value[few])
    return ref + value, ref, np.ones_like(value)


def _log_ratio_null(flips: Flips, value: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    sides, times = flips.sides, np.exp(value)
    rates = sides.rate_own * sides.clusters_own / times + sides.rate_ref * sides.clusters_ref
    ref = rates / (sides.clusters_own + sides.clusters_ref)
    total = sides.mean_own * sides.b_own + sides.mean_ref * sides.b_ref
    ref = np.where(_few_on_either(sides), total / (times * sides.b_own + sides.b_ref), ref)
    return times * ref, ref, times


def _few_on_either(sides: Sides) -> np.ndarray:
    return (sides.few(own=True) | sides.few(own=False)) & (sides.hit_own > 0) & (sides.hit_ref > 0)


def _common(flips: Flips, value: np.ndarray) -> np.ndarray:
    """Mean of the clusters' own levels, each once: a single article with most of the evidence must not judge itself."""
    sides = flips.sides
    rates = (sides.rate_own - value) * sides.clusters_own + sides.rate_ref * sides.clusters_ref
    return rates / (sides.clusters_own + sides.clusters_ref)


def _unclipped(null: Null, flips: Flips, value: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    if null is level_null:
        return level_null(flips, value)
    ref = _common(flips, value)
    return ref + value, ref, np.ones_like(value)


def ratios(sides: Sides, flips: Flips) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Give the ratio of the levels of each row and its interval; the flips are of the rows with clusters enough."""
    found, missing = sides.ratio(), np.full(len(sides.mean_own), np.nan)
    low, high, known = missing.copy(), missing.copy(), sides.enough & np.isfinite(found)
    low[known], high[known] = flips.of_rows(known[sides.enough]).ratio_interval(found[known])
    return found, low, high


def flip(sides: Sides, *, resamples: int, seed: int) -> Flips:
    """Throw the signs of a series' clusters anew, again and again.

    Parameters
    ----------
    sides : Sides
        Of one series.
    resamples, seed : int
        Every series starts from the seed, and draws for the clusters that have evidence of it: other series in the same
        table move nothing.

    Returns
    -------
    Flips
        Of the outlets that have clusters enough on both sides.
    """
    sides = sides.of_rows(sides.enough)
    outlets, _, clusters = sides.parts.shape
    rng = np.random.default_rng(seed)
    normal = rng.standard_normal(resamples)
    flat = sides.parts.reshape(4 * outlets, clusters)
    matrix = flat if np.count_nonzero(flat) > DENSE * flat.size else sparse.csr_array(flat)
    drawn = [np.zeros((len(flat), 0 if outlets else resamples))]
    for size in chunks(resamples if outlets else 0, clusters):
        signs = rng.integers(0, 2, (clusters, size), dtype=np.int8) * 2.0 - 1.0
        drawn.append(matrix @ signs)
    sums = np.concatenate(drawn, axis=1).reshape(outlets, 4, resamples)
    gram = np.einsum("rfc,rgc->rfg", sides.parts, sides.parts)
    return Flips(sides.without_parts(), sums, gram, normal)
