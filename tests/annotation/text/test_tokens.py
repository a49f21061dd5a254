import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from framing.annotation.text.tokens import tokenize


def articles(*bodies, headline=""):
    ids = [f"a{i}" for i in range(len(bodies))]
    return pd.DataFrame({"article_id": ids, "headline": headline, "body": list(bodies)})


def words(text):
    tokens = tokenize(articles(text))
    return tokens.types[tokens.type_id].tolist()


def test_marks_initials_numbers_and_clitics():
    assert words("The U.S. sent 1,200 men.") == ["The", "U.S.", "sent", "1,200", "men", "."]
    assert words("Dalen's men didn’t shoot") == ["Dalen", "'s", "men", "didn’t", "shoot"]
    assert words("rebel-held “zone”") == ["rebel", "-", "held", "“", "zone", "”"]
    assert words("the workers' hall") == ["the", "workers", "'", "hall"]


def test_headline_and_body_are_segments_of_their_own():
    tokens = tokenize(articles("One two.", "", headline="Head"))
    assert tokens.segment_tokens.tolist() == [0, 1, 4, 5, 5]
    assert tokens.break_before.tolist() == [True, True, False, False, True]
    assert tokens.article.tolist() == [0, 0, 0, 0, 1]


def test_no_articles_and_empty_articles():
    assert len(tokenize(articles())) == 0
    assert len(tokenize(articles("", ""))) == 0
    assert len(tokenize(articles("", "")).sentence_tokens) == 1


def test_flag_looks_words_up_in_any_case_and_apostrophe():
    tokens = tokenize(articles("Don’t don't DON'T do"))
    assert tokens.flag(["don't"]).tolist() == [True, True, True, False]


def test_locate_gives_the_tokens_that_a_span_touches():
    tokens = tokenize(articles("Black cats sleep."))
    spans = pd.DataFrame({"article_id": ["a0", "a0", "zz"], "part": "body", "start": [6, 5, 0], "end": [10, 6, 3]})
    first, last = tokens.locate(spans)
    assert (first[0], last[0]) == (1, 2)
    assert first[1] == last[1]
    assert first[2] == last[2]


texts = st.text(st.characters(codec="utf-8") | st.sampled_from(" .\n\"'“”’�?!-"), max_size=80)


@given(st.lists(st.tuples(texts, texts), max_size=4))
def test_tokens_slice_back_to_the_text_and_cover_all_but_space_and_emoji(parts):
    table = pd.DataFrame(
        {
            "article_id": [str(i) for i in range(len(parts))],
            "headline": [a for a, _ in parts],
            "body": [b for _, b in parts],
        }
    )
    tokens = tokenize(table)
    every = list(range(len(tokens)))
    spans = tokens.table(every, [i + 1 for i in every])
    cells = table.set_index("article_id")
    assert [cells.loc[r.article_id, r.part][r.start : r.end] for r in spans.itertuples()] == spans["text"].tolist()
    emoji = {*range(0x2600, 0x27C0), *range(0x1F000, 0x1FB00), 0xFE0F, 0x200D}
    covered = sum(ord(c) not in emoji for pair in parts for text in pair for c in "".join(text.split()))
    assert sum(spans["text"].str.len()) == covered
    first, last = tokens.locate(spans)
    assert first.tolist() == every
    assert (last - first == 1).all()


@given(st.lists(texts, min_size=1, max_size=4))
def test_sentences_cover_all_tokens_and_cross_no_part(bodies):
    tokens = tokenize(articles(*bodies))
    assert tokens.sentence_tokens[-1] == len(tokens)
    for first, last in zip(tokens.sentence_tokens[:-1], tokens.sentence_tokens[1:], strict=True):
        assert first < last
        assert len(set(tokens.segment[first:last])) == 1
        assert len(set(tokens.sentence[first:last])) == 1


def test_a_post_reads_on_round_its_emoji():
    tokens = tokenize(articles("Posted: ⚡️Mob gone⚡️ 👍🏽 now"))
    assert tokens.types[tokens.type_id].tolist() == ["Posted", ":", "Mob", "gone", "now"]
