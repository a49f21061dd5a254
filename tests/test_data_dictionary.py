import runpy
from pathlib import Path

ROOT = Path(__file__).parents[1]


def test_the_data_dictionary_is_what_the_schema_says():
    render = runpy.run_path(str(ROOT / "tools" / "write_data_dictionary.py"))["render"]
    assert (ROOT / "data" / "README.md").read_text(encoding="utf-8") == render(), "run tools/write_data_dictionary.py"
