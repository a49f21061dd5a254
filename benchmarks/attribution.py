"""Attribution against people on PolNeAR: figures with intervals over articles, by outlet and form; calibration; speed.

    PYTHONPATH=tools python benchmarks/attribution.py POLNEAR [--models fast accurate] [--split dev] [--news CSV]
        [--hongkong JSONL] [--spacy FOLDER] [--figure attribution-reliability.png]

POLNEAR is PolNeAR's data folder. `--news` takes real news for the speed; with `--hongkong` as well, passages of both
are read whose codes were kept out of training (tools/attribution_codes.csv). `--spacy` adds a spaCy pipeline and
textacy's quotations (where installed) on the same text, `--figure` draws how far confidence can be relied on. Results
stand in attribution.md.
"""

from __future__ import annotations

import argparse
import importlib.util
import resource
import time
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
from attribution_calibration import by_article
from attribution_codes import held, read_passages
from attribution_counts import ROLES, count_article, f1, share, with_interval
from attribution_data import Article, as_table, read_polnear
from corpora import as_articles, headline_room, read_texts
from statsmodels.stats.proportion import proportion_confint

from framing.annotation.attributions import MODELS, attribution_tables, find_attributions
from framing.annotation.quotations.spans import find_quotations
from framing.annotation.text.tokens import tokenize
from framing.display.figures.style import new_axes

FIGURES = {
    "relation": f1,
    **dict.fromkeys(("content", "source", "cue"), f1),
    **dict.fromkeys(("source_right", "quoted", "indirect"), share),
}
HEADING = (
    "| | articles | relation F1 | content F1 | source F1 | cue F1 | source accuracy | recall quoted | indirect |\n"
)
HEADING += "|---" * (len(FIGURES) + 2) + "|"
BINS = np.array([0, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0])
PEER_WORDS = 60_000  # of text for the slow peers


def evaluate(articles: list[Article], model: str, *, nested: bool = True) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Count hits and misses of each article, and give confidence, form and correctness of each relation."""
    tokens = tokenize(as_table(articles))
    found = find_attributions(tokens, find_quotations(tokens), model=model)
    lists = by_article(tokens, found)
    table = found.relations.assign(right=False)
    counts = []
    for number, article in enumerate(articles):
        mine = np.flatnonzero(table["article"].to_numpy() == number)
        kept = [i for i, row in enumerate(mine) if nested or table["parent"].iloc[row] < 0]
        row = count_article(article.text, article.relations, [lists[number][i] for i in kept])
        table.iloc[mine[kept], table.columns.get_loc("right")] = row.pop("matched")
        counts.append(row | {"outlet": article.name.split("_")[0]})
    return pd.DataFrame(counts), table


def passage_counts(texts: pd.DataFrame, model: str) -> pd.DataFrame:
    """Count hits and misses in the coded passages that were kept out of training: a row a passage.

    Articles are read whole; of what is found, the parts that lie in the passage count.
    """
    codes = read_passages()
    codes = codes[held(codes["sha"])]
    texts = texts[texts["article_id"].isin(codes["article_id"])].reset_index(drop=True)
    texts = texts.assign(room=headline_room(texts))
    tokens = tokenize(as_table(as_articles(texts)))
    lists = by_article(tokens, find_attributions(tokens, find_quotations(tokens), model=model))
    rows = []
    for article, said in zip(texts.itertuples(), lists, strict=True):
        for passage in codes[codes["article_id"] == article.article_id].itertuples():
            inside = [_cut(relation, article.room + passage.start, article.room + passage.end) for relation in said]
            coded = [_cut(relation, passage.start, passage.end) for relation in passage.relations]
            inside = [relation for relation in inside if relation["content"]]
            counts = count_article(article.body[passage.start : passage.end], coded, inside)
            rows.append(counts | {"article": article.article_id, "corpus": article.corpus, "drawn": passage.drawn})
    return pd.DataFrame(rows)


def _cut(relation: dict, start: int, end: int) -> dict:
    """Cut the spans of a relation to a stretch of text, and count from its start."""
    return {
        role: [(max(a, start) - start, min(b, end) - start) for a, b in spans if a < end and b > start]
        for role, spans in relation.items()
    }


def show_passages(texts: pd.DataFrame, model: str) -> None:
    """Print the figures of the coded passages of other news."""
    counts = passage_counts(texts, model)
    print(f"\n{len(counts)} coded passages of other news, whose codes were kept out of training\n\n{HEADING}")
    parts = {
        "all": counts,
        "drawn by chance": counts[counts["drawn"] == "chance"],
        **dict(list(counts.groupby("corpus"))),
    }
    for title, rows in parts.items():
        show(title, rows.groupby("article")[list(FIGURES)].sum())


def show(title: str, counts: pd.DataFrame) -> None:
    """Print one line of figures with their intervals."""
    cells = []
    for name, statistic in FIGURES.items():
        value, low, high = with_interval(np.stack(counts[name].to_list()), statistic)
        cells.append(f"{value:.3f} [{low:.3f}, {high:.3f}]")
    print(f"| {title} | {len(counts)} | " + " | ".join(cells) + " |")


def show_forms(table: pd.DataFrame) -> None:
    """Print how many relations of each form people mark too, and how well confidence tells."""
    outer = table[table["parent"] < 0]
    print("\n| form | relations | precision | mean confidence |\n|---|---|---|---|")
    for form, rows in outer.groupby("form"):
        print(f"| {form} | {len(rows)} | {rows['right'].mean():.3f} | {rows['confidence'].mean():.3f} |")
    print("\n| confidence | relations | mean confidence | share right |\n|---|---|---|---|")
    for bin_, rows in outer.groupby(pd.cut(outer["confidence"], BINS, include_lowest=True), observed=True):
        print(f"| {bin_} | {len(rows)} | {rows['confidence'].mean():.3f} | {rows['right'].mean():.3f} |")


def speed(table: pd.DataFrame, model: str) -> None:
    """Print words a second of each step and peak memory, on one core, best of three."""
    tokens = tokenize(table)
    quotations = find_quotations(tokens)
    found = find_attributions(tokens, quotations, model=model)
    words = int(tokens.is_word.sum())
    steps = {
        "tokens and sentences": lambda: tokenize(table),
        "quotations": lambda: find_quotations(tokens),
        "relations": lambda: find_attributions(tokens, quotations, model=model),
        "speakers, types, tables": lambda: attribution_tables(tokens, found),
    }
    seconds = {name: min(_timed(step) for _ in range(3)) for name, step in steps.items()}
    print(f"\n{words:,} words, {len(found):,} relations\n\n| step | words/s |\n|---|---|")
    for name, taken in seconds.items():
        print(f"| {name} | {words / taken:,.0f} |")
    print(f"| from tokens to described relations | {words / sum(list(seconds.values())[2:]):,.0f} |")
    print(f"\nPeak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:,.0f} MB")


def _timed(step) -> float:
    start = time.process_time()
    step()
    return time.process_time() - start


def peers(table: pd.DataFrame, folder: Path) -> None:
    """Print the speed of a spaCy pipeline, and of textacy's direct quotations where it is installed."""
    import spacy  # noqa: PLC0415 (a peer, no dependency)

    pipeline = spacy.load(folder)
    total = table["body"].str.split().str.len().cumsum()
    texts = table["body"][total <= PEER_WORDS].tolist()
    words = int(total[total <= PEER_WORDS].iloc[-1])
    documents: list = []
    taken = _timed(lambda: documents.extend(pipeline.pipe(texts)))
    print(f"\nspaCy {spacy.__version__}, {', '.join(pipeline.pipe_names)}: {words / taken:,.0f} words/s")
    if importlib.util.find_spec("textacy") is None:
        print("textacy is not installed")
        return
    from textacy.extract import direct_quotations  # noqa: PLC0415

    failed = 0

    def quote() -> None:
        nonlocal failed
        for document in documents:
            try:
                list(direct_quotations(document))
            except ValueError:
                failed += 1

    print(f"textacy, spaCy included: {words / (taken + _timed(quote)):,.0f} words/s; {failed} texts raise")


def draw_reliability(tables: dict[str, pd.DataFrame], path: Path) -> None:
    """Draw the share of relations that people mark too against the program's confidence, with 95 % intervals."""
    axes = new_axes(None, width=5, height=5)
    axes.plot([0, 1], [0, 1], color="0.6", linewidth=1, zorder=1)
    for number, (model, table) in enumerate(tables.items()):
        outer = table[table["parent"] < 0]
        bins = outer.groupby(pd.cut(outer["confidence"], BINS, include_lowest=True), observed=True)
        shown = bins.agg(confidence=("confidence", "mean"), right=("right", "sum"), n=("right", "size"))
        low, high = proportion_confint(shown["right"], shown["n"], method="wilson")
        share_right = shown["right"] / shown["n"]
        axes.errorbar(
            shown["confidence"], share_right, yerr=[share_right - low, high - share_right], fmt="os"[number],
            mfc=["C0", "white"][number], color=f"C{number}", label=f"{model} (n = {len(outer):,})", capsize=2,
        )  # fmt: skip
    axes.set(xlabel="confidence", ylabel="share that people mark too", xlim=(0.2, 1.02), ylim=(0.1, 1.02))
    axes.legend(loc="upper left", frameon=False)
    axes.figure.savefig(path, dpi=120, metadata={"Software": None})


def report(model: str, articles: list[Article], news: pd.DataFrame) -> pd.DataFrame:
    """Print all figures of a model; give its relations, with whether people mark them too."""
    counts, table = evaluate(articles, model)
    print(f"\n## {model}\n")
    print(HEADING)
    show("all", counts)
    show("without nested relations", evaluate(articles, model, nested=False)[0])
    flat = [replace(article, text=article.text.replace("\n", " ")) for article in articles]
    show("without paragraph breaks", evaluate(flat, model)[0])
    for outlet, rows in counts.groupby("outlet"):
        show(outlet, rows)
    print()
    for role in ("relation", *ROLES):
        hit, alarm, miss = np.stack(counts[role].to_list()).sum(0)
        print(f"- {role}: precision {hit / (hit + alarm):.3f}, recall {hit / (hit + miss):.3f}")
    show_forms(table)
    speed(news if model == "fast" else news.head(100), model)
    return table


def main() -> None:
    """Print everything."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("polnear", type=Path)
    parser.add_argument("--models", nargs="+", default=list(MODELS))
    parser.add_argument("--split", default="dev")
    parser.add_argument("--news", type=Path)
    parser.add_argument("--hongkong", type=Path)
    parser.add_argument("--spacy", type=Path)
    parser.add_argument("--figure", type=Path)
    given = parser.parse_args()
    articles = read_polnear(given.polnear, given.split)
    news = as_table(articles)
    if given.news:
        read = pd.read_csv(given.news, dtype=str, encoding="utf-8", encoding_errors="replace", keep_default_na=False)
        read = read[read["text"] != ""].head(1000)
        news = read.rename(columns={"title": "headline", "text": "body"})
    tables = {}
    for model in given.models:
        tables[model] = report(model, articles, news)
        if given.news and given.hongkong:
            show_passages(read_texts(given.news, given.hongkong), model)
    if given.spacy:
        peers(news, given.spacy)
    if given.figure:
        draw_reliability(tables, given.figure)


if __name__ == "__main__":
    main()
