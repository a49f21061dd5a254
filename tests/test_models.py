"""Every model that comes with the package has a card, and nothing in its folder needs to be trusted to be read."""

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
