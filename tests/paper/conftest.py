"""One small study, scored once for all tests of this room: the teaching collection, with figures and tables listed."""

import os
import shutil
from pathlib import Path

import pytest

from framing.corpus.collections.catalogue import find_collection
from framing.paper.build import write_paper
from framing.paper.opening import open_paper

LISTED = """
[[figure]]
kind = "levels"
measure = "stance"
target = "protesters"
voice = ["outlet", "all"]
outlets = ["ken", "volmar", "tramline"]
title = "Whose words? 50 % of #1 & _more_ $"
palette = "grey"
[figure.names]
ken = "KEN & Sons #1_a"
volmar = "Волмар One"

[[figure]]
name = "rates"
kind = "difference"
measure = "protest_frames"
target = "riot"
columns = 2

[[figure]]
kind = "naming"
target = "protesters"

[[figure]]
kind = "sources"
palette = "grey"

[[figure]]
kind = "time"
measure = "stance"
target = "protesters"
voice = "all"

[[table]]
kind = "comparison"
columns = 2

[[table]]
name = "one-column"
kind = "comparison"
measure = "stance"
target = "protesters"
[table.names]
ken = "Donaudampfschifffahrtsgesellschaft & Co_1 #5 100% ~ ^ \\\\ {x} $5 [y]"

[[table]]
kind = "levels"

[[table]]
kind = "corpus"
columns = 2
"""


@pytest.fixture(scope="session")
def home(tmp_path_factory):
    """A folder with the collection `small`: the articles of january, a study of its own, results beside it."""
    root = tmp_path_factory.mktemp("paper")
    folder = root / "data" / "raw" / "small"
    shutil.copytree(find_collection("january").root, folder)
    study = (folder / "study.toml").read_text(encoding="utf-8").replace("resamples = 2000", "resamples = 400")
    study = study.replace('"stance", "official_share"', '"stance", "official_share", "protest_frames"')
    study = study.replace('["protesters", "all"]', '["protesters", "all", "riot"]')
    (folder / "study.toml").write_text(study + LISTED, encoding="utf-8")
    before = os.environ.get("FRAMING_DATA")
    os.environ["FRAMING_DATA"] = str(root / "data")
    yield root
    os.environ.pop("FRAMING_DATA")
    if before is not None:
        os.environ["FRAMING_DATA"] = before


@pytest.fixture(scope="session")
def material(home):
    return open_paper(home / "data" / "raw" / "small" / "study.toml")


@pytest.fixture(scope="session")
def paper(home, material) -> Path:
    write_paper(material, home / "paper")
    return home / "paper"
