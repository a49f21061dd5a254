"""The teaching collection is what its data sheet says it is."""

import json
import re
from pathlib import Path

import pandas as pd
import pytest

from framing import schema
from framing.corpus.reading import read_corpus

FOLDER = Path(__file__).parents[2] / "data" / "raw" / "january"
OUTLETS = ("ken", "merriton", "tramline", "courier", "volmar")
SPANS = ("namings", "quotations", "reports", "agency", "traps", "marks", "junk")
RELATIONS = ("quotations", "reports")
TARGETS = {
    "protesters",
    "security-forces",
    "government",
    "foreign-forces",
    "armed-groups",
    "civilians",
    "events",
    "state-action",
}
JUNK = {"dateline", "end_marker", "news_code", "share_bar", "read_more", "repeated_lede", "byline", "date_line"} | {
    "caption",
    "boilerplate",
    "credit",
}
STRAIGHT = str.maketrans("“”«»‘’", '""""\'\'')
HOOLIGANS = r"hooligan|provocateur|instigator|lawbreaker"
TERRORISTS = r"terrorist|militant|bandit|extremist|mercenar|foreign-trained|trained abroad"


def read(name):
    return pd.read_csv(FOLDER / f"{name}.csv", keep_default_na=False)


@pytest.fixture(scope="module")
def articles():
    lines = (FOLDER / "articles.jsonl").read_text(encoding="utf8").splitlines()
    return pd.DataFrame([json.loads(line) for line in lines]).set_index("article_id", drop=False)


@pytest.fixture(scope="module")
def codes(articles):
    tables = {name: read(f"codings_{name}") for name in SPANS}
    return {name: table.join(articles[["outlet_id", "published"]], on="article_id") for name, table in tables.items()}


def share(part, whole):
    return f"{part / whole:.0%} ({part} of {whole})" if whole else "none"


def by_outlet(table, column, values):
    return pd.crosstab(table[column], table["outlet_id"]).reindex(index=values, columns=OUTLETS, fill_value=0)


def lines_of(counts):
    return [f"| {name} | " + " | ".join(str(value) for value in row) + " |" for name, *row in counts.itertuples()]


def row(name, values):
    return f"| {name} | " + " | ".join(str(value) for value in values) + " |"


def size_lines(articles, codes):
    words = articles["body"].str.split().str.len().groupby(articles["outlet_id"]).sum()
    yield row("articles", [int((articles["outlet_id"] == outlet).sum()) for outlet in OUTLETS])
    yield row("words in bodies", [words[outlet] for outlet in OUTLETS])
    for name in ("namings", "quotations", "reports"):
        yield row(f"coded {name}", [int((codes[name]["outlet_id"] == outlet).sum()) for outlet in OUTLETS])


def naming_lines(codes):
    people = codes["namings"].query("target == 'protesters' and form == 'noun'")
    own = people.query("voice == 'outlet'")
    for title, table in (("own voice", own), ("all voices", people)):
        for category in schema.CATEGORIES[::-1]:
            chosen = table[table["category"] == category]
            values = [((chosen["outlet_id"] == o).sum(), (table["outlet_id"] == o).sum()) for o in OUTLETS]
            yield row(f"{title}, {category}", [share(*pair) for pair in values])
    yield from lines_of(by_outlet(codes["namings"].query("target == 'protesters'"), "voice", schema.VOICES))


def label_lines(codes):
    namings = codes["namings"]
    for title, query in (
        ("government, delegitimising, own voice", "target == 'government' and category == 'delegitimising'"),
        ("government, legitimising, own voice", "target == 'government' and category == 'legitimising'"),
        ("security forces, delegitimising, own voice", "target == 'security-forces' and category == 'delegitimising'"),
        ("security forces, legitimising, own voice", "target == 'security-forces' and category == 'legitimising'"),
        ("foreign forces, legitimising, own voice", "target == 'foreign-forces' and category == 'legitimising'"),
        ("foreign forces, neutral, own voice", "target == 'foreign-forces' and category == 'neutral'"),
        ("events, delegitimising, own voice", "target == 'events' and category == 'delegitimising'"),
        ("events, neutral or legitimising, own voice", "target == 'events' and category != 'delegitimising'"),
        ("state action, delegitimising, own voice", "target == 'state-action' and category == 'delegitimising'"),
        ("state action, legitimising, own voice", "target == 'state-action' and category == 'legitimising'"),
    ):
        chosen = namings.query(query).query("voice == 'outlet'")
        yield row(title, [int((chosen["outlet_id"] == outlet).sum()) for outlet in OUTLETS])
    scare = namings.query("target == 'foreign-forces' and category == 'legitimising' and voice == 'scare'")
    yield row("*peacekeepers* at a distance", [int((scare["outlet_id"] == outlet).sum()) for outlet in OUTLETS])


def relations(codes):
    both = pd.concat([codes[name] for name in RELATIONS], ignore_index=True)
    return both.drop_duplicates(["article_id", "relation"])


def source_lines(codes):
    table = relations(codes)
    yield from lines_of(by_outlet(table, "source_type", schema.SOURCE_TYPES))
    official = table[table["source_type"].isin(["government", "security", "justice"])]
    pairs = [((official["outlet_id"] == o).sum(), (table["outlet_id"] == o).sum()) for o in OUTLETS]
    yield row("official share", [share(*pair) for pair in pairs])
    yield from lines_of(by_outlet(table, "cue_class", schema.CUE_CLASSES))


def agency_lines(codes):
    table = codes["agency"]
    harmed = table[table["patient"].isin(["protesters", "civilians"])]
    yield from (f"| crowd and bystanders as patient, {line[2:]}" for line in constructions(harmed))
    yield from (
        f"| police and army as patient, {line[2:]}"
        for line in constructions(table.query("patient == 'security-forces'"))
    )
    yield from (f"| things as patient, {line[2:]}" for line in constructions(table.query("patient == 'other'")))


def constructions(table):
    return lines_of(by_outlet(table, "construction", ["active", "by_phrase", "agentless"]))


def day_lines(codes):
    people = codes["namings"].query("target == 'protesters' and outlet_id in ('ken', 'volmar')")
    day = people["published"].str[:10]
    for date in ("2019-01-04", "2019-01-05", "2019-01-06", "2019-01-07", "2019-01-08"):
        text = people.loc[day == date, "text"].str.lower()
        yield row(date, [int(text.str.contains(words).sum()) for words in (HOOLIGANS, TERRORISTS)])


def nameless(articles, codes):
    named = codes["namings"].query("target in ('protesters', 'armed-groups')")["article_id"]
    return [article for article in articles["article_id"] if article not in set(named)]


def test_every_story_has_all_five_outlets(articles):
    outlets, stories = read("outlets"), read("stories")
    assert tuple(outlets["outlet_id"]) == OUTLETS
    assert set(outlets["ownership"]) <= set(schema.OWNERSHIP)
    assert len(stories) == 12
    assert articles["article_id"].is_unique
    for story, group in articles.groupby("story_id"):
        assert set(group["outlet_id"]) == set(OUTLETS), story
        row = stories.set_index("story_id").loc[story]
        assert (row["begins"], row["ends"]) == (group["published"].min()[:10], group["published"].max()[:10])


def test_articles_are_of_two_to_four_hundred_words(articles):
    words = articles["body"].str.split().str.len()
    assert words.between(200, 400).all()
    assert (articles["headline"].str.split().str.len() >= 3).all()
    assert articles["url"].str.contains("example.org").all()
    assert articles["url"].is_unique
    assert not articles["body"].str.contains(r"[{}<>~]|\[\[|\]\]|\(\(|\)\)|  ").any()


@pytest.mark.parametrize("name", SPANS)
def test_codes_slice_to_their_text(articles, codes, name):
    table = codes[name]
    assert len(table)
    assert table["unit_id"].is_unique
    for code in table.itertuples():
        text = articles.loc[code.article_id, code.part]
        assert text[code.start : code.end] == code.text
        if name != "junk":
            assert [m.start() for m in re.finditer(f"(?={re.escape(code.text)})", text)][
                code.occurrence - 1
            ] == code.start
            assert text[: code.start].endswith(code.before)


def test_codes_can_be_found_again_after_cleaning(codes):
    cleaned = read_corpus(FOLDER).articles.set_index("article_id")
    for name in SPANS[:-1]:
        for code in codes[name].itertuples():
            text = cleaned.loc[code.article_id, code.part].translate(STRAIGHT)
            assert (code.before + code.text).translate(STRAIGHT).strip() in text, (code.article_id, code.text)


def test_vocabulary_of_the_codes(codes):
    namings = codes["namings"]
    assert set(namings["target"]) <= TARGETS
    assert set(namings["category"]) == set(schema.CATEGORIES)
    assert set(namings["form"]) == set(schema.FORMS)
    assert set(namings["voice"]) == set(schema.VOICES)
    assert set(codes["agency"]["construction"]) == {"active", "by_phrase", "agentless"}
    assert set(codes["agency"]["actor"]) | set(codes["agency"]["patient"]) <= TARGETS | {"other", ""}
    assert set(codes["junk"]["kind"]) == JUNK
    for name in RELATIONS:
        assert set(codes[name]["source_type"]) <= {*schema.SOURCE_TYPES}
        assert set(codes[name]["cue_class"]) <= {*schema.CUE_CLASSES, ""}
        assert set(codes[name]["form"]) <= set(schema.QUOTATION_FORMS)
        assert (codes[name]["cue_text"].eq("") == codes[name]["cue_class"].eq("")).all()
    assert set(relations(codes)["source_type"]) == set(schema.SOURCE_TYPES)


def test_namings_agree_with_their_voice(codes):
    namings = codes["namings"]
    own = namings["voice"] == "outlet"
    assert (namings.loc[own, ["source_text", "speaker", "source_type"]] == "").all(axis=None)
    assert (namings.loc[namings["voice"] == "quoted", "source_type"] != "").all()
    quoted = namings[namings["voice"].isin(["quoted", "scare"]) & (namings["relation"] != "")]
    passages = codes["quotations"]
    for code in quoted[quoted["voice"] == "quoted"].itertuples():
        around = passages[(passages["article_id"] == code.article_id) & (passages["part"] == code.part)]
        assert ((around["start"] < code.start) & (around["end"] > code.end)).any(), code.unit_id


def test_every_quotation_mark_is_coded(articles, codes):
    passages = pd.concat([codes[name] for name in ("quotations", "marks")])
    for article in articles.itertuples():
        for part in schema.PARTS:
            mine = passages[(passages["article_id"] == article.article_id) & (passages["part"] == part)]
            for mark in re.finditer('["“”«»]', getattr(article, part)):
                assert ((mine["start"] <= mark.start()) & (mark.start() < mine["end"])).any(), (
                    article.article_id,
                    mark.start(),
                )


def test_planted_wire_copy(articles):
    paragraph = "The Eastern Accord, a six-nation military alliance led by Volmaria, was founded in 1999"
    assert list(articles.loc[articles["body"].str.contains(paragraph), "outlet_id"]) == [
        "merriton",
        "tramline",
        "courier",
    ]
    first, second = (
        set(articles.loc[a, "body"].translate(STRAIGHT).split()) for a in ("s08-merriton", "s08-courier-wire")
    )
    assert len(first & second) / len(second) > 0.9


@pytest.mark.parametrize(
    "lines",
    [
        size_lines,
        lambda articles, codes: naming_lines(codes),
        lambda articles, codes: label_lines(codes),
        lambda articles, codes: source_lines(codes),
        lambda articles, codes: agency_lines(codes),
        lambda articles, codes: day_lines(codes),
        lambda articles, codes: [", ".join(f"`{article}`" for article in nameless(articles, codes))],
    ],
    ids=["sizes", "namings", "labels", "sources", "agency", "days", "nameless"],
)
def test_data_sheet_gives_the_counts_of_the_codes(articles, codes, lines):
    sheet = (FOLDER / "DATASHEET.md").read_text(encoding="utf8").splitlines()
    expected = list(lines(articles, codes))
    assert expected
    assert [line for line in expected if line not in sheet] == []


def test_data_sheet_lists_the_junk(codes):
    sheet = (FOLDER / "DATASHEET.md").read_text(encoding="utf8")
    for kind, count in codes["junk"]["kind"].value_counts().items():
        assert re.search(rf"^\| `{kind}` \| .* \| {count} \| ", sheet, re.MULTILINE), kind
    assert f"{len(codes['namings'])} namings" in sheet
