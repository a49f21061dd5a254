"""A page that needs nothing but itself: template, styles, modules and evidence in one file."""

from __future__ import annotations

import base64
import hashlib
import re
from functools import lru_cache
from importlib.resources import files
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

ASSETS = files("framing.display.pages") / "assets"
IMPORT = re.compile(r'^import \{[^}]*\} from "\./([\w-]+)\.js";\n', re.MULTILINE)
EXPORT = re.compile(r"^export (?=const |function |async |class )", re.MULTILINE)


@lru_cache(maxsize=1)
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("framing.display.pages", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.policies["json.dumps_kwargs"] = {
        "sort_keys": False
    }  # the order of codes is the order of the keys 1 to 9
    return environment


def read_styles(*names: str) -> str:
    """Read stylesheets of the assets, the parts that all pages share first."""
    return "".join((ASSETS / f"{name}.css").read_text("utf-8") for name in ("base", *names))


def bundle_modules(name: str) -> str:
    """Join a module of the assets with all that it imports into one script.

    Notes
    -----
    A browser does not let a page that was opened from a disk import modules beside it. The modules are plain ones all
    the same: names at their top level differ, so that joining them is leaving out the import lines.
    """
    joined: dict[str, str] = {}

    def add(module: str) -> None:
        if module in joined:
            return
        text = (ASSETS / f"{module}.js").read_text("utf-8")
        for needed in IMPORT.findall(text):
            add(needed)
        joined[module] = EXPORT.sub("", IMPORT.sub("", text))

    add(name)
    return "\n".join(joined.values())


def render_page(module: str, *, title: str, data: dict[str, Any], styles: tuple[str, ...] = ()) -> str:
    """Make a whole page of a module; only the page's own script may run in it.

    Parameters
    ----------
    module : str
        Module of ``assets/`` with a stylesheet of its name; it exports ``mountModule(root, data)``.
    title : str
    data : dict
        Evidence for the script; it stands in the page as JSON, which is read and never run.
    styles : tuple of str
        Other stylesheets of ``assets/`` that the page needs, beside the shared ones.

    Returns
    -------
    str
        HTML.
    """
    script = f"\n{bundle_modules(module)}\n{mount_call(module, 'framing')}\n"
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    beside = " file: 'self'" if data.get("sidecar") else ""
    policy = (
        f"default-src 'none'; script-src 'sha256-{digest}'{beside}; style-src 'unsafe-inline'; img-src 'self' data:"
    )
    style = read_styles(*styles, module)
    return render("page.html", title=title, script=script, style=style, data=data, policy=policy)


def mount_call(module: str, place: str) -> str:
    """Write the line that draws a module into an element, with the JSON of the element beside it."""
    return f'mount{module.capitalize()}(document.getElementById("{place}"), readPayload("{place}-data"));'


def render(template: str, **values: Any) -> str:
    """Fill a template; text is escaped."""
    return _environment().get_template(template).render(**values)
