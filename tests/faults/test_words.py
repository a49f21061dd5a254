"""Dictionaries and codebooks of strangers: read, or refused in one sentence."""

import pytest

from framing.errors import FramingError
from framing.lexicon import read_lexicon

BOMB = "a: &a [x, x]\n" + "".join(
    f"{chr(98 + i)}: &{chr(98 + i)} [*{chr(97 + i)}, *{chr(97 + i)}]\n" for i in range(20)
)


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("a.yml", b"a: &x [*x]\n", "refers to itself"),
        ("a.yml", BOMB.encode(), "refers to itself"),
        ("a.yml", ("[" * 5000).encode(), "nested too deeply|not valid YAML"),
        ("a.yml", b"a: [x\n", "not valid YAML"),
        ("a.yml", "a: caf\u00e9".encode("latin-1"), "not in UTF-8"),
        ("a.yml", b"a: !!python/object/apply:os.system [ls]\n", "not valid YAML"),
        ("a.yml", b"", "no terms"),
        ("a.yml", b"a: \x00", "not valid YAML"),
        ("a.dic", "%\n1\taf\u00e9\n%\nx\t1\n".encode("latin-1"), "not in UTF-8"),
        ("a.dic", b"words", "no category block"),
        ("a.csv", "term\ncaf\u00e9\n".encode("latin-1"), "cannot be read as CSV in UTF-8"),
        ("a.csv", b"", "cannot be read as CSV"),
        ("a.csv", b"term,weight\nx,heavy\n", "not a number"),
        ("a.csv", b"word list\n", "no terms"),
    ],
)
def test_a_faulty_dictionary_is_one_sentence(name, content, told, tmp_path):
    (tmp_path / name).write_bytes(content)
    with pytest.raises(FramingError, match=told) as raised:
        read_lexicon(tmp_path / name)
    assert "\n" not in str(raised.value)


@pytest.mark.parametrize("card", [b"title = \xe9", b"title = ", b"a = [" + b"[" * 3000])
def test_a_faulty_card_is_one_sentence(card, tmp_path):
    (tmp_path / "terms.csv").write_text("term\nx\n")
    (tmp_path / "card.toml").write_bytes(card)
    with pytest.raises(FramingError, match=r"card\.toml"):
        read_lexicon(tmp_path)


@pytest.mark.parametrize("word", ["no", "yes", "on", "null", "2024-02-30", "1e3", "~"])
def test_every_leaf_of_a_dictionary_is_the_word_that_stands_there(word, tmp_path):
    (tmp_path / "a.yml").write_text(f"words: [{word}, mob]\n")
    assert list(read_lexicon(tmp_path / "a.yml").terms["term"]) == [word, "mob"]
