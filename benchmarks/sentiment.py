"""Measure how good and how fast each level of tone is, beside the tools that people use today.

    NEWSMTSC=folder NEWS2017=NewsArticles.csv python benchmarks/sentiment.py > benchmarks/sentiment.md

NEWSMTSC holds rw-dev.jsonl and mt-dev.jsonl (or other sets of that form, named with --sets). TextBlob and afinn are
measured where they are installed. Run it with one thread (OMP_NUM_THREADS=1) on a machine that does nothing else.
"""

import argparse
import importlib
import importlib.util
import json
import os
import re
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd

from framing.annotation.tone.target_tone import HOME, read_tone_model, target_tone
from framing.annotation.tone.vader import find_valences, read_vader_lexicon, sentence_tone

CLASSES = (-1, 0, 1)
ENTITY = re.compile(r"^[^_]+(?:_\d+)+_(.+)_\d+_\d+$")
Scorer = Callable[[pd.DataFrame], tuple[np.ndarray, np.ndarray]]


def read_targets(path: Path) -> pd.DataFrame:
    """One row per target: sentence, text, start, end, person, gold."""
    rows = []
    for number, line in enumerate(path.read_text(encoding="utf8").splitlines()):
        sentence = json.loads(line)
        for target in sentence["targets"]:
            person = ENTITY.match(target["Input.gid"])
            gold = int((target["polarity"] - 4) / 2)
            name = person.group(1) if person else target["mention"]
            rows.append((number, sentence["sentence_normalized"], target["from"], target["to"], name, gold))
    return pd.DataFrame(rows, columns=["sentence", "text", "start", "end", "person", "gold"])


def by_sign(tone: np.ndarray, edge: float) -> np.ndarray:
    """Classes -1, 0, 1 of a tone."""
    return np.where(tone >= edge, 1, np.where(tone <= -edge, -1, 0))


def vader(table: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
    """Score the whole sentence by VADER, as this package does."""
    find_valences.cache_clear()  # else only the first run would count
    tone = sentence_tone(table["text"].tolist())["compound"].to_numpy()
    return by_sign(tone, 0.05), tone


def model(name: str) -> Scorer:
    """Make a scorer of a model of tone towards a target."""

    def score(table: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
        scored = target_tone(table, model=name)
        return scored[["p_negative", "p_neutral", "p_positive"]].to_numpy().argmax(1) - 1, scored["tone"].to_numpy()

    return score


def nltk_analyser():
    """Make the analyser of nltk; its lexicon is set from text, as it reads files only from its own data folder."""
    module = importlib.import_module("nltk.sentiment.vader")
    analyser = module.SentimentIntensityAnalyzer.__new__(module.SentimentIntensityAnalyzer)
    origin = importlib.util.find_spec("vaderSentiment").origin
    analyser.lexicon_file = (Path(origin).parent / "vader_lexicon.txt").read_text(encoding="utf8").rstrip("\n")
    analyser.lexicon = analyser.make_lex_dict()
    analyser.constants = module.VaderConstants()
    return analyser


def authors_analyser():
    """Make the analyser of vaderSentiment."""
    return importlib.import_module("vaderSentiment.vaderSentiment").SentimentIntensityAnalyzer()


def sentence_tool(score: Callable[[str], float], edge: float) -> Scorer:
    """Make a scorer of a tool that scores one sentence at a time."""

    def apply(table: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
        tone = np.array([score(text) for text in table["text"]])
        return by_sign(tone, edge), tone

    return apply


def scorers() -> dict[str, Scorer]:
    """Everything that can be measured here."""
    found: dict[str, Scorer] = {}
    nltk_vader = nltk_analyser()
    found["nltk VADER"] = sentence_tool(lambda text: nltk_vader.polarity_scores(text)["compound"], 0.05)
    their = authors_analyser()
    found["vaderSentiment"] = sentence_tool(lambda text: their.polarity_scores(text)["compound"], 0.05)
    if importlib.util.find_spec("textblob"):
        blob = importlib.import_module("textblob").TextBlob
        found["TextBlob"] = sentence_tool(lambda text: blob(text).sentiment.polarity, 0.05)
    if importlib.util.find_spec("afinn"):
        afinn = importlib.import_module("afinn").Afinn()
        found["afinn"] = sentence_tool(afinn.score, 0.5)
    found["framing: sentence tone"] = vader
    found["framing: linear"] = model("linear")
    if importlib.util.find_spec("onnxruntime") and (HOME / "encoder" / "encoder.onnx").exists():
        found["framing: transformer"] = model("transformer")
    return found


def macro_f1(confusion: np.ndarray) -> np.ndarray:
    """Mean of the classes' F1 from confusion tables of shape (..., gold, guess), of 100."""
    hits = np.diagonal(confusion, axis1=-2, axis2=-1)
    sizes = confusion.sum(-1) + confusion.sum(-2)
    return 100 * np.mean(2 * hits / np.maximum(sizes, 1e-9), axis=-1)


def with_interval(table: pd.DataFrame, guess: np.ndarray, resamples: int = 2000) -> str:
    """Macro-F1 with a 95 % interval over sentences drawn anew."""
    sentence, _ = pd.factorize(table["sentence"])
    cells = np.zeros((sentence.max() + 1, 9))
    np.add.at(cells, (sentence, 3 * (table["gold"].to_numpy() + 1) + guess + 1), 1)
    weights = np.random.default_rng(0).multinomial(len(cells), np.full(len(cells), 1 / len(cells)), resamples)
    low, high = np.quantile(macro_f1((weights @ cells).reshape(-1, 3, 3)), [0.025, 0.975])
    return f"{macro_f1(cells.sum(0).reshape(3, 3)):.1f} [{low:.1f}, {high:.1f}]"


def per_person(table: pd.DataFrame, tone: np.ndarray, fewest: int) -> tuple[float, int]:
    """Correlation over persons of the mean tone with the mean of the human codes."""
    means = (
        table.assign(tone=tone).groupby("person").agg(n=("gold", "size"), gold=("gold", "mean"), tone=("tone", "mean"))
    )
    means = means[means["n"] >= fewest]
    return float(np.corrcoef(means["gold"], means["tone"])[0, 1]), len(means)


def seconds(run: Callable[[], object], times: int = 3) -> float:
    """Processor time of the quickest of some runs."""
    took = []
    for _ in range(times):
        began = time.process_time()
        run()
        took.append(time.process_time() - began)
    return min(took)


def report_targets(sets: dict[str, pd.DataFrame], fewest: int) -> None:
    """Print agreement with coders for each tool."""
    both = pd.concat([table.assign(sentence=name + table["sentence"].astype(str)) for name, table in sets.items()])
    counts = " and ".join(f"{name} {len(table)} targets" for name, table in sets.items())
    found = {name: scorer(both) for name, scorer in scorers().items()}
    persons = per_person(both, found["framing: linear"][1], fewest)[1]
    print(f"## Agreement with coders on NewsMTSC ({counts})\n")
    print(
        "Macro-F1 of three classes with a 95 % interval over sentences (2,000 draws). Tools without a target score the"
    )
    print(
        f"sentence. *r per person*: mean tone of a person and mean code, over {persons} persons with {fewest} or more"
    )
    print("targets. Targets/s on one core, processor time, the quickest of three runs.\n")
    print(f"| tool | {' | '.join(sets)} | r per person | targets/s |\n|---|{'---|' * len(sets)}---|---|")
    for name, scorer in scorers().items():
        guess, tone = found[name]
        parts = np.split(guess, np.cumsum([len(table) for table in sets.values()])[:-1])
        scores = [with_interval(table, part) for table, part in zip(sets.values(), parts, strict=True)]
        speed = len(both) / seconds(lambda scorer=scorer: scorer(both))
        r = per_person(both, tone, fewest)[0]
        print(f"| {name} | {' | '.join(scores)} | {r:.2f} | {speed:,.0f} |", flush=True)


def report_sentences(path: Path) -> None:
    """Print in how many sentences of a collection the authors' code says otherwise, and speed."""
    articles = pd.read_csv(path, encoding_errors="replace", usecols=["text"])["text"].dropna()
    texts = [part for text in articles for part in re.split(r"(?<=[.!?])\s+|\n+", text) if part]
    analyser = authors_analyser()
    theirs: list[dict] = []
    slow = seconds(lambda: theirs.extend(analyser.polarity_scores(text) for text in texts), 1)
    find_valences.cache_clear()
    fast = seconds(lambda: sentence_tone(texts), 1)
    ours = sentence_tone(texts)
    differ = int((ours != pd.DataFrame(theirs)[ours.columns]).any(axis=1).sum())
    lexicon = read_vader_lexicon()
    print("\n## Sentence tone against its authors' code, in one run\n")
    print(f"Lexicon: {lexicon.name}, fingerprint {lexicon.fingerprint}. {len(texts):,} sentences of {path.name}:")
    print(
        f"{differ} differ in any of the four numbers (all have a *but*). framing {len(texts) / fast:,.0f} sentences/s,"
    )
    print(f"vaderSentiment {len(texts) / slow:,.0f}.")
    whole = sentence_tone(articles.tolist())["compound"]
    beyond = (whole.abs() >= 0.95).mean()
    print(f"\nScored as one text, {beyond:.0%} of {len(whole):,} articles lie beyond 0.95 either way")
    print(f"({(ours['compound'].abs() >= 0.95).mean():.1%} of sentences).")


def main() -> None:
    """Print the report."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sets", nargs="+", default=["rw-dev", "mt-dev"])
    parser.add_argument("--fewest", type=int, default=5)
    args = parser.parse_args()
    print("# Tone: three levels and how good each is\n")
    if "NEWSMTSC" in os.environ:
        folder = Path(os.environ["NEWSMTSC"])
        read_tone_model("linear")
        report_targets({name: read_targets(folder / f"{name}.jsonl") for name in args.sets}, args.fewest)
    if "NEWS2017" in os.environ:
        report_sentences(Path(os.environ["NEWS2017"]))


if __name__ == "__main__":
    main()
