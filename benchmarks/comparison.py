"""How long `compare` takes: 1 million mentions, 10 outlets, 20 measures, 2,000 resamples, on one core.

python benchmarks/comparison.py [--articles 50000] [--resamples 2000]
"""

import argparse
import os
import resource
import time

for name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[name] = "1"

import numpy as np  # noqa: E402 (threads are counted when numpy is loaded)
import pandas as pd  # noqa: E402

from framing.comparison.contrasts import compare  # noqa: E402


def make_tables(n_articles: int, *, mentions: int, measures: int, outlets: int) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Invent articles, a third of them in stories, and scores that rest on a number of mentions in all."""
    rng = np.random.default_rng(0)
    story = rng.integers(0, n_articles // 6, n_articles)
    matched = rng.random(n_articles) < 1 / 3
    articles = pd.DataFrame(
        {
            "article_id": pd.Series([f"a{i:06d}" for i in range(n_articles)], dtype="str"),
            "outlet_id": pd.Series([f"outlet{i}" for i in rng.integers(0, outlets, n_articles)], dtype="str"),
            "story_id": pd.Series(np.where(matched, np.char.add("s", story.astype(str)), None), dtype="str"),
        }
    )
    n = rng.poisson(mentions / (n_articles * measures), n_articles * measures).astype(float)
    value = np.where(n > 0, rng.binomial(n.astype(int), 0.3) / np.maximum(n, 1), np.nan)
    scores = pd.DataFrame(
        {
            "article_id": articles["article_id"].repeat(measures).reset_index(drop=True),
            "measure": pd.Series(np.tile([f"m{i:02d}" for i in range(measures)], n_articles), dtype="str"),
            "target": pd.Series("all", index=range(len(n)), dtype="str"),
            "voice": pd.Series("outlet", index=range(len(n)), dtype="str"),
            "value": value,
            "n": n,
        }
    )
    return scores, articles


def main() -> None:
    """Print seconds and peak memory."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=50_000)
    parser.add_argument("--mentions", type=int, default=1_000_000)
    parser.add_argument("--measures", type=int, default=20)
    parser.add_argument("--outlets", type=int, default=10)
    parser.add_argument("--resamples", type=int, default=2000)
    parser.add_argument("--reference", default="rest")
    given = parser.parse_args()
    scores, articles = make_tables(
        given.articles, mentions=given.mentions, measures=given.measures, outlets=given.outlets
    )
    begun, worked = time.perf_counter(), time.process_time()
    table = compare(scores, articles, reference=given.reference, resamples=given.resamples)
    seconds, worked = time.perf_counter() - begun, time.process_time() - worked
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2
    print(
        f"{scores['n'].sum():,.0f} mentions in {given.articles:,} articles, {len(table)} contrasts: "
        f"{seconds:.1f} s ({worked:.1f} s of one core), peak {peak:.2f} GB"
    )


if __name__ == "__main__":
    main()
