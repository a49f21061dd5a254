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
    return Environment(
        loader=PackageLoader("framing.display.pages", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )


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


def render_page(
    template: str, *, title: str, module: str, styles: tuple[str, ...], data: dict[str, Any], **values: Any
) -> str:
    """Fill a template of a whole page; only the page's own script may run in it.

    Parameters
    ----------
    template : str
        File of ``templates/``; what it is given is escaped there.
    title : str
    module : str
        Module of ``assets/`` that the page runs.
    styles : tuple of str
        Stylesheets of ``assets/`` beside the shared ones.
    data : dict
        Evidence for the script; it stands in the page as JSON, which is read and never run.
    **values
        What else the template asks for.

    Returns
    -------
    str
        HTML.
    """
    script = f"\n{bundle_modules(module)}\nstart();\n"
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    beside = " file: 'self'" if data.get("sidecar") else ""
    policy = (
        f"default-src 'none'; script-src 'sha256-{digest}'{beside}; style-src 'unsafe-inline'; img-src 'self' data:"
    )
    return render(template, title=title, script=script, style=read_styles(*styles), data=data, policy=policy, **values)


def render(template: str, **values: Any) -> str:
    """Fill a template; text is escaped."""
    return _environment().get_template(template).render(**values)
