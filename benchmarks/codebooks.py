"""Precision and recall of the codebooks against coded mentions and whole articles that were read for every naming.

Usage: python benchmarks/codebooks.py HONGKONG_FOLDER [--half "fresh B"] [--errors]

The folder holds the Hong Kong articles; news-2017 is read by its name. Beside this file lie the codes, without text:
`codebooks_articles.csv` (articles read whole), `codebooks_namings.csv` (every naming of a main target in them, and
which coders saw it) and `codebooks_mentions.csv` (namings that the program had found, coded one by one, twice). What
one coder alone coded counts on neither side. How they were made: codebooks.md.
"""

from __future__ import annotations

import argparse
import hashlib
from pathlib import Path

import numpy as np
import pandas as pd

from framing.annotation.annotate import annotate
from framing.coding.agreement import agreement
from framing.corpus.collections.catalogue import find_collection
from framing.corpus.corpus import Corpus
from framing.corpus.reading import read_corpus

HERE = Path(__file__).parent
MAIN = {
    "protest": ["protesters", "security-forces", "government", "events"],
    "armed-conflict": ["armed-groups", "security-forces", "government", "foreign-forces"],
    "migration": ["migrants", "movement"],
}
HALVES = ["dev", "held", "fresh A", "fresh B", "fresh", "news"]
PLACE = ["codebook", "corpus", "article_id", "part"]
RESAMPLES = 2000


def main() -> None:
    """Print, for each codebook and target, precision and recall with intervals that draw whole articles."""
    given = argparse.ArgumentParser(description=__doc__)
    given.add_argument("hongkong")
    given.add_argument("--half", choices=HALVES, default="fresh B")
    given.add_argument("--errors", action="store_true", help="list what was missed and what was wrongly found")
    asked = given.parse_args()
    corpora = {"hongkong": read_corpus(asked.hongkong), "news-2017": read_corpus(find_collection("news-2017"))}
    articles, namings, mentions = (_codes(name, asked.half) for name in ("articles", "namings", "mentions"))
    texts = {(name, row.article_id): row for name, corpus in corpora.items() for row in corpus.articles.itertuples()}
    for codes in (namings, mentions):
        _check(codes, texts)
    if len(namings):
        both = namings["coders"].str.len() == 2
        coded, found = match(namings[both], without(find(corpora, articles), namings[~both]))
        print(agree_on_namings(namings).to_string(index=False))
        print(whole_articles(coded, found).to_string(index=False))
        if asked.errors:
            _print_errors("missed", coded[~coded["found"]], texts)
            _print_errors("wrong", found[~found["right"]], texts)
    if len(mentions):
        print(agree_on_mentions(mentions).to_string(index=False))
        print(single_mentions(mentions, find(corpora, mentions)).to_string(index=False))


def _codes(name: str, half: str) -> pd.DataFrame:
    codes = pd.read_csv(HERE / f"codebooks_{name}.csv", dtype={"article_id": str}, keep_default_na=False)
    return codes[codes["half"].str.startswith(half)].reset_index(drop=True)


def _check(codes: pd.DataFrame, texts: dict) -> None:
    """Stop where the texts are not those that were coded: offsets would point at other words."""
    for row in codes.itertuples():
        word = getattr(texts[row.corpus, row.article_id], row.part)[row.start : row.end].lower()
        if hashlib.sha256(word.encode()).hexdigest()[:6] != row.check:
            raise SystemExit(f"{row.corpus}, article {row.article_id}: the text is not the one that was coded.")


def find(corpora: dict[str, Corpus], wanted: pd.DataFrame) -> pd.DataFrame:
    """Find the nouns that name a target in the wanted articles, each with the codebook it is wanted for."""
    parts = []
    for (book, name), rows in wanted.groupby(["codebook", "corpus"], sort=True):
        articles = corpora[name].articles
        chosen = articles[articles["article_id"].isin(rows["article_id"])].reset_index(drop=True)
        mentions = annotate(Corpus(str(name), chosen), codebook=str(book)).mentions
        counts = (mentions["form"] == "noun") | (mentions["target"] == "deaths")  # killed, neutralised
        parts.append(mentions[counts].assign(codebook=book, corpus=name))
    return pd.concat(parts, ignore_index=True)


def without(found: pd.DataFrame, disputed: pd.DataFrame) -> pd.DataFrame:
    """Leave out found namings that end at a word which one coder took for a naming and the other did not."""
    ends = set(disputed[[*PLACE, "end"]].itertuples(index=False, name=None))
    places = found[[*PLACE, "start", "end"]].itertuples(index=False, name=None)
    return found[[not any((*place, at) in ends for at in range(start + 1, end + 1)) for *place, start, end in places]]


def agree_on_namings(coded: pd.DataFrame) -> pd.DataFrame:
    """How far two coders who read the articles apart name the same words, and give them the same category."""
    rows = []
    for (book, target), mine in coded.groupby(["codebook", "target"], sort=False):
        both = mine[mine["coders"].str.len() == 2]
        same = int((both["category"] == both["second_category"]).sum())
        alone = len(mine) - len(both)
        f1 = 2 * len(both) / (2 * len(both) + alone)
        rows.append((book, target, len(both), alone, round(f1, 2), f"{same} of {len(both)}"))
    return pd.DataFrame(rows, columns=["codebook", "target", "both coded", "one alone", "F1", "same category"])


def agree_on_mentions(coded: pd.DataFrame) -> pd.DataFrame:
    """Krippendorff's alpha of two coders on what single namings name, and on the category where they agree on that."""
    same = coded["coded_target"] == coded["second_target"]
    rows = []
    for variable, part in (("target", coded), ("category", coded[same & (coded["coded_target"] != "")])):
        first, second = part[f"coded_{variable}"], part[f"second_{variable}"]
        value = pd.concat([first, second]).replace("", "none").to_numpy()
        units, coders = np.tile(np.arange(len(part)), 2), np.repeat(["first", "second"], len(part))
        rows.append(pd.DataFrame({"unit_id": units, "coder": coders, "variable": variable, "value": value}))
    return agreement(pd.concat(rows))[["variable", "n_units", "percent", "alpha", "ci_low", "ci_high"]].round(2)


def match(coded: pd.DataFrame, found: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Pair coded namings with found ones of the same target that hold the end of their head noun."""
    coded = coded.reset_index(drop=True)
    main = [target in MAIN.get(book, []) for book, target in zip(found["codebook"], found["target"], strict=True)]
    found = found[main].reset_index(drop=True)
    coded = coded.assign(found=False, same_category=False)
    found = found.assign(right=False)
    key = ["codebook", "corpus", "article_id", "part", "target"]
    groups = {keys: rows.index for keys, rows in found.groupby(key)}
    for i, row in zip(coded.index, coded.itertuples(), strict=True):
        for j in groups.get(tuple(getattr(row, name) for name in key), []):
            if found.loc[j, "start"] < row.end <= found.loc[j, "end"]:
                found.loc[j, "right"] = coded.loc[i, "found"] = True
                coded.loc[i, "same_category"] = found.loc[j, "category"] == row.category
    return coded, found


def whole_articles(coded: pd.DataFrame, found: pd.DataFrame) -> pd.DataFrame:
    """Recall over the coded namings and precision over the found ones, target by target."""
    rows = []
    for book, targets in MAIN.items():
        for target in targets:
            mine = coded[(coded["codebook"] == book) & (coded["target"] == target)]
            ours = found[(found["codebook"] == book) & (found["target"] == target)]
            hit = mine[mine["found"]]
            rows.append(
                {
                    "codebook": book,
                    "target": target,
                    "coded": len(mine),
                    "recall": share(mine["found"], mine["article_id"]),
                    "found": len(ours),
                    "precision": share(ours["right"], ours["article_id"]),
                    "category": share(hit["same_category"], hit["article_id"]),
                }
            )
    return pd.DataFrame(rows)


def single_mentions(coded: pd.DataFrame, found: pd.DataFrame) -> pd.DataFrame:
    """Precision over mentions that two coders coded alike and the codebook still finds; strata weigh what they hold."""
    key = [*PLACE, "start", "end"]
    coded = coded[coded["coded_target"] == coded["second_target"]]
    size = coded.groupby(["codebook", "stratum"])["start"].transform("size")
    coded = coded.assign(weight=coded["stratum_size"] / size, span=coded["start"] + (coded["end"] - coded["start"]))
    now = found.rename(columns={"start": "begin", "end": "stop"})
    pairs = coded.merge(now[["codebook", "corpus", "article_id", "part", "begin", "stop", "target", "category"]])
    pairs = pairs[(pairs["begin"] < pairs["end"]) & (pairs["stop"] >= pairs["end"])].drop_duplicates(key)
    pairs["right"] = pairs["target"] == pairs["coded_target"]
    pairs["same"] = pairs["right"] & (pairs["category"] == pairs["coded_category"])
    added = pairs["stratum"].str.endswith(" added")
    rows = []
    for (book, target), mine in pairs[~added].groupby(["codebook", "target"], sort=False):
        rows.append(_mention_row(book, target, mine))
    rows += [_mention_row(book, "terms added later", mine) for book, mine in pairs[added].groupby("codebook")]
    table = pd.DataFrame(rows).sort_values(["codebook", "mentions"], ascending=[True, False])
    table.attrs["gone"] = len(coded) - len(pairs)
    return table


def _mention_row(book: object, target: object, mine: pd.DataFrame) -> dict[str, object]:
    by, weight = mine["article_id"], mine["weight"]
    right, same = share(mine["right"], by, weight), share(mine["same"], by, weight)
    return {"codebook": book, "target": target, "mentions": len(mine), "target right": right, "and category": same}


def share(flags: pd.Series, articles: pd.Series, weight: pd.Series | None = None) -> str:
    """Weighted share of true flags with a 95 % interval that draws articles; where all are true, Wilson's for n."""
    n = len(flags)
    if not n:
        return "–"
    w = np.ones(n) if weight is None else weight.to_numpy(float)
    value = float(np.average(flags, weights=w))
    if value in (0.0, 1.0):  # drawing again cannot tell how sure a share without exceptions is
        edge = 3.84 / (n + 3.84)
        return f"{value:.2f} [{0 if value == 0 else 1 - edge:.2f}, {edge if value == 0 else 1:.2f}]"
    codes, groups = pd.factorize(articles)
    hits, sums = (np.bincount(codes, x, len(groups)) for x in (w * flags.to_numpy(float), w))
    drawn = np.random.default_rng(0).integers(0, len(groups), (RESAMPLES, len(groups)))
    shares = hits[drawn].sum(axis=1) / sums[drawn].sum(axis=1)
    return f"{value:.2f} [{np.quantile(shares, 0.025):.2f}, {np.quantile(shares, 0.975):.2f}]"


def _print_errors(title: str, rows: pd.DataFrame, texts: dict) -> None:
    print(f"\n{title}")
    for row in rows.itertuples():
        text = getattr(texts[row.corpus, row.article_id], row.part)
        around = text[max(0, row.start - 50) : row.start], text[row.start : row.end], text[row.end : row.end + 40]
        print(row.codebook, row.target, row.category, "|", " ".join("{}[{}]{}".format(*around).split()))


if __name__ == "__main__":
    pd.set_option("display.width", 220)
    main()
