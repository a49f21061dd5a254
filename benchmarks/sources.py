"""Who speaks a quotation: speaker, source and type of source against reference quotations, with bootstrap intervals.

    python benchmarks/sources.py QUOTES_JSON NEWS_CSV [--misses]

QUOTES_JSON holds coded quotations (article_id, start, end in the article's text, and the codes of one or two coders);
NEWS_CSV is NewsArticles.csv of the collection news-2017. A speaker is right when the last word of the coded name stands
in the predicted one. Intervals resample quotations.
"""

import argparse
import json
import re
import time
import unicodedata
from pathlib import Path

import numpy as np
import pandas as pd

from framing.annotation.attributions import find_attributions
from framing.annotation.description import describe_relations
from framing.annotation.quotations import find_quotations
from framing.annotation.tokens import tokenize

SMALL = {"the", "a", "mr", "ms", "mrs", "dr"}


def name_words(name: str | None) -> list[str]:
    """Plain lower-case words of a name."""
    plain = unicodedata.normalize("NFKD", name or "").encode("ascii", "ignore").decode().lower()
    return [word for word in re.findall(r"\w+", plain) if word not in SMALL]


def same_name(coded: str | None, predicted: str | None) -> bool:
    """Whether the last word of the coded name, or all its words, stand in the predicted one."""
    gold, found = name_words(coded), name_words(predicted)
    return bool(gold and found and (gold[-1] in found or set(gold) <= set(found)))


def judge(items: list[dict], relations: pd.DataFrame, contents: pd.DataFrame, coder: str) -> pd.DataFrame:
    """One row a quotation: was it found, are speaker, source and type right (missing where the coder gave none)."""
    by_article = dict(list(contents.groupby("article_id")))
    rows = []
    for item in items:
        code = item[coder]
        if not code["is_quote"] or not code["speaker"]:
            continue
        spans = by_article.get(item["article_id"], contents.iloc[:0])
        overlap = np.minimum(spans["end"], item["end"]) - np.maximum(spans["start"], item["start"])
        hit = len(spans) > 0 and overlap.max() >= 0.5 * (item["end"] - item["start"])
        row = relations.loc[spans.loc[overlap.idxmax(), "relation"]] if hit else {}
        speaker, source = (None if pd.isna(row.get(k)) else row.get(k) for k in ("speaker", "source_text"))
        typed = row.get("source_type") == code["source_type"] if code["source_type"] else np.nan
        rows.append(
            {
                "id": item["id"],
                "outlet": item["outlet"],
                "found": hit,
                "speaker": same_name(code["speaker"], speaker) or same_name(code["speaker"], source),
                "resolved": same_name(code["speaker"], speaker),
                "source": same_name(code["source"] or code["speaker"], source),
                "type": typed,
                "coded": f"{code['speaker']} / {code['source_type']}",
                "predicted": f"{speaker} / {row.get('source_type')}",
            }
        )
    return pd.DataFrame(rows)


def interval(right: pd.Series, *, resamples: int = 2000, seed: int = 0) -> str:
    """Mean and its 95 % bootstrap interval over quotations."""
    values = right.dropna().to_numpy(float)
    draws = np.random.default_rng(seed).integers(0, len(values), (resamples, len(values)))
    low, high = np.quantile(values[draws].mean(axis=1), [0.025, 0.975])
    return f"{values.mean():.3f} [{low:.3f}, {high:.3f}] (n = {len(values)})"


def main() -> None:
    """Print the figures of each coder, and of one coder against the other."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("quotes", type=Path)
    parser.add_argument("news", type=Path)
    parser.add_argument("--misses", action="store_true", help="list the quotations that are wrong")
    args = parser.parse_args()
    items = json.loads(args.quotes.read_text(encoding="utf-8"))
    news = pd.read_csv(args.news, keep_default_na=False, dtype={"article_id": str})
    news = news[news["article_id"].isin({item["article_id"] for item in items})]
    tokens = tokenize(pd.DataFrame({"article_id": news["article_id"], "headline": "", "body": news["text"]}))
    found = find_attributions(tokens, find_quotations(tokens))
    describe_relations(tokens, found.relations, found.spans)  # lexicons and weights are read once
    started = time.process_time()
    described = describe_relations(tokens, found.relations, found.spans)
    speed = tokens.is_word.sum() / (time.process_time() - started)
    relations = described.set_axis(found.relations["relation"])
    spans = found.spans[found.spans["role"] == "content"]
    contents = tokens.table(spans["first"], spans["last"]).assign(relation=spans["relation"].to_numpy())
    print(f"{len(news)} articles, {len(described)} relations; {speed:,.0f} words/s of this step alone")
    for coder in ("coder_1", "coder_2"):
        rows = judge(items, relations, contents, coder)
        print(f"\n{coder}")
        for name in ("found", "speaker", "resolved", "source", "type"):
            print(f"  {name:9}{interval(rows[name])}")
        if args.misses:
            wrong = rows[~rows["speaker"] | (rows["type"] == 0)]
            print(wrong[["id", "outlet", "coded", "predicted"]].to_string(index=False))
    both = [
        i for i in items if i["coder_1"]["is_quote"] and i["coder_1"]["source_type"] and i["coder_2"]["source_type"]
    ]
    agreed = pd.Series([i["coder_1"]["source_type"] == i["coder_2"]["source_type"] for i in both])
    print(f"\ncoders agree on the type: {interval(agreed)}")


if __name__ == "__main__":
    main()
