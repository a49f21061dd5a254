"""Write every figure of some reports on one page, to be looked at together: in colour or grey, at 7 or 3.5 inches.

``python tools/write_gallery.py reports/gallery.html reports/january reports/news-2017``
"""

import argparse
import os
from pathlib import Path

from jinja2 import Environment

from framing.display.pages.front import read_figure

PAGE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Every figure</title>
<style>
body { font: 15px/1.5 system-ui, sans-serif; margin: 24px; color: #222; }
figure { display: inline-block; vertical-align: top; width: 7in; max-width: 100%; margin: 0 24px 32px 0; }
img { width: 100%; border: 1px solid #ddd; }
figcaption { font-size: 13px; color: #555; }
body:has(#grey:checked) img { filter: grayscale(1); }
body:has(#small:checked) figure { width: 3.5in; }
@media print { figure { break-inside: avoid; } label { display: none; } }
</style>
</head>
<body>
<main>
<h1>Every figure</h1>
<p><label><input type="checkbox" id="grey"> in grey</label> <label><input type="checkbox" id="small"> one column wide</label></p>
{% for name, figures in reports %}
<h2>{{ name }}</h2>
{% for address, figure in figures %}
<figure><img src="{{ address }}" alt="{{ figure.alt }}"><figcaption><b>{{ figure.name }}</b>: {{ figure.caption }}</figcaption></figure>
{% endfor %}
{% endfor %}
</main>
</body>
</html>
"""


def main() -> None:
    """Write the page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("page", type=Path)
    parser.add_argument("reports", type=Path, nargs="+", help="folders that framing report wrote")
    given = parser.parse_args()
    reports = []
    for folder in given.reports:
        pictures = sorted((folder / "figures").glob("*.png"))
        figures = [(Path(os.path.relpath(path, given.page.parent)).as_posix(), read_figure(path)) for path in pictures]
        reports.append((folder.name, figures))
    given.page.parent.mkdir(parents=True, exist_ok=True)
    given.page.write_text(Environment(autoescape=True).from_string(PAGE).render(reports=reports), encoding="utf-8")


if __name__ == "__main__":
    main()
