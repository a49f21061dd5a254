"""Where collections lie, which there are, and what is known of their outlets and stories."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib.resources import files
from pathlib import Path

import pandas as pd

from framing import schema
from framing.corpus.fields.outlets import host_of
from framing.corpus.read.documents import Reading
from framing.corpus.read.listing import list_files, spelt
from framing.errors import FramingError, meant
from framing.untrusted import undo_defuse

REGISTRY = Path(str(files("framing.corpus").joinpath("registry")))
PACKAGE = Path(__file__).parents[2]
OUTLET_NAMES = "outlet_names.csv"
BESIDE = ("outlets.csv", "stories.csv", OUTLET_NAMES)
"""Tables beside the articles that results are made from, too."""
"""Names of outlets that look alike, and which outlet each is: written by `framing ingest`, confirmed by a person."""


@dataclass(frozen=True)
class Collection:
    """A collection before it is read: its files, its outlets and stories as far as they are written down.

    Parameters
    ----------
    name : str
    path : Path
        The folder or the one file.
    root : Path
        Folder that file names are relative to.
    files : list of Path
    outlets, stories : DataFrame
        Tables of the same names; empty when there is no such file.
    """

    name: str
    path: Path
    root: Path
    files: list[Path]
    outlets: pd.DataFrame = field(default_factory=schema.OUTLETS.empty)
    stories: pd.DataFrame = field(default_factory=schema.STORIES.empty)

    @property
    def address(self) -> str:
        """What finds it again from any working directory: its name where a shelf has it, else its whole path."""
        shelved = on_shelf(self.path.name)
        path = self.path.resolve()
        return self.path.name if shelved is not None and shelved.resolve() == path else str(path)

    @property
    def hosts(self) -> dict[str, str]:
        """Host of an address to outlet_id, from the column `host` of the outlets."""
        known = pd.concat([registry_outlets(), self.outlets], ignore_index=True)
        if "host" not in known.columns:
            return {}
        pairs = known.dropna(subset=["host"])
        return {
            host_of(host): outlet
            for hosts, outlet in zip(pairs["host"], pairs["outlet_id"], strict=True)
            for host in hosts.split()
        }

    @property
    def names(self) -> dict[str, str]:
        """Name of an outlet, as files may have it, to outlet_id: what the collection's own tables say."""
        own = dict(zip(self.outlets["name"], self.outlets["outlet_id"], strict=True))
        own |= dict(zip(self.outlets["outlet_id"], self.outlets["outlet_id"], strict=True))
        return own | read_outlet_names(self.root / OUTLET_NAMES)

    def reading(
        self, *, as_is: bool = False, columns: Mapping[str, str] | None = None, dates: str | None = None
    ) -> Reading:
        """Tell how its documents are to be read."""
        return Reading(self.hosts, self.names, columns or {}, dates, as_is=as_is)


def read_outlet_names(file: Path) -> dict[str, str]:
    """Read which outlet each name stands for, as a person has confirmed it; empty where there is no such file.

    Raises
    ------
    FramingError
        If the file is no CSV in UTF-8 with the columns name and outlet_id.
    """
    if not file.is_file():
        return {}
    try:
        table = pd.read_csv(file, dtype=str, keep_default_na=False, encoding="utf-8-sig")
        pairs = dict(zip(table["name"], table["outlet_id"].str.strip(), strict=True))
    except (KeyError, UnicodeDecodeError, pd.errors.ParserError, pd.errors.EmptyDataError) as error:
        raise FramingError(f"The file {file} must be a CSV in UTF-8 with the columns name and outlet_id.") from error
    return {name: outlet for name, outlet in pairs.items() if outlet}


def check_out(collection: Collection, out: Path) -> None:
    """Refuse to write results over the articles they are made from, or among them, where the next run would read them.

    Raises
    ------
    FramingError
        If `out` is the folder of the collection or lies in it, or a table would take the place of the one input file.
    """
    target, source = out.resolve(), collection.path.resolve()
    if collection.path.is_dir() and (target == source or source in target.parents):
        raise FramingError(f"The folder '{out}' lies in the collection '{collection.name}'; write to one outside it.")
    if target == source or (source.parent == target and source.stem in schema.TABLES):
        raise FramingError(f"Results in '{out}' would take the place of '{source.name}'; write to another folder.")


def data_home() -> Path:
    """Find the folder that collections lie in: `data`, with `raw` and `processed` in it.

    Returns
    -------
    Path
        The environment variable FRAMING_DATA if it is set; else the nearest ``data`` folder with a ``raw`` in it, from
        the working directory upwards; else ``data`` in the working directory, which need not exist yet.
    """
    given = os.environ.get("FRAMING_DATA")
    if given:
        return Path(given)
    here = Path.cwd()
    for folder in (here, *here.parents):
        if (folder / "data" / "raw").is_dir():
            return folder / "data"
    return here / "data"


def _shelves() -> list[Path]:
    """Folders that collections are looked up in: the user's, the one in the package, the one of a checkout."""
    return [data_home() / "raw", PACKAGE / "collections", PACKAGE.parents[1] / "data" / "raw"]


def on_shelf(source: str | Path) -> Path | None:
    """Give the folder of a collection by its plain name, which goes before whatever lies in the working directory."""
    if not isinstance(source, str) or not source or Path(source).name != source:
        return None
    return next((shelf / source for shelf in _shelves() if (shelf / source).is_dir()), None)


def find_collection(source: str | Path, *, name: str | None = None) -> Collection:
    """Find a collection and what lies beside its articles: the door at which a name is resolved, once.

    Parameters
    ----------
    source : str or Path
        Name of a collection, or path to a folder or a single file.
    name : str, optional
        What to call it; by default the name of the folder or file.

    Returns
    -------
    Collection

    Raises
    ------
    FramingError
        If it is neither, or holds no articles.
    """
    path = _locate(source)
    root = path if path.is_dir() else path.parent
    return Collection(
        name or spelt(path.resolve().name if path.is_dir() else path.stem),
        path,
        root,
        list_files(path),
        _read_beside(path, "outlets.csv", schema.OUTLETS),
        _read_beside(path, "stories.csv", schema.STORIES),
    )


def _locate(source: str | Path) -> Path:
    shelved = on_shelf(source)
    if shelved is not None:
        return shelved
    path = Path(source).expanduser()
    if str(source) and path.exists():
        return path
    shelf = list_collections()["collection"]
    if (REGISTRY / str(source) / "source.toml").is_file():
        raise FramingError(f"The collection '{source}' is not here yet; get it with: framing fetch {source}.")
    told = f"There is no collection, folder or file '{source}'{meant(source, shelf)}"
    raise FramingError(f"{told} (collections: {', '.join(shelf) or 'none yet'}); check the name.")


def list_collections() -> pd.DataFrame:
    """List the collections at hand and those that can be fetched.

    Returns
    -------
    DataFrame
        Columns collection, files, path; path is missing for a collection that has yet to be fetched.
    """
    found: dict[str, Path | None] = {}
    for shelf in _shelves():
        for folder in sorted(shelf.iterdir()) if shelf.is_dir() else []:
            if folder.is_dir() and not folder.name.startswith(".") and any(folder.iterdir()):
                found.setdefault(folder.name, folder)
    for folder in sorted(REGISTRY.iterdir()):
        if (folder / "source.toml").is_file():
            found.setdefault(folder.name, None)
    rows = [
        (name, 0 if path is None else sum(p.is_file() for p in path.rglob("*")), None if path is None else str(path))
        for name, path in sorted(found.items())
    ]
    table = pd.DataFrame(rows, columns=["collection", "files", "path"])
    return table.astype({"collection": "str", "files": "int64", "path": "str"})


def _read_beside(path: Path, name: str, table: schema.Table) -> pd.DataFrame:
    """Read the outlets or stories that lie beside the articles."""
    file = (path if path.is_dir() else path.parent) / name
    if not file.is_file():
        return table.empty()
    try:
        found = pd.read_csv(file, dtype=str, keep_default_na=False, encoding="utf-8-sig")
    except (UnicodeDecodeError, pd.errors.ParserError, pd.errors.EmptyDataError) as error:
        raise FramingError(f"The file {file} cannot be read as CSV in UTF-8 ({error}); save it anew.") from error
    found = found.rename(columns=str.strip)
    found = found.map(undo_defuse)
    found = found.mask(found.map(str.strip) == "")
    return table.check(table.cast(found))


def registry_outlets() -> pd.DataFrame:
    """List the outlets that `framing` knows by itself: those of the collections it can fetch."""
    found = [
        _read_beside(folder, "outlets.csv", schema.OUTLETS) for folder in sorted(REGISTRY.iterdir()) if folder.is_dir()
    ]
    return pd.concat([schema.OUTLETS.empty(), *found], ignore_index=True).drop_duplicates("outlet_id")


def complete_outlets(outlets: pd.DataFrame, articles: pd.DataFrame) -> pd.DataFrame:
    """Add a row for each outlet that has articles but stands in no table.

    Parameters
    ----------
    outlets : DataFrame
        Table `outlets` of the collection; may be empty.
    articles : DataFrame
        Column outlet_id.

    Returns
    -------
    DataFrame
        Table `outlets`: those given, then the others by id, with what the registry knows of them, or their id as name.
    """
    known = registry_outlets()
    absent = sorted(set(articles["outlet_id"]) - set(outlets["outlet_id"]))
    borrowed = known[known["outlet_id"].isin(absent)]
    unknown = [outlet for outlet in absent if outlet not in set(borrowed["outlet_id"])]
    made = pd.DataFrame({"outlet_id": unknown, "name": unknown}, dtype="str")
    joined = pd.concat(
        [outlets, pd.concat([borrowed, made], ignore_index=True).sort_values("outlet_id")], ignore_index=True
    )
    return schema.OUTLETS.cast(joined.dropna(axis=1, how="all") if len(joined) else joined)
