import pytest

from framing.errors import FramingError
from framing.lexicon import list_lexicons, read_lexicon


def test_a_csv_keeps_the_words_none_null_and_na(tmp_path):
    path = tmp_path / "mine.csv"
    path.write_text("term,category,weight\nnone,a,1\nnull,a,2.5\nNA,b,\n", encoding="utf-8")
    terms = read_lexicon(path).terms
    assert terms["term"].tolist() == ["none", "null", "NA"]
    assert terms["weight"].tolist() == [1, 2.5, 1]


def test_a_weight_that_is_no_number_is_named_by_row(tmp_path):
    path = tmp_path / "mine.csv"
    path.write_text("term,weight\nriot,1\nmob,heavy\n", encoding="utf-8")
    with pytest.raises(FramingError, match=r"weight 'heavy' in row 3 of .*mine\.csv is not a number"):
        read_lexicon(path)


def test_quanteda_yaml_with_nested_categories(tmp_path):
    path = tmp_path / "policy.yml"
    path.write_text("CULTURE:\n  HIGH: [art*, dance]\n  POPULAR: [media]\nLAW:\n  - courts\n", encoding="utf-8")
    terms = read_lexicon(path).terms
    assert terms.to_numpy().tolist() == [
        ["art*", "CULTURE/HIGH"], ["dance", "CULTURE/HIGH"], ["media", "CULTURE/POPULAR"], ["courts", "LAW"],
    ]  # fmt: skip


def test_liwc_dic_with_phrases_and_several_categories(tmp_path):
    path = tmp_path / "small.dic"
    path.write_text("%\n1\tposemo\n2\tsocial\n%\nhappy*\t1\nkind of\t1\t2\n", encoding="utf-8")
    terms = read_lexicon(path).terms
    assert terms.to_numpy().tolist() == [["happy*", "posemo"], ["kind of", "posemo"], ["kind of", "social"]]


def test_yaml_cannot_run_code(tmp_path):
    path = tmp_path / "bad.yml"
    path.write_text("a: !!python/object/apply:os.getcwd []\n", encoding="utf-8")
    with pytest.raises(FramingError, match="not valid YAML"):
        read_lexicon(path)


def test_a_folder_with_card_and_its_fingerprint(tmp_path):
    (tmp_path / "terms.csv").write_text("term,target\nriot,events\nmob,protesters\nrally,events\n", encoding="utf-8")
    (tmp_path / "card.toml").write_text('title = "Mine"\nkind = "codebook"\n', encoding="utf-8")
    lexicon = read_lexicon(tmp_path)
    assert (lexicon.card["title"], lexicon.kind, lexicon.targets) == ("Mine", "codebook", ["events", "protesters"])
    assert lexicon.fingerprint == read_lexicon(tmp_path).fingerprint
    (tmp_path / "terms.csv").write_text("term,target\nriot,events\n", encoding="utf-8")
    assert read_lexicon(tmp_path).fingerprint != lexicon.fingerprint


@pytest.mark.parametrize("name", ["nowhere", "", "../secrets", "nowhere.csv"])
def test_an_unknown_lexicon_is_one_plain_sentence(name):
    with pytest.raises(FramingError, match="There is no lexicon"):
        read_lexicon(name)


def test_a_lexicon_without_terms_is_refused(tmp_path):
    path = tmp_path / "empty.csv"
    path.write_text("word,weight\n", encoding="utf-8")
    with pytest.raises(FramingError, match="has no terms"):
        read_lexicon(path)


def test_every_shipped_lexicon_has_a_card():
    for name in list_lexicons()["lexicon"]:
        card = read_lexicon(name).card
        assert {"title", "kind", "author", "licence", "limits"} <= set(card), name
