"""Put known faults into the source, one at a time, and see which test goes red: `python tools/put_faults.py [WORD]`.

Run it in a clean checkout: every file is put back as it was, and a fault whose line is no longer there is told.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

HOME = Path(__file__).parents[1] / "src" / "framing"
TESTS = HOME.parents[1] / "tests"
FLIPS, LOST = "comparison/resampling/test_flips.py", "test_nothing_is_lost.py"
INFLUENCE, SENTENCES = "comparison/checks/test_influence.py", "display/pages/test_tables.py"
CONFORMANCE, ARCHITECTURE = "scoring/test_conformance.py", "test_architecture.py"
DRAWS, CONTRASTS = "comparison/resampling/test_resampling.py", "comparison/test_contrasts.py"
FAULTS = (
    ("p-values are not adjusted", "comparison/resampling/draws.py",
     'stats.false_discovery_control(p_values[known], method="bh")', "p_values[known]", CONTRASTS),
    ("the seed of draws is ignored", "comparison/resampling/flips.py",
     "rng = np.random.default_rng(seed)", "rng = np.random.default_rng(0)", FLIPS),
    ("the seed of keyness is ignored", "comparison/words/keyness.py", "seed=seed + number", "seed=number",
     "comparison/words/test_keyness.py"),
    ("shared stories are ignored", "comparison/resampling/cells.py", "if pair is None:\n        return", "if True:\n        return", FLIPS),
    ("few clusters do not widen an interval", "comparison/resampling/draws.py", "clusters - 1) * widen)",
     "clusters - 1))", DRAWS),
    ("the estimated level does not widen", "comparison/resampling/flips.py", "np.sqrt(np.maximum(1 - share[:, None]",
     "np.sqrt(np.maximum(1 - 0 * share[:, None]", FLIPS),
    ("no evidence is a mean of 0", "comparison/resampling/sides.py", "empty: float = np.nan", "empty: float = 0.0", FLIPS),
    ("a verdict ignores the interval", "comparison/contrasts.py", "(adjusted <= level) & apart", "(adjusted <= level)", CONTRASTS),
    ("folds leak stories", "comparison/checks/separability.py", "split.split(np.zeros(len(y)), y, groups)",
     "split.split(np.zeros(len(y)), y, np.arange(len(y)))", "comparison/checks/test_separability.py"),
    ("repeats across outlets are not seen", "corpus/repeats/duplicates.py", "min(outlet_id) < max(outlet_id) AS foreign",
     "FALSE AS foreign", LOST),
    ("repeats across outlets are one outlet's", "corpus/repeats/duplicates.py", "telling b USING (hash, outlet_id)",
     "telling b USING (hash)", LOST),
    ("the story window is ignored", "corpus/stories/grouping.py", "group_articles(tables, threshold=threshold, window=window)",
     "group_articles(tables, threshold=threshold, window=10**6)", LOST),
    ("the pipeline never groups stories", "pipeline.py", "stories, story_of = group_articles(known)", "pass", LOST),
    ("an emptied document vanishes", "corpus/reading.py",
     "left_out = pd.concat([left_out, emptied(articles[empty])], ignore_index=True)", "pass", LOST),
    ("confidence is turned round", "annotation/attribution/confidence.py", "np.exp(-certainty", "np.exp(certainty", LOST),
    ("the codebook loses its name", "results.py",
     'replace(read_lexicon(path / "codebook"), name=manifest["codebook"]["name"])', 'read_lexicon(path / "codebook")', LOST),
    ("counting adds nothing", "comparison/resampling/sides.py", "FEW_HITS = 10", "FEW_HITS = -1", FLIPS),
    ("what is counted is guessed", "comparison/resampling/cells.py", 'if "counts" in scores:', "if False:", FLIPS),
    ("a common factor is taken for a hit", "comparison/resampling/cells.py",
     'return "share" if share else "rate" if rate else None', 'return "rate"', FLIPS),
    ("few hits leave a ratio open", "comparison/resampling/flips.py", "np.where(hits, np.minimum(below, 1), 0)", "0", FLIPS),
    ("levels have ratios of their own", "comparison/levels.py", "unpaired_sides(block[at], REST)",
     "unpaired_sides(block[at], 0)", FLIPS),
    ("a mean of hits is no count", "scoring/measures/stance.py", "hits=True,", "hits=False,", CONFORMANCE),
    ("every outlet stays in the rest", "comparison/checks/influence.py", "fewer = chosen[chosen[study.by] != name]",
     "fewer = chosen", INFLUENCE),
    ("the lightest article is left out", "comparison/checks/influence.py", "np.argmax(np.nan_to_num(moved, nan=np.inf))",
     "np.argmin(np.nan_to_num(moved, nan=np.inf))", INFLUENCE),
    ("articles do not weigh alike", "comparison/checks/influence.py", 'weight="article").assign(check=ALIKE)',
     'weight="evidence").assign(check=ALIKE)', INFLUENCE),
    ("the threshold of stories is ignored", "comparison/checks/influence.py", "find_stories(articles, threshold=threshold)",
     "find_stories(articles, threshold=0.25)", INFLUENCE),
    ("a finding holds on either side", "comparison/checks/influence.py", 'np.where(side > 0, table["ci_low"] > 0, table["ci_high"] < 0)',
     '(table["ci_low"] > 0) | (table["ci_high"] > 0)', INFLUENCE),
    ("what vanishes is said to lie in the coverage", "comparison/checks/survival.py", '(used["matched_by"] == "hand").all()',
     "True", "comparison/checks/test_survival.py"),
    ("sentences have a verdict of their own", "display/pages/tables.py", 'comparisons["verdict"] == "differs"]',
     'comparisons["ci_low"] * comparisons["ci_high"] > 0]', SENTENCES),
    ("titles have a verdict of their own", "display/figures/findings.py", 'sure = sure[sure["verdict"] == "differs"]', "pass",
     "display/figures/test_figures.py"),
    ("rates are told as differences alone", "display/figures/findings.py", 'row.get("counts") != "rate"', "True", SENTENCES),
    ("annotation hangs on threads", "annotation/annotate.py", '@threadpool_limits.wrap(limits=1, user_api="blas")', "",
     "test_provenance.py"),
    ("results hang on the version alone", "pipeline.py", '"made_by": fingerprint(),', "", "test_provenance.py"),
    ("pickle comes in by another name", "errors.py", "class FramingError", "from pickle import loads\n\n\nclass FramingError", ARCHITECTURE),
    ("yaml is loaded unsafely", "errors.py", "class FramingError",
     "import yaml\n\nyaml.load('', Loader=yaml.UnsafeLoader)\n\n\nclass FramingError", ARCHITECTURE),
    ("eval comes in by another name", "errors.py", "class FramingError", "import builtins\n\nbuiltins.eval('1')\n\n\nclass FramingError",
     ARCHITECTURE),
)  # fmt: skip


def main() -> None:
    """Put in every fault whose name holds the word, and print the first test that goes red."""
    wanted = sys.argv[1] if len(sys.argv) > 1 else ""
    for name, place, right, wrong, test in FAULTS:
        if wanted not in name:
            continue
        path = HOME / place
        source = path.read_text(encoding="utf-8")
        if right not in source:
            print(f"{name}: the line is not in {place} any more")
            continue
        try:
            path.write_text(source.replace(right, wrong, 1), encoding="utf-8")
            command = [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", str(TESTS / test)]
            ended = subprocess.run(command, capture_output=True, text=True, check=False, cwd=HOME.parents[1])
        finally:
            path.write_text(source, encoding="utf-8")
        red = [line for line in ended.stdout.splitlines() if line.startswith(("FAILED", "ERROR"))]
        print(f"{name}: {red[0] if red else 'NO TEST GOES RED'}", flush=True)


if __name__ == "__main__":
    main()
