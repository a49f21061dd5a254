"""Run the notebooks in place, in order, on the teaching collection, and keep their outputs."""

from pathlib import Path

import nbformat
from nbclient import NotebookClient

HOME = Path(__file__).parents[1] / "notebooks"


def main() -> None:
    """Delete outputs, execute each notebook from top to bottom, take out times, and write it."""
    for path in sorted(HOME.glob("[0-9][0-9]-*.ipynb")):
        print(path.name, flush=True)
        notebook = nbformat.read(path, as_version=4)
        NotebookClient(
            notebook, timeout=1200, resources={"metadata": {"path": str(HOME)}}, record_timing=False
        ).execute()
        notebook.metadata.pop("widgets", None)
        notebook.metadata["language_info"] = {"name": "python"}
        nbformat.write(notebook, path)


if __name__ == "__main__":
    main()
