"""What the tests of pages look at."""

from dataclasses import replace

import pandas as pd
from axe_playwright_python.sync_playwright import Axe


def serious(page):
    """List what axe finds serious or critical on a page as it stands."""
    found = Axe().run(page).response["violations"]
    return [f"{it['id']}: {it['nodes'][0]['html'][:200]}" for it in found if it["impact"] in ("serious", "critical")]


def overflows(page):
    """Tell whether a page is wider than its window."""
    return page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth + 1")


def namings_of(corpus, target, form="noun"):
    rows = corpus.mentions[(corpus.mentions["target"] == target) & (corpus.mentions["form"] == form)]
    return rows.merge(corpus.articles[["article_id", "outlet_id", "story_id"]], on="article_id")


def replace_table(corpus, **tables: pd.DataFrame):
    return replace(corpus, **tables)
