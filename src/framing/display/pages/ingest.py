"""The page of a new collection: what was kept, what was left out and why, and what wants a look."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd

from framing.corpus.collections.ingesting import HARMLESS, Ingested
from framing.corpus.collections.inspecting import Remark, count_days, describe_articles, find_remarks
from framing.display.pages.page import read_styles, render

PAGE = "ingest.html"
SHOWN = 200
"""Rows of a table on the page; the CSV beside it holds them all."""
TOLD = 3
"""Examples that the command line names."""
OUTLETS_DRAWN = 12


def save_ingest_page(done: Ingested) -> tuple[Path, list[str]]:
    """Write the page on a new collection into its folder.

    Parameters
    ----------
    done : Ingested

    Returns
    -------
    page : Path
    looks : list of str
        What wants a look, a line each; empty where all is well.
    """
    remarks = [*_of_lost(done), *find_remarks(done.facts, done.notes), *_of_alike(done)]
    remarks.sort(key=lambda remark: not remark.look)
    outlets = describe_articles(done.facts)
    counts = done.dropped["reason"].value_counts()
    page = render(
        "ingest.html",
        policy="default-src 'none'; style-src 'unsafe-inline'",
        style=read_styles("ingest"),
        title=f"What was read into {done.name}",
        name=done.name,
        kept=done.kept,
        left_out=len(done.dropped),
        reasons=[(reason, int(n), reason not in HARMLESS) for reason, n in counts.items()],
        remarks=remarks,
        looks=sum(remark.look for remark in remarks),
        outlets=_rows(outlets),
        bars=_bars(count_days(done.facts), list(outlets["outlet_id"][:OUTLETS_DRAWN])),
        dropped=_rows(done.dropped.sort_values("reason", kind="stable", key=lambda r: r.isin(HARMLESS)).head(SHOWN)),
        alike=_rows(done.alike.head(SHOWN)),
        shown=SHOWN,
    )
    path = done.path / PAGE
    path.write_text(page, encoding="utf-8")
    return path, [
        f"{r.title}: {r.number:,} ({'; '.join(r.examples[:TOLD]) or r.remedy})"[:300] for r in remarks if r.look
    ]


def _of_lost(done: Ingested) -> list[Remark]:
    lost = done.lost
    examples = [
        f"{row.file}{'' if pd.isna(row.row) else f', row {row.row}'}: {row.detail}" for row in lost.head(5).itertuples()
    ]
    return (
        [Remark("Documents that could not be used", len(lost), examples, "Mend them and ingest again", True)]
        if len(lost)
        else []
    )


def _of_alike(done: Ingested) -> list[Remark]:
    pairs = [f"{row.name} – {row.nearest}" for row in done.alike.head(5).itertuples(index=False)]
    remedy = "If two are one, write the one name into the column outlet_id of outlet_names.csv"
    return [Remark("Names of outlets that look alike", len(done.alike), pairs, remedy, True)] if pairs else []


def _rows(table: pd.DataFrame) -> list[dict[str, Any]]:
    return table.astype(object).where(table.notna(), None).to_dict("records")


def _bars(days: pd.DataFrame, outlets: list[str]) -> dict[str, Any] | None:
    """Lay out small bars: a row for each outlet, a bar for each stretch of days."""
    if not len(days):
        return None
    begins = pd.DatetimeIndex(sorted(days["begins"].unique()))
    step = int(days["days"].iloc[0])
    count = (begins.max() - begins.min()).days // step + 1
    rows = []
    for outlet in outlets:
        own = days[days["outlet_id"] == outlet]
        most = max(1, int(own["articles"].max())) if len(own) else 1
        bars = [
            {
                "x": (row.begins - begins.min()).days // step,
                "height": row.articles / most,
                "n": row.articles,
                "day": f"{row.begins:%Y-%m-%d}",
            }
            for row in own.itertuples()
        ]
        rows.append({"outlet": outlet, "bars": bars, "most": most})
    last = begins.min() + pd.Timedelta(days=count * step - 1)
    return {"rows": rows, "count": count, "step": step, "first": f"{begins.min():%Y-%m-%d}", "last": f"{last:%Y-%m-%d}"}
