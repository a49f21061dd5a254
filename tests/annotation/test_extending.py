"""Codebooks of one's own: what is added, moved and removed, and what must be said of it."""

import pytest

from framing.annotation.examples import check_examples
from framing.errors import FramingError
from framing.extending import compare_terms
from framing.lexicon import read_base, read_lexicon, write_codebook

HEAD = "term,change,target,category,reason\n"


@pytest.fixture
def mine(tmp_path):
    return write_codebook(tmp_path / "mine", extends="protest")


def change(folder, rows):
    (folder / "terms.csv").write_text(HEAD + rows, encoding="utf-8")
    return read_lexicon(folder)


def test_a_new_codebook_is_the_one_it_extends(mine):
    book = read_lexicon(mine)
    assert len(compare_terms(read_base(book).terms, book.terms)) == 0
    assert book.card["primary"] == "protesters"


def test_terms_are_added_moved_and_removed(mine):
    rows = "rioter,move,,neutral,a plain word here\nhijacker,,protesters,delegitimising,\nhooligan,remove,,,sport\n"
    table = compare_terms(read_lexicon("protest").terms, change(mine, rows).terms)
    found = {row.term: (row.change, row.after) for row in table.itertuples() if row.form != "qualifier"}
    assert found == {
        "rioter": ("moved", "protesters: neutral"),
        "hijacker": ("added", "protesters: delegitimising"),
        "hooligan": ("removed", ""),
    }


def test_codebooks_that_extend_each_other_are_one_sentence(mine, tmp_path):
    card = mine / "card.toml"
    plain = card.read_text(encoding="utf-8")
    for name in ("yours", "theirs"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "terms.csv").write_text(HEAD, encoding="utf-8")
    for a, b in (("mine", "yours"), ("yours", "theirs"), ("theirs", "mine")):
        (tmp_path / a / "card.toml").write_text(f'kind = "codebook"\nextends = "../{b}"\n', encoding="utf-8")
    with pytest.raises(FramingError, match="mine extends itself, through yours, theirs; name another"):
        read_lexicon(mine)
    card.write_text('kind = "codebook"\nextends = "."\n', encoding="utf-8")
    with pytest.raises(FramingError, match="mine extends itself; name another"):
        read_lexicon(tmp_path / "yours")
    card.write_text(plain, encoding="utf-8")
    assert len(read_lexicon(tmp_path / "yours").terms) == len(read_lexicon("protest").terms)


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("rioter,move,,neutral,", r"row 2: 'rioter' is to move without a reason"),
        ("nobody at all,remove,,,odd", r"row 2: 'nobody at all' cannot be removed: .* does not have it"),
        ("rioter,add,protesters,neutral,", r"row 2: 'rioter' is there already; write 'move'"),
        ("rioter,change,,neutral,so", r"row 2: there is no change 'change'; write add, move or remove"),
    ],
)
def test_a_change_that_cannot_be_made_is_named_by_row(mine, row, message):
    with pytest.raises(FramingError, match=message):
        change(mine, row + "\n")


def test_examples_are_tests_and_a_wrong_one_is_told(mine):
    change(mine, "rioter,move,,neutral,a plain word here\n")
    (mine / "examples.csv").write_text(
        "text,expected,because\n"
        "Rioters left.,Rioters: protesters neutral noun outlet,moved\n"
        "Looters left.,Looters: protesters neutral noun outlet,not moved\n",
        encoding="utf-8",
    )
    table = check_examples(read_lexicon(mine))
    assert table["holds"].tolist() == [True, False]
    assert table["found"].iloc[1] == "Looters: protesters delegitimising noun outlet"


def test_a_folder_that_is_there_is_not_overwritten(mine):
    with pytest.raises(FramingError, match="is there already"):
        write_codebook(mine, extends="protest")
