"""No regular expression explodes: each is pumped at every one of its repeats, and must end within its budget.

The texts are made from the expression itself: what leads to a repeat, then what the repeat takes, many times, then
something that does not fit, so that everything taken has to be given back. An expression that parts a text in two ways
doubles its work with every further piece and would not end in years; a linear one takes milliseconds.
"""

import csv
import importlib
import pkgutil
import random
import re
import signal
from re import _constants as sre
from re import _parser as parser

import pytest

import framing
from framing.corpus.clean import datelines
from framing.corpus.clean.patterns import HEAD, agency_regex
from framing.lexicon import HOME

CPU_SECONDS = 3
LENGTHS = {"line": 400, "tail": 1500}
"""Characters of a text that expressions of these scopes are tried on at most (MAX_LINE, TAIL)."""
POOL = "aA1 .,/-'\"(@\n:"


def one_of(items, rng):
    found = []
    for op, value in items[1:] if items[0][0] is sre.NEGATE else items:
        if op is sre.LITERAL:
            found.append(chr(value))
        elif op is sre.RANGE:
            found += [chr(value[0]), chr(value[1])]
        elif op is sre.CATEGORY:
            name = str(value)
            found += [" "] if "SPACE" in name and "NOT" not in name else ["1"] if "DIGIT" in name else ["a", "A"]
    if items[0][0] is sre.NEGATE:
        return rng.choice([mark for mark in POOL if mark not in found] or ["é"])
    return rng.choice(found or ["a"])


def sample(tree, rng):
    return "".join(piece(op, value, rng) for op, value in tree)


def piece(op, value, rng):  # noqa: PLR0911
    """A text that this piece of an expression takes, or nearly."""
    if op is sre.LITERAL:
        return chr(value)
    if op in (sre.ANY, sre.NOT_LITERAL):
        return rng.choice("aA1 /.,")
    if op is sre.IN:
        return one_of(value, rng)
    if op is sre.BRANCH:
        return sample(rng.choice(value[1]), rng)
    if op is sre.SUBPATTERN:
        return sample(value[3], rng)
    if op in (sre.MAX_REPEAT, sre.MIN_REPEAT):
        least, most, inner = value
        return "".join(sample(inner, rng) for _ in range(min(rng.choice([least, max(1, least)]), most, 40)))
    return ""


def pumps(tree, rng, before=""):
    """Each repeat of an expression: what leads to it, and what it takes."""
    for op, value in tree:
        if op in (sre.MAX_REPEAT, sre.MIN_REPEAT):
            if value[1] >= 4:
                yield before, sample(value[2], rng)
                yield before, sample(value[2], rng) + sample(value[2], rng)
            yield from pumps(value[2], rng, before)
        elif op is sre.BRANCH:
            for branch in value[1]:
                yield from pumps(branch, rng, before)
        elif op is sre.SUBPATTERN:
            yield from pumps(value[3], rng, before)
        before += piece(op, value, rng)


def attack(regex, length, most=40, *, at_head=False):
    rng = random.Random(0)
    found = sorted(
        set(pumps(parser.parse(regex.pattern, regex.flags), rng)) | {("", mark) for mark in [*POOL, "a ", "/a"]}
    )

    def late(*_):
        raise AssertionError(f"takes more than {CPU_SECONDS} s of CPU: {regex.pattern[:200]}")

    before = signal.signal(signal.SIGPROF, late)
    signal.setitimer(signal.ITIMER_PROF, CPU_SECONDS)
    try:
        for lead, pump in rng.sample(found, min(most, len(found))):
            text = (lead + pump * (length // max(1, len(pump))))[:length] + "\x00"
            (regex.match if at_head else regex.search)(text)
            regex.fullmatch(text)
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


ROWS = [
    row
    for row in csv.DictReader((HOME / "boilerplate" / "terms.csv").open(encoding="utf-8"))
    if row["scope"] in ("line", "tail", "inside", "head")
]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row['scope']}-{row['rule']}-{row['term'][:24]}")
def test_expressions_of_the_lexicon(row):
    term = row["term"].replace("{agency}", "(?:AP|AFP|Reuters|TASS|Press Association)")
    ending = r"\s*\Z" if row["scope"] == "tail" else ""
    flags = re.IGNORECASE if row["scope"] == "line" else re.DOTALL
    attack(re.compile(f"(?:{term}){ending}", flags), LENGTHS.get(row["scope"], 1500))


def modules():
    return [module.name for module in pkgutil.walk_packages(framing.__path__, "framing.")]


@pytest.mark.parametrize("name", modules())
def test_expressions_of_the_modules(name):
    for value in vars(importlib.import_module(name)).values():
        if isinstance(value, re.Pattern) and isinstance(value.pattern, str):
            attack(value, 1500)


def test_datelines():
    names = agency_regex(everywhere=False)
    short = datelines._with_agency().pattern.replace(names, "Reuters|AP")
    attack(re.compile(short), HEAD, most=150, at_head=True)


@pytest.mark.parametrize("term", ["(a+)+$", "(a|aa)+", "a" * 5000, ".*.*.*=", "[", "\\", "(", "*", "* *", "a* *b"])
def test_a_codebook_of_a_stranger_holds_words_and_no_expressions(term, tmp_path):
    file = tmp_path / "terms.csv"
    with file.open("w", encoding="utf-8", newline="") as out:
        csv.writer(out).writerows(
            [["term", "target", "category"], [term, "crowd", "neutral"], ["mob", "crowd", "neutral"]]
        )
    try:
        found = framing.score_text(f"The mob left. {'a' * 3000}!", "stance", codebook=file)
    except framing.FramingError as error:
        assert "\n" not in str(error)
    else:
        assert "mob" in set(found["text"])
