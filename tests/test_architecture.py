"""The rules of the house, checked: rooms import only from rooms to their left, and the front door only imports."""

import ast
import graphlib
import re
import subprocess
import sys
from pathlib import Path

import pytest

import framing
from framing.lexicon import word_kinds
from framing.schema import TABLES

HOME = Path(framing.__file__).parent
ROOMS = ("corpus", "annotation", "scoring", "comparison", "coding", "display")
BASE = {"errors", "extending", "lexicon", "provenance", "schema", "table", "untrusted"}
UNSAFE_MODULES = {"pickle", "cPickle", "_pickle", "shelve", "dill", "cloudpickle", "marshal", "builtins"}
UNSAFE_LOADS = {"unsafe_load", "unsafe_load_all", "full_load", "full_load_all", "UnsafeLoader", "FullLoader"}
UNSAFE_NAMES = {*UNSAFE_LOADS, "load", "load_all", "Loader"}
LOADERS = {"yaml", "joblib"}
RUN = {"eval", "exec", "__import__"}
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
    ("harm", "tone", "examples"),
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


@pytest.mark.parametrize("path", sorted(HOME.rglob("*.py")), ids=lambda p: str(p.relative_to(HOME)))
def test_no_pickle_no_eval_no_download_no_print(path):
    assert not faults_in(ast.parse(path.read_text(encoding="utf-8")))


def faults_in(tree: ast.AST) -> set[str]:
    """Names by which a module could run what strangers wrote, however they are imported; and printing."""
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name.split(".")[0] for alias in node.names} & UNSAFE_MODULES
        elif isinstance(node, ast.ImportFrom):
            module = (node.module or "").split(".")[0]
            found |= {module} & UNSAFE_MODULES
            found |= {alias.name for alias in node.names} & (UNSAFE_NAMES if module in LOADERS else RUN)
        elif isinstance(node, ast.Attribute):
            whose = node.value.id if isinstance(node.value, ast.Name) else ""
            found |= {node.attr} & (UNSAFE_NAMES if whose in LOADERS else RUN if whose == "builtins" else UNSAFE_LOADS)
        elif isinstance(node, ast.Name):
            found |= {node.id} & {*RUN, "print"}
    return found


@pytest.mark.parametrize(
    "line",
    [
        "import pickle",
        "import pickle as p",
        "from pickle import loads",
        "import yaml; yaml.load(text, Loader=yaml.UnsafeLoader)",
        "from yaml import load, UnsafeLoader",
        "import yaml as y; y.unsafe_load(text)",
        "import builtins; builtins.eval(text)",
        "from builtins import eval as read",
        "run = eval",
        "exec(text)",
        "print(text)",
        "import joblib; joblib.load(path)",
    ],
)
def test_whatever_runs_what_strangers_wrote_is_seen(line):
    assert faults_in(ast.parse(line))


def test_what_is_harmless_is_not_taken_for_a_fault():
    assert not faults_in(ast.parse("import yaml; yaml.safe_load(text); model.eval; table.eval; json.load(file)"))


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


def listed_words(node: ast.AST) -> list[str]:
    """Give the words of a list in code: ("he", "she") or "he she".split()."""
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "split":
        text = node.func.value
        return text.value.split() if isinstance(text, ast.Constant) and isinstance(text.value, str) else []
    items = node.elts if isinstance(node, (ast.Set, ast.List, ast.Tuple)) else []
    return [item.value for item in items if isinstance(item, ast.Constant) and isinstance(item.value, str)]


def test_words_are_data():
    """But for the two lists that the linear model of tone was trained with, and names of kinds and columns."""
    known = frozenset().union(*word_kinds("clause-words").values(), *word_kinds("source-words").values())
    columns = {column.name for table in TABLES.values() for column in table.columns}
    kinds = {*word_kinds("distance"), *word_kinds("negation"), *columns}
    found = []
    for path in sorted((HOME / "annotation").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            words = listed_words(node)
            if sum(word in known and word.isalpha() for word in words) > 3 and not kinds.issuperset(words):
                found.append((path.name, node.lineno, words))
    assert [name for name, *_ in found if name != "target_features.py"] == [], found


def test_modules_stay_readable():
    """No module beyond 300 lines, but the schema, which is a list of columns."""
    long = {
        str(p.relative_to(HOME)): n for p in MODULES if (n := len(p.read_text(encoding="utf-8").splitlines())) > 300
    }
    assert not long
