"""Voice against hand codes: accuracy, macro-F1, confusion, agreement of the coders, and a baseline beside ours.

Usage: python benchmarks/voice.py GOLD.json --corpus NEWS.csv HONGKONG.jsonl POLNEAR/text [--models fast accurate]

The gold file is a list of items with id, article_id, corpus (news unless it says otherwise), start, end (offsets in the
article's text), label, `majority` or the codes of single coders (`coder_1`, …), each with form, voice, source,
source_type. Texts are read as they are, with no cleaning, since offsets refer to the raw text. Each corpus is told by
itself, for each model. Intervals are percentiles over articles drawn with replacement. Results stand in voice.md.
"""

from __future__ import annotations

import argparse
import json
import time
from pathlib import Path

import numpy as np
import pandas as pd

from framing.annotation.attributions import attribution_tables, find_attributions
from framing.annotation.quotations.spans import with_arrays
from framing.annotation.voice.voice import find_voice
from framing.corpus.corpus import Corpus
from framing.lexicon import read_lexicon
from framing.schema import FOLD, VOICES

SCORED = VOICES[:4]


def read_items(path: Path) -> pd.DataFrame:
    """Read gold items: one row an item, columns of the majority and of each coder (`coder_1.voice`, …)."""
    items = json.loads(path.read_text(encoding="utf-8"))
    table = pd.json_normalize([item | {"majority": item.get("majority", item["coder_1"])} for item in items])
    table["corpus"] = table.get("corpus", "news")
    return table.assign(article_id=table["corpus"] + ":" + table["article_id"])


def read_texts(paths: list[Path], items: pd.DataFrame) -> pd.DataFrame:
    """Read the articles of the items from the corpora: a CSV of news, a .jsonl of Hong Kong, a folder of PolNeAR."""
    rows: list[tuple[str, str, str, str]] = []
    for path in paths:
        if path.suffix == ".csv":
            table = pd.read_csv(path, dtype=str, keep_default_na=False)
            links = table["article_source_link"].str.extract(r"//(?:www\.)?([^/]+)", expand=False).fillna("")
            rows += [
                (f"news:{r.article_id}", r.title, r.text, host)
                for r, host in zip(table.itertuples(), links, strict=True)
            ]
        elif path.suffix == ".jsonl":
            for r in map(json.loads, path.read_text("utf-8").splitlines()):
                if "title" in r:
                    rows.append((f"hongkong:{r['article_id']}", r["title"], r["text"], r["outlet"]))
                else:
                    rows.append((f"collection:{r['article_id']}", r["headline"], r["body"], r["outlet_id"]))
        else:
            rows += [
                (f"polnear:{p.stem}", "", p.read_bytes().decode(), p.stem.split("_")[0])
                for p in sorted(path.glob("*.txt"))
            ]
    texts = pd.DataFrame(rows, columns=["article_id", "headline", "body", "outlet"])
    texts = texts[texts["article_id"].isin(items["article_id"])].reset_index(drop=True)
    return texts.assign(outlet_id="unknown", n_words=texts["body"].str.split().str.len())


def code_ours(articles: pd.DataFrame, items: pd.DataFrame, model: str) -> pd.DataFrame:
    """Code the items with `find_voice`, on the attributions of a model."""
    corpus = with_arrays(Corpus("gold", articles))
    relations = find_attributions(corpus.tokens, corpus.quotations, model=model)
    attributions, pieces = attribution_tables(corpus.tokens, relations)
    corpus = corpus.with_(attributions=attributions, attribution_spans=pieces, codebook=read_lexicon("protest"))
    spans = items[["id", "article_id", "start", "end"]].assign(part="body")
    return find_voice(corpus, spans, model=model).set_index("id")[["form", "voice", "source_type", "source_text"]]


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
    """Print the scores of each model and of the baseline, corpus by corpus."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", type=Path)
    parser.add_argument("--corpus", type=Path, nargs="+", required=True)
    parser.add_argument("--models", nargs="+", default=["fast"])
    parser.add_argument("--resamples", type=int, default=2000)
    parser.add_argument("--errors", action="store_true", help="list the items coded differently, by id and offset")
    given = parser.parse_args()
    every = read_items(given.gold)
    texts = read_texts(given.corpus, every)
    for name, part in every.groupby("corpus"):
        items = part.reset_index(drop=True)
        articles = texts[texts["article_id"].isin(items["article_id"])].reset_index(drop=True)
        baseline = measures(beside(items, code_baseline(articles, items)))
        for model in given.models:
            started = time.perf_counter()
            ours = beside(items, code_ours(articles, items, model))
            seconds = time.perf_counter() - started
            print(f"\n{name}, {model}: {len(items)} items, {len(articles)} articles, {seconds:.1f} s with attributions")
            limits = intervals(ours, given.resamples)
            for measure, value in measures(ours).items():
                low, high = limits[measure]
                print(f"{measure:30} {value:.3f} [{low:.3f}, {high:.3f}]   baseline {baseline[measure]:.3f}")
            named = ours[ours["gold_form"] != "other"]
            print("rows: coders, columns: the judge\n", pd.crosstab(named["gold_voice"], named["voice"]), sep="")
            if given.errors:
                wrong = named[named["gold_voice"] != named["voice"]]
                print(wrong[["id", "article_id", "start", "gold_voice", "voice"]].to_string(index=False))
    print("\n" + coders(every))


if __name__ == "__main__":
    main()
