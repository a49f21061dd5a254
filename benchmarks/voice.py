"""Voice against hand codes: accuracy, macro-F1, confusion, agreement of the coders, and a baseline beside ours.

Usage: python benchmarks/voice.py GOLD.json --corpus NewsArticles.csv [--resamples 2000]

The gold file is a list of items with id, article_id, start, end (offsets in the corpus row's `text`), label, `majority`
and the codes of single coders (`coder_1`, …), each with form, voice, source, source_type. Texts are read as they are,
with no cleaning, since offsets refer to the raw text. Intervals are percentiles over articles drawn with replacement.
"""

from __future__ import annotations

import argparse
import json
import os
import time
from pathlib import Path

import numpy as np
import pandas as pd

from framing.annotation.voice.voice import find_voice
from framing.corpus.corpus import Corpus
from framing.schema import FOLD, VOICES

SCORED = VOICES[:4]


def read_items(path: Path) -> pd.DataFrame:
    """Read gold items: one row an item, columns of the majority and of each coder (`coder_1.voice`, …)."""
    return pd.json_normalize(json.loads(path.read_text(encoding="utf-8")))


def read_texts(path: Path, items: pd.DataFrame) -> pd.DataFrame:
    """Read the articles of the items from the corpus, as they are."""
    rows = pd.read_csv(path, dtype=str, keep_default_na=False)
    rows = rows[rows["article_id"].isin(items["article_id"])].reset_index(drop=True)
    words = rows["text"].str.split().str.len()
    return pd.DataFrame(
        {
            "article_id": rows["article_id"],
            "outlet_id": "unknown",
            "headline": rows["title"],
            "body": rows["text"],
            "n_words": words,
        }
    )


def code_ours(articles: pd.DataFrame, items: pd.DataFrame) -> pd.DataFrame:
    """Code the items with `find_voice`."""
    spans = items[["id", "article_id", "start", "end"]].assign(part="body")
    return find_voice(Corpus("gold", articles), spans).set_index("id")[["form", "voice", "source_type", "source_text"]]


def code_baseline(articles: pd.DataFrame, items: pd.DataFrame) -> pd.DataFrame:
    """Code by straight double marks alone: quoted inside them, scare when four words or fewer, else the outlet's."""
    bodies = dict(zip(articles["article_id"], articles["body"], strict=True))
    voices = []
    for item in items.itertuples():
        before, after = bodies[item.article_id][: item.start], bodies[item.article_id][item.end :]
        inside = before.count('"') % 2 == 1
        words = (before[before.rfind('"') + 1 :] + item.label + after[: max(0, after.find('"'))]).split()
        voices.append("outlet" if not inside else "scare" if len(words) <= 4 else "quoted")
    return pd.DataFrame({"form": "noun", "voice": voices, "source_type": None}, index=pd.Index(items["id"]))


def macro_f1(gold: np.ndarray, coded: np.ndarray) -> float:
    """Mean F1 over outlet, quoted, reported and scare."""
    scores = []
    for voice in SCORED:
        right = ((gold == voice) & (coded == voice)).sum()
        wrong = ((gold == voice) != (coded == voice)).sum()
        scores.append(2 * right / (2 * right + wrong) if right else 0.0)
    return float(np.mean(scores))


def measures(table: pd.DataFrame) -> dict[str, float]:
    """Score coded items (columns gold_voice, voice, gold_form, form, gold_type, source_type)."""
    named = table[table["gold_form"] != "other"]
    gold, coded = named["gold_voice"].to_numpy(object), named["voice"].to_numpy(object)
    typed = named[(gold == coded) & (gold != "outlet") & named["gold_type"].notna().to_numpy()]
    folded = pd.Series(gold).map(FOLD).to_numpy() == pd.Series(coded).map(FOLD).to_numpy()
    return {
        "voice accuracy": float((gold == coded).mean()),
        "voice macro-F1": macro_f1(gold, coded),
        "outlet, source or distanced": float(folded.mean()),
        "form accuracy": float((table["gold_form"] == table["form"]).mean()),
        "source type accuracy": float((typed["gold_type"] == typed["source_type"]).mean()) if len(typed) else np.nan,
    }


def intervals(table: pd.DataFrame, resamples: int, seed: int = 0) -> dict[str, tuple[float, float]]:
    """Draw articles with replacement and give the middle 95 % of each measure."""
    random = np.random.default_rng(seed)
    rows = list(table.groupby("article_id", sort=False).indices.values())
    drawn = []
    for _ in range(resamples):
        chosen = np.concatenate([rows[i] for i in random.integers(0, len(rows), len(rows))])
        drawn.append(measures(table.iloc[chosen]))
    limits = pd.DataFrame(drawn).quantile([0.025, 0.975])
    return {name: (limits[name].iloc[0], limits[name].iloc[1]) for name in limits}


def beside(items: pd.DataFrame, coded: pd.DataFrame) -> pd.DataFrame:
    """Put gold codes and codes side by side."""
    table = coded.reset_index(drop=True)
    gold = items[["majority.voice", "majority.form", "majority.source_type"]]
    gold.columns = pd.Index(["gold_voice", "gold_form", "gold_type"])
    return pd.concat([items[["id", "article_id", "start"]], gold, table], axis=1)


def coders(items: pd.DataFrame) -> str:
    """Tell how far single coders agree with the first on voice."""
    lines = []
    for name in ("coder_2", "coder_3"):
        if f"{name}.voice" not in items:
            continue
        both = items[items[f"{name}.voice"].notna() & (items["coder_1.form"] != "other")]
        first, second = both["coder_1.voice"].to_numpy(object), both[f"{name}.voice"].to_numpy(object)
        if len(both):
            accuracy, f1 = (first == second).mean(), macro_f1(first, second)
            lines.append(f"{name} against coder_1: accuracy {accuracy:.3f}, macro-F1 {f1:.3f} ({len(both)} items)")
    return "\n".join(lines)


def main() -> None:
    """Print the scores of the rules and of the baseline."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", type=Path)
    parser.add_argument("--corpus", type=Path, default=os.environ.get("NEWS2017"), help="CSV; default: $NEWS2017")
    parser.add_argument("--resamples", type=int, default=2000)
    parser.add_argument("--errors", action="store_true", help="list the items coded differently, by id and offset")
    given = parser.parse_args()
    if given.corpus is None:
        parser.error("give --corpus or set NEWS2017")
    items = read_items(given.gold)
    articles = read_texts(Path(given.corpus), items)
    started = time.perf_counter()
    ours = beside(items, code_ours(articles, items))
    seconds = time.perf_counter() - started
    print(f"{len(items)} items in {len(articles)} articles, {seconds:.1f} s with attributions")
    limits = intervals(ours, given.resamples)
    baseline = measures(beside(items, code_baseline(articles, items)))
    for name, value in measures(ours).items():
        low, high = limits[name]
        print(f"{name:30} {value:.3f} [{low:.3f}, {high:.3f}]   baseline {baseline[name]:.3f}")
    named = ours[ours["gold_form"] != "other"]
    print("\nrows: coders, columns: rules\n", pd.crosstab(named["gold_voice"], named["voice"]), sep="")
    print("\n" + coders(items))
    if given.errors:
        wrong = named[named["gold_voice"] != named["voice"]]
        print("\n", wrong[["id", "article_id", "start", "gold_voice", "voice"]].to_string(index=False), sep="")


if __name__ == "__main__":
    main()
