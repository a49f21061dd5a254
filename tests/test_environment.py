"""environment.yml and pyproject.toml ask for the same packages, and the lock names no host."""

import re
import tomllib
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[1]
RENAMED = {"duckdb": "python-duckdb", "lxml-html-clean": "lxml_html_clean"}


@pytest.fixture(scope="module")
def project():
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def parse(requirement: str) -> tuple[str, str]:
    name, bounds = re.fullmatch(r"([A-Za-z0-9_.-]+)(.*)", requirement.replace(" ", "")).groups()
    return RENAMED.get(name, name), ",".join(sorted(filter(None, bounds.split(","))))


def test_same_names_and_bounds(project):
    listed = yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))["dependencies"]
    conda = [item for item in listed if isinstance(item, str)]
    pip = [item for nested in listed if isinstance(nested, dict) for item in nested["pip"] if not item.startswith("-e")]
    wanted = {parse(item) for item in project["project"]["dependencies"]}
    wanted.add(("python", project["project"]["requires-python"]))
    assert {parse(item) for item in conda + pip} == wanted


def test_the_environment_installs_the_checkout():
    listed = yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))["dependencies"]
    assert "-e ." in listed[-1]["pip"]


def test_the_lock_has_hashes_and_no_hosts():
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    assert "://" not in lock
    pins = re.findall(r"^\S+==", lock, flags=re.MULTILINE)
    assert len(pins) > 50
    assert lock.count("--hash=sha256:") >= len(pins)


def test_the_lock_holds_every_dependency(project):
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    pinned = set(re.findall(r"^([a-z0-9.-]+)==", lock, flags=re.MULTILINE))
    wanted = {re.split(r"[<>=]", item)[0] for item in project["project"]["dependencies"]}
    assert wanted <= pinned
