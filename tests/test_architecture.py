"""The rules of the house, checked: rooms import only from rooms to their left, and the front door only imports."""

import ast
import graphlib
import re
import subprocess
import sys
from pathlib import Path

import pytest

import framing

HOME = Path(framing.__file__).parent
ROOMS = ("corpus", "annotation", "scoring", "comparison", "coding", "display")
BASE = {"errors", "lexicon", "provenance", "schema", "table"}
MODULES = sorted(p for p in HOME.rglob("*.py") if p.relative_to(HOME).parts[0] in ROOMS)


def imported(path: Path) -> set[str]:
    """Second names of everything imported from framing: `corpus` for framing.corpus.reading."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.split(".")[0] == "framing":
            below = node.module.split(".")[1:2]
            found |= set(below) if below else {alias.name for alias in node.names}
        if isinstance(node, ast.Import):
            found |= {a.name.split(".")[1] for a in node.names if a.name.startswith("framing.")}
    return found


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(HOME)))
def test_a_room_imports_only_from_rooms_to_its_left(path):
    room = path.relative_to(HOME).parts[0]
    allowed = BASE | set(ROOMS[: ROOMS.index(room) + 1])
    assert imported(path) <= allowed, f"{path.name} in {room} imports {imported(path) - allowed}"


ANNOTATION = (
    ("inference", "text"),
    ("quotations",),
    ("attribution",),
    ("sources",),
    ("attributions",),
    ("voice",),
    ("namings",),
    ("mentions",),
    ("harm", "tone"),
    ("annotate",),
)
"""Rooms and modules of annotation, in the order in which text passes through them."""


def modules_imported(path: Path) -> set[str]:
    """Modules of framing that a module imports, for types or at work: `corpus.corpus`."""
    known = {module_name(p) for p in HOME.rglob("*.py")}
    nodes = [n for n in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(n, ast.ImportFrom)]
    names = [n.module or "" for n in nodes] + [f"{n.module}.{alias.name}" for n in nodes for alias in n.names]
    return {name.removeprefix("framing.") for name in names} & known


def module_name(path: Path) -> str:
    return ".".join(path.relative_to(HOME).with_suffix("").parts)


def test_no_module_imports_itself_by_way_of_others():
    sorter = graphlib.TopologicalSorter({module_name(p): modules_imported(p) for p in MODULES})
    sorter.prepare()  # raises CycleError, which names the circle


@pytest.mark.parametrize("path", sorted((HOME / "annotation").rglob("*.py")), ids=module_name)
def test_annotation_passes_its_rooms_in_one_direction(path):
    place = {room: i for i, rooms in enumerate(ANNOTATION) for room in rooms}
    here = module_name(path).split(".")[1]
    rooms = {name.split(".")[1] for name in modules_imported(path) if name.startswith("annotation.")} - {here}
    late = {room for room in rooms if here == "__init__" or place[room] >= place[here]}
    assert not late, f"{module_name(path)} imports {late}"


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(HOME)))
def test_no_pickle_no_eval_no_download_no_print(path):
    tree = ast.parse(path.read_text(encoding="utf-8"))
    calls = {n.func.id for n in ast.walk(tree) if isinstance(n, ast.Call) and isinstance(n.func, ast.Name)}
    names = {n.name for node in ast.walk(tree) if isinstance(node, ast.Import) for n in node.names}
    attributes = {n.attr for n in ast.walk(tree) if isinstance(n, ast.Attribute)}
    assert not calls & {"eval", "exec", "print"}
    assert not names & {"pickle", "shelve", "dill"}
    assert "full_load" not in attributes and "unsafe_load" not in attributes


def test_the_front_door_only_imports_and_tells_of_every_name():
    stub = ast.parse((HOME / "__init__.pyi").read_text(encoding="utf-8"))
    assert {type(node).__name__ for node in stub.body} == {"ImportFrom", "AnnAssign"}
    assert len((HOME / "__init__.py").read_text(encoding="utf-8").split('"""')[2].splitlines()) < 8
    told = framing.__doc__.partition("By question:")[2]
    for name in framing.__all__:
        assert getattr(framing, name).__doc__, name
        assert re.search(rf"\b{name}\b", told), name


HEAVY = ("nltk", "scipy", "sklearn", "statsmodels", "matplotlib", "seaborn", "pyarrow", "pandas", "numpy")


@pytest.mark.parametrize(
    "start", ["import framing", "import framing.cli.main", "import sys; sys.argv = ['framing', '--help']; {main}"]
)
def test_the_door_and_the_command_open_without_what_they_do_not_use(start):
    main = "import framing.cli.main as m\ntry: m.main()\nexcept SystemExit: pass"
    code = f"{start.format(main=main)}\nimport sys; print(sorted(set({HEAVY}) & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"


def test_the_way_of_an_article_is_told_in_functions_that_are_there():
    told = (HOME.parents[1] / "CONTRIBUTING.md").read_text(encoding="utf-8")
    names = re.findall(r"^\d+\. `framing\.([\w.]+)`", told, flags=re.MULTILINE)
    assert 10 < len(names) <= 15 and len(set(names)) == len(names)
    for name in names:
        module, function = name.rsplit(".", 1)
        assert re.search(
            rf"^def {function}\(", (HOME / f"{module.replace('.', '/')}.py").read_text("utf-8"), re.MULTILINE
        )


def test_modules_stay_readable():
    """No module beyond 300 lines, but the schema, which is a list of columns."""
    long = {
        str(p.relative_to(HOME)): n for p in MODULES if (n := len(p.read_text(encoding="utf-8").splitlines())) > 300
    }
    assert not long
