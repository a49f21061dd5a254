"""What this program writes into the folder of a collection is not read as its articles."""

import pytest

from framing.corpus.read.listing import list_files


@pytest.mark.parametrize(
    ("names", "read"),
    [
        (("terms.csv", "card.toml"), False),
        (("framing.lock", "macros.csv"), False),
        (("manifest.json", "scores.parquet"), False),
        (("terms.csv",), True),
        (("card.toml",), True),
    ],
)
def test_a_codebook_a_paper_and_results_hold_no_articles(names, read, tmp_path):
    (tmp_path / "articles.csv").write_text("text\nThe protesters stayed.\n", encoding="utf-8")
    (tmp_path / "deep" / "folder").mkdir(parents=True)
    for name in names:
        (tmp_path / "deep" / "folder" / name).write_text("x", encoding="utf-8")
    assert (len(list_files(tmp_path)) > 1) is read
