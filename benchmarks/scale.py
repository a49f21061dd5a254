"""How time and memory grow with the collection, with workers and with a cluster; projections, and a peer.

    python benchmarks/scale.py news-2017 [--times 1 8 64] [--workers 1 2] [--cluster] [--peer EN_CORE_WEB_SM]

Copies of the collection get other ids, dates shifted by the length of the collection, and every sixth plain word drawn
anew from the words of the collection: as many articles a day as before, and no copy repeats another. CPU time of the
run and all its workers is measured, so that the figures hold on a machine that does other work too; the wall clock
stands beside it. `--peer` sets a spaCy pipeline (the folder of en_core_web_sm) with an extraction of quotations in the
manner of GenderGapTracker and nltk's VADER on 2,000 articles; run it where spaCy is installed.
"""

from __future__ import annotations

import argparse
import json
import math
import random
import re
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pandas as pd

PLAIN = re.compile(r"\b[a-z]{4,}\b")
STEP = 6
PEER_ARTICLES = 2000
ASKED = (1e6, 10e6, 50e6)
CORES = (1, 8, 64)
CHILD = """
import json, resource, sys, time
from framing.pipeline import score_collection
source, out, workers = sys.argv[1:]
began = time.perf_counter()
manifest = score_collection(source, out, workers=int(workers) if workers.isdigit() else workers)
mine, others = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
cpu = sum(used.ru_utime + used.ru_stime for used in (mine, others))
peak = max(mine.ru_maxrss, others.ru_maxrss) / 1024
print(json.dumps({"wall": time.perf_counter() - began, "cpu": cpu, "peak": peak, "rows": manifest["rows"]}))
"""


def resample(articles: pd.DataFrame, times: int, path: Path) -> int:
    """Write a collection of some copies of the articles as JSON lines; give how many words it has."""
    pool = [word for body in articles["body"].head(500) for word in PLAIN.findall(body)]
    days = (articles["published"].max() - articles["published"].min()).days + 3
    words = 0
    with path.open("w", encoding="utf-8") as file:
        for copy in range(times):
            draw = random.Random(copy)
            published = articles["published"] + pd.Timedelta(days=copy * days)
            for row, date in zip(articles.itertuples(index=False), published, strict=True):
                body = _reworded(row.body, pool, draw) if copy else row.body
                words += len(body.split())
                content = {"article_id": f"{row.article_id}-{copy}", "outlet_id": row.outlet_id, "body": body}
                content |= {"headline": row.headline, "published": None if pd.isna(date) else str(date)}
                file.write(json.dumps(content) + "\n")
    return words


def _reworded(text: str, pool: list[str], draw: random.Random) -> str:
    """Put another word for every sixth plain word, so that no eight in a row are the same."""
    count = draw.randrange(STEP)

    def other(match: re.Match[str]) -> str:
        nonlocal count
        count += 1
        return draw.choice(pool) if count % STEP == 0 else match.group()

    return PLAIN.sub(other, text)


def run(source: Path, out: Path, workers: int | str) -> dict:
    """Score a collection in a process of its own; give CPU and wall seconds, and peak megabytes of one process."""
    done = subprocess.run(
        [sys.executable, "-c", CHILD, str(source), str(out), str(workers)], check=True, capture_output=True, text=True
    )
    return json.loads(done.stdout.splitlines()[-1])


def on_cluster(source: Path, out: Path) -> dict:
    """Score a collection on a scheduler and two workers of this machine, as processes of their own."""
    from distributed import LocalCluster  # noqa: PLC0415

    with LocalCluster(n_workers=2, threads_per_worker=1, host="127.0.0.1", dashboard_address=None) as cluster:
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        done = run(source, out, cluster.scheduler_address)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)  # the workers are counted when they have ended
    used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return done | {"cpu": used}


def project(seconds: float, articles: int) -> pd.DataFrame:
    """Hours for more articles on more cores: linear in articles, `EFFICIENCY` of a core for each core."""
    each = seconds / articles
    rows = [
        {"articles": f"{asked:,.0f}", **{f"{n} cores": f"{asked * each / n / 3600:,.1f} h" for n in CORES}}
        for asked in ASKED
    ]
    return pd.DataFrame(rows)


def peer(articles: pd.DataFrame, folder: str) -> float:
    """CPU seconds of spaCy, quotations in the manner of GenderGapTracker, and nltk's VADER on every sentence."""
    import spacy  # noqa: PLC0415 (a peer, no dependency)
    from sentiment import nltk_analyser  # noqa: PLC0415

    began = time.process_time()
    pipeline, vader = spacy.load(folder), nltk_analyser()
    found = 0
    for document in pipeline.pipe(articles["body"], batch_size=32):
        for sentence in document.sents:
            vader.polarity_scores(sentence.text)
        found += sum(_quotes(token) for token in document if token.pos_ == "VERB")
    print(f"peer: {found:,} verbs with a subject and a clause or quotation")
    return time.process_time() - began


def _quotes(verb) -> bool:
    """Tell whether a verb has a subject and a clausal complement: GenderGapTracker's syntactic quotations."""
    relations = {child.dep_ for child in verb.children}
    return bool(relations & {"nsubj", "nsubjpass"}) and bool(relations & {"ccomp", "xcomp", "parataxis"})


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("collection", nargs="?", default="news-2017")
    parser.add_argument("--times", type=int, nargs="*", default=[1, 8], help="none: only the peer")
    parser.add_argument("--workers", type=int, nargs="+", default=[1, 2])
    parser.add_argument("--cluster", action="store_true")
    parser.add_argument("--peer", help="folder of a spaCy pipeline")
    given = parser.parse_args()
    from framing.corpus.reading import read_corpus  # noqa: PLC0415 (after the arguments are known to be right)

    articles, rows = read_corpus(given.collection).articles, []
    with tempfile.TemporaryDirectory() as home:
        for times in given.times:
            source = Path(home) / f"copies-{times}.jsonl"
            words = resample(articles, times, source)
            ways = [*given.workers, *(["cluster"] if given.cluster else [])] if times == given.times[0] else [1]
            for way in ways:
                out = Path(home) / f"out-{times}-{way}"
                done = on_cluster(source, out) if way == "cluster" else run(source, out, way)
                rows.append({"times": times, "articles": times * len(articles), "words": words, "workers": way, **done})
                print(pd.DataFrame(rows).drop(columns="rows").round(1).to_string(index=False), "\n", flush=True)
        if given.peer:
            some = Path(home) / "some.jsonl"
            resample(articles.head(PEER_ARTICLES), 1, some)
            ours = run(some, Path(home) / "out-some", 1)["cpu"]
            theirs = peer(articles.head(PEER_ARTICLES), given.peer)
            print(
                f"{PEER_ARTICLES:,} articles: peer {theirs:.0f} s, framing {ours:.0f} s of CPU: {theirs / ours:.1f} ×"
            )
    alone = [row for row in rows if row["workers"] == 1]
    if not alone:
        return
    first, last = alone[0], alone[-1]
    if first is not last:
        growth = math.log(last["cpu"] / first["cpu"]) / math.log(last["words"] / first["words"])
        print(f"growth exponent {growth:.3f} from {first['times']}× to {last['times']}×")
    print(project(last["cpu"], last["articles"]).to_string(index=False))


if __name__ == "__main__":
    main()
