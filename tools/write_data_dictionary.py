"""Write data/README.md, the data dictionary, from framing.schema. Run it after a change to the schema."""

from pathlib import Path

from framing.schema import TABLES
from framing.table import KINDS

TARGET = Path(__file__).parents[1] / "data" / "README.md"
INTRODUCTION = """# Data dictionary

Written from `src/framing/schema.py` by `python tools/write_data_dictionary.py`; a test fails when the two differ.

- `data/raw/<collection>/`: what was collected, never edited after it lands; each collection has a `DATASHEET.md`,
  and where an analysis was declared beforehand a `study.toml` (see CONTRIBUTING.md, "Declare a study").
- `data/processed/<collection>/`: the tables below, as parquet. They can be deleted at any time; `framing score
  <collection>` makes them again, byte for byte. Their `manifest.json` says what has to be the same for the numbers to be
  the same (hashes of the input and its codes, codebook, model, measures, and `made_by`: fingerprints of the package's code,
  models and lexicons); where one of them is another, results are made anew without being told. Beside every figure stands a
  `.json` with the same, the versions of numpy, pandas and matplotlib, and the calls, seeds included, that made its numbers.
  `tokens`, `segments`, `quotations` and `heard` beside the tables are what reading back needs, so that nothing is tokenised
  or judged twice; they are no part of the contract and may change.

Ids are text. Offsets are characters from 0, half open, in the named part (`headline` or `body`) of the articles table:
`articles[part][start:end] == text` holds in every table of spans. A key column is **bold**; `?` marks a column that may be
missing. Missing is never zero: a score without evidence has no value and n = 0.

## Voice

Whose word a mention or a piece of evidence is; the first that fits:

| voice | when | in scores |
|---|---|---|
| rejected | the sentence denies or contests that the word applies ("are not terrorists") | distanced |
| scare | the word, or a phrase of at most four words round it, stands in quotation marks or behind so-called, what X called, described as, branded | distanced |
| quoted | inside a direct quotation of a source, in a turn of a transcript or interview, in a post copied or forwarded | source |
| reported | inside indirect speech or thought of a source ("X said that militants …") | source |
| outlet | the narrator's own word | outlet |
"""


def render() -> str:
    """Give the text of the data dictionary."""
    parts = [INTRODUCTION]
    for table in TABLES.values():
        more = " Further columns of the user's are kept." if table.open else ""
        parts.append(
            f"\n## {table.name}\n\nOne row is {table.row}.{more}\n\n| column | kind | what it holds |\n|---|---|---|\n"
        )
        for column in table.columns:
            name = f"**{column.name}**" if column.key else f"{column.name}{'?' if column.optional else ''}"
            kind = f"{column.kind} ({KINDS[column.kind][int(column.optional)]})"
            values = f"; one of {', '.join(column.values)}" if column.values else ""
            parts.append(f"| {name} | {kind} | {column.description}{values} |\n")
    return "".join(parts)


if __name__ == "__main__":
    TARGET.write_text(render(), encoding="utf-8")
