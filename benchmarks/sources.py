"""Who speaks a quotation: speaker, source and type of source against coded quotations, with bootstrap intervals.

    python benchmarks/sources.py CODES --corpus NEWS.csv HONGKONG.jsonl POLNEAR/text [--models fast accurate]
        [--half first] [--by-outlet] [--misses]

CODES is a .csv with a row a quotation (article_id, start, end in the article's text, speaker, source_type; perhaps
source, is_quote, half), such as benchmarks/sources_codes.csv or data/raw/january/codings_quotations.csv (with --corpus
data/raw/january/articles.jsonl), or a .json list of quotations with the codes of one or two coders, each of a corpus
(news unless it says otherwise). Each corpus is told by itself, for each model. A speaker is right when the last word of
the coded name, or all its words, stand in the predicted one or in the words of the source. Intervals are percentiles
over articles drawn with replacement. Results stand in sources.md.
"""

import argparse
import json
import re
import time
import unicodedata
from pathlib import Path

import numpy as np
import pandas as pd
from voice import read_texts

from framing.annotation.attributions import find_attributions
from framing.annotation.quotations.spans import find_quotations
from framing.annotation.sources.description import describe_relations
from framing.annotation.text.tokens import Tokens, tokenize
from framing.corpus.arrays import positions_in

SMALL = {"the", "a", "mr", "ms", "mrs", "dr"}
MEASURES = ("found", "speaker", "resolved", "source", "type")


def read_codes(path: Path) -> dict[str, pd.DataFrame]:
    """Codes of each coder: article_id, start, end, is_quote, source, speaker, source_type; missing where not coded."""
    if path.suffix == ".csv":
        table = pd.read_csv(path, dtype={"article_id": str}, keep_default_na=False)
        table["article_id"] = ("collection:" if "part" in table else "news:") + table["article_id"]
        table = table.rename(columns={"source_text": "source"})
        table = table[table["part"] == "body"] if "part" in table else table
        return {"coder": table.assign(is_quote=table.get("is_quote", 1))}
    items = json.loads(path.read_text(encoding="utf-8"))
    coders = [name for name in ("coder_1", "coder_2") if name in items[0]]
    rows = [
        {"article_id": f"{i.get('corpus', 'news')}:{i['article_id']}", "start": i["start"], "end": i["end"]}
        for i in items
    ]
    tables = [pd.DataFrame([row | i[name] for row, i in zip(rows, items, strict=True)]) for name in coders]
    return {name: table.fillna("") for name, table in zip(coders, tables, strict=True)}


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


def taken_for_quotations(codes: pd.DataFrame, quoted: pd.DataFrame) -> str:
    """Tell how many passages in marks that nobody says are read as quoted words that somebody says.

    Half of such a passage must lie in what a relation says and between marks as the program pairs them: narration
    between two quotations that is rightly found in indirect speech is not taken for a quotation.
    """
    nobody = codes[codes["is_quote"] == 0]
    taken = 0
    for code in nobody.itertuples():
        near = quoted[quoted["article_id"] == code.article_id]
        overlap = np.minimum(near["end"], code.end) - np.maximum(near["start"], code.start)
        taken += bool(len(near) and overlap.max() >= 0.5 * (code.end - code.start))
    return f"{taken} of {len(nobody)}"


def interval(right: pd.Series, article: pd.Series, *, resamples: int = 2000, seed: int = 0) -> str:
    """Mean and its 95 % bootstrap interval over articles."""
    known = right.notna()
    counts = right[known].astype(float).groupby(article.reindex(right.index)[known]).agg(["sum", "size"]).to_numpy()
    if not len(counts):
        return "none coded"
    drawn = np.random.default_rng(seed).multinomial(len(counts), np.full(len(counts), 1 / len(counts)), resamples)
    hits, sizes = (drawn @ counts).T
    low, high = np.quantile(hits / sizes, [0.025, 0.975])
    return f"{counts[:, 0].sum() / counts[:, 1].sum():.3f} [{low:.3f}, {high:.3f}] (n = {known.sum()})"


def describe(tokens: Tokens, model: str) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame, float]:
    """Relations by number, their content spans, the quoted pieces of these, and words a second of the description."""
    quotations = find_quotations(tokens)
    found = find_attributions(tokens, quotations, model=model)
    describe_relations(tokens, found.relations, found.spans)  # lexicons and weights are read once
    started = time.process_time()
    described = describe_relations(tokens, found.relations, found.spans)
    speed = tokens.is_word.sum() / (time.process_time() - started)
    spans = found.spans[found.spans["role"] == "content"]
    contents = tokens.table(spans["first"], spans["last"]).assign(relation=spans["relation"].to_numpy())
    said = np.unique(positions_in(spans["first"].to_numpy(), spans["last"].to_numpy()))
    said = said[quotations.outer[said] >= 0]
    own = quotations.outer[said]
    first, last = said[np.flatnonzero(np.diff(own, prepend=-1))], said[np.flatnonzero(np.diff(own, append=-1))]
    return described.set_axis(found.relations["relation"]), contents, tokens.table(first, last + 1), speed


def show(rows: pd.DataFrame, *, by_outlet: bool, misses: bool) -> None:
    """Print the figures."""
    for name in MEASURES:
        print(f"  {name:9}{interval(rows[name], rows['article_id'])}")
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
    parser.add_argument("--corpus", type=Path, nargs="+", required=True)
    parser.add_argument("--models", nargs="+", default=["fast"])
    parser.add_argument("--half", choices=["first", "second"], help="one half of the codes only")
    parser.add_argument("--by-outlet", action="store_true", help="speaker and type by outlet")
    parser.add_argument("--misses", action="store_true", help="list the quotations that are wrong")
    args = parser.parse_args()
    coders = read_codes(args.codes)
    if args.half:
        coders = {name: codes[codes["half"] == args.half] for name, codes in coders.items()}
    every = pd.concat(coders.values())
    texts = read_texts(args.corpus, every)
    for corpus in sorted(set(texts["article_id"].str.partition(":")[0])):
        articles = texts[texts["article_id"].str.startswith(f"{corpus}:")].reset_index(drop=True)
        outlet = articles.set_index("article_id")["outlet"]
        for model in args.models:
            relations, contents, quoted, speed = describe(tokenize(articles[["article_id", "headline", "body"]]), model)
            print(f"\n{corpus}, {model}: {len(articles)} articles, {len(relations)} relations; {speed:,.0f} words/s")
            for name, codes in coders.items():
                here = codes[codes["article_id"].isin(articles["article_id"])]
                rows = judge(here, relations, contents)
                print(f"{name}; passages that nobody says taken for quotations: {taken_for_quotations(here, quoted)}")
                show(rows.assign(outlet=rows["article_id"].map(outlet)), by_outlet=args.by_outlet, misses=args.misses)
    if len(coders) == 2:
        one, two = (codes["source_type"].where(codes["is_quote"] == 1, "") for codes in coders.values())
        both = (one != "") & (two != "")
        print(f"\ncoders agree on the type: {interval((one == two)[both], next(iter(coders.values()))['article_id'])}")


if __name__ == "__main__":
    main()
