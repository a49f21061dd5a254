"""Every model that comes with the package has a card, and nothing in its folder needs to be trusted to be read."""

import re
import tomllib
from pathlib import Path

import pytest

import framing

FOLDERS = sorted(p for p in (Path(framing.__file__).parent / "models").iterdir() if p.is_dir())
TOLD = {"title", "question", "author", "licence", "date", "method", "training", "script", "agreement", "limits"}


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda p: p.name)
def test_a_card_says_what_a_model_is_and_what_it_cannot_do(folder):
    card = tomllib.loads((folder / "card.toml").read_text(encoding="utf-8"))
    assert card["kind"] == "model"
    assert not {name for name in TOLD if not str(card.get(name, "")).strip()}
    assert {p.suffix for p in folder.iterdir()} <= {".toml", ".txt", ".safetensors", ".onnx"}


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda p: p.name)
def test_the_scripts_that_a_card_names_are_in_the_repository(folder):
    home = Path(framing.__file__).parents[2]
    card = tomllib.loads((folder / "card.toml").read_text(encoding="utf-8"))
    named = [name.strip() for name in card["script"].split(",")]
    assert named and all((home / name).is_file() for name in named)


def test_licences_are_one_truth():
    """What LICENSE says of each model is what its card says, and the package declares all of them."""
    home = Path(framing.__file__).parents[2]
    text = (home / "LICENSE").read_text(encoding="utf-8")
    declared = set(tomllib.loads((home / "pyproject.toml").read_text("utf-8"))["project"]["license"].split(" AND "))
    cards = {f.name: tomllib.loads((f / "card.toml").read_text(encoding="utf-8"))["licence"] for f in FOLDERS}
    told = dict(re.findall(r"^- ([a-z-]+): ([A-Za-z0-9.-]+)", text, re.MULTILINE))
    assert told == cards
    assert set(cards.values()) | {"CC-BY-4.0", "MIT"} == declared


def test_what_a_language_model_coded_is_not_called_coded_by_hand():
    card = tomllib.loads((FOLDERS[0].parent / "source-types" / "card.toml").read_text(encoding="utf-8"))
    labels = Path(framing.__file__).parents[2] / "tools" / "source_types_labels.csv"
    total = len(labels.read_text(encoding="utf-8").splitlines()) - 1
    people, machine = 797, 4539
    assert people + machine == total
    assert f"{total:,} sources" in card["training"] and "coded by a language model" in card["training"]
    assert f"One person coded {people} of the sources and a language model {machine:,}" in card["limits"]
    assert "by hand" not in card["training"]
