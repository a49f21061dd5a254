"""Who speaks a quotation: speaker, source and type of source against reference quotations, with bootstrap intervals.

    python benchmarks/sources.py CODES ARTICLES [--half first] [--by outlet] [--misses]

CODES is a .csv with a row a quotation (article_id, start, end in the article's text, speaker, source_type; perhaps
source, is_quote, half), such as benchmarks/sources_codes.csv or data/raw/january/codings_quotations.csv, or a .json
list of quotations with the codes of one or two coders. ARTICLES is NewsArticles.csv of the collection news-2017 or a
collection's articles.jsonl. A speaker is right when the last word of the coded name, or all its words, stand in the
predicted one or in the words of the source. Intervals resample quotations.
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
from framing.annotation.quotations.spans import find_quotations
from framing.annotation.sources.description import describe_relations
from framing.annotation.text.tokens import Tokens, tokenize

SMALL = {"the", "a", "mr", "ms", "mrs", "dr"}
MEASURES = ("found", "speaker", "resolved", "source", "type")


def read_codes(path: Path) -> dict[str, pd.DataFrame]:
    """Codes of each coder: article_id, start, end, is_quote, source, speaker, source_type; missing where not coded."""
    if path.suffix == ".csv":
        table = pd.read_csv(path, dtype={"article_id": str}, keep_default_na=False)
        table = table.rename(columns={"source_text": "source"})
        table = table[table["part"] == "body"] if "part" in table else table
        return {"coder": table.assign(is_quote=table.get("is_quote", 1))}
    items = json.loads(path.read_text(encoding="utf-8"))
    coders = [name for name in ("coder_1", "coder_2") if name in items[0]]
    place = ("article_id", "start", "end")
    return {name: pd.DataFrame([{k: i[k] for k in place} | i[name] for i in items]).fillna("") for name in coders}


def read_articles(path: Path) -> pd.DataFrame:
    """Articles with their outlet; of news-2017 the text as it stands in the file, without headline."""
    if path.suffix == ".jsonl":
        table = pd.DataFrame([json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()])
        return table.assign(outlet=table["outlet_id"])
    table = pd.read_csv(path, keep_default_na=False, dtype={"article_id": str})
    outlets = pd.read_csv(path.with_name("outlets.csv"))
    hosts = {host: row.name for row in outlets.itertuples() for host in row.host.split()}
    outlet = table["article_source_link"].str.extract(f"({'|'.join(map(re.escape, hosts))})", expand=False)
    return pd.DataFrame(
        {"article_id": table["article_id"], "headline": "", "body": table["text"], "outlet": outlet.map(hosts)}
    )


def name_words(name: str | None) -> list[str]:
    """Plain lower-case words of a name."""
    plain = unicodedata.normalize("NFKD", name or "").encode("ascii", "ignore").decode().lower()
    return [word for word in re.findall(r"\w+", plain) if word not in SMALL]


def same_name(coded: str | None, predicted: str | None) -> bool:
    """Whether the last word of the coded name, or all its words, stand in the predicted one."""
    gold, found = name_words(coded), name_words(predicted)
    return bool(gold and found and (gold[-1] in found or set(gold) <= set(found)))


def judge(codes: pd.DataFrame, relations: pd.DataFrame, contents: pd.DataFrame) -> pd.DataFrame:
    """One row a quotation with a coded speaker: found, and speaker, source, type right (missing where not coded)."""
    by_article = dict(list(contents.groupby("article_id")))
    rows = []
    for code in codes[(codes["is_quote"] == 1) & (codes["speaker"] != "")].itertuples():
        spans = by_article.get(code.article_id, contents.iloc[:0])
        overlap = np.minimum(spans["end"], code.end) - np.maximum(spans["start"], code.start)
        hit = len(spans) > 0 and overlap.max() >= 0.5 * (code.end - code.start)
        row = relations.loc[spans.loc[overlap.idxmax(), "relation"]] if hit else {}
        speaker, source = (None if pd.isna(row.get(k)) else row.get(k) for k in ("speaker", "source_text"))
        rows.append(
            {
                "article_id": code.article_id,
                "start": code.start,
                "found": hit,
                "speaker": same_name(code.speaker, speaker) or same_name(code.speaker, source),
                "resolved": same_name(code.speaker, speaker),
                "source": same_name(code.source or code.speaker, source),
                "type": row.get("source_type") == code.source_type if code.source_type else np.nan,
                "coded": f"{code.speaker} / {code.source_type}",
                "predicted": f"{speaker} / {row.get('source_type')}",
                "types": (code.source_type, row.get("source_type")),
            }
        )
    return pd.DataFrame(rows)


def interval(right: pd.Series, *, resamples: int = 2000, seed: int = 0) -> str:
    """Mean and its 95 % bootstrap interval over quotations."""
    values = right.dropna().to_numpy(float)
    draws = np.random.default_rng(seed).integers(0, len(values), (resamples, len(values)))
    low, high = np.quantile(values[draws].mean(axis=1), [0.025, 0.975])
    return f"{values.mean():.3f} [{low:.3f}, {high:.3f}] (n = {len(values)})"


def describe(tokens: Tokens) -> tuple[pd.DataFrame, pd.DataFrame, float]:
    """Relations by number, their content spans with offsets, and words a second of the description alone."""
    found = find_attributions(tokens, find_quotations(tokens))
    describe_relations(tokens, found.relations, found.spans)  # lexicons and weights are read once
    started = time.process_time()
    described = describe_relations(tokens, found.relations, found.spans)
    speed = tokens.is_word.sum() / (time.process_time() - started)
    spans = found.spans[found.spans["role"] == "content"]
    contents = tokens.table(spans["first"], spans["last"]).assign(relation=spans["relation"].to_numpy())
    return described.set_axis(found.relations["relation"]), contents, speed


def show(rows: pd.DataFrame, *, by_outlet: bool, misses: bool) -> None:
    """Print the figures."""
    for name in MEASURES:
        print(f"  {name:9}{interval(rows[name])}")
    if by_outlet:
        table = rows.groupby("outlet").agg(n=("found", "size"), speaker=("speaker", "mean"), type=("type", "mean"))
        print(table.astype({"speaker": float, "type": float}).round(2).to_string())
    typed = rows[rows["type"] == 0]
    if len(typed):
        print("  commonest confusions:", dict(typed["types"].value_counts().head(6)))
    if misses:
        wrong = rows[~rows["speaker"] | (rows["type"] == 0)]
        print(wrong[["article_id", "start", "outlet", "coded", "predicted"]].to_string(index=False))


def main() -> None:
    """Print the figures of each coder, and of one coder against the other."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("codes", type=Path)
    parser.add_argument("articles", type=Path)
    parser.add_argument("--half", choices=["first", "second"], help="one half of the codes only")
    parser.add_argument("--by-outlet", action="store_true", help="speaker and type by outlet")
    parser.add_argument("--misses", action="store_true", help="list the quotations that are wrong")
    args = parser.parse_args()
    coders = read_codes(args.codes)
    if args.half:
        coders = {name: codes[codes["half"] == args.half] for name, codes in coders.items()}
    wanted = {article for codes in coders.values() for article in codes["article_id"]}
    articles = read_articles(args.articles)
    articles = articles[articles["article_id"].isin(wanted)]
    relations, contents, speed = describe(tokenize(articles[["article_id", "headline", "body"]]))
    print(f"{len(articles)} articles, {len(relations)} relations; {speed:,.0f} words/s of this step alone")
    outlet = articles.set_index("article_id")["outlet"]
    for name, codes in coders.items():
        rows = judge(codes, relations, contents)
        print(f"\n{name}")
        show(rows.assign(outlet=rows["article_id"].map(outlet)), by_outlet=args.by_outlet, misses=args.misses)
    if len(coders) == 2:
        one, two = (codes["source_type"].where(codes["is_quote"] == 1, "") for codes in coders.values())
        both = (one != "") & (two != "")
        print(f"\ncoders agree on the type: {interval((one == two)[both])}")


if __name__ == "__main__":
    main()
