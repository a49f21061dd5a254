"""Write docs/findings-news-2017.md: run the studies declared for news-2017, and say what becomes of each difference.

Needs `framing fetch news-2017`. Scored tables and analyses are kept in data/processed/news-2017-CODEBOOK, and made anew
when the program or the articles are others.
"""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pandas as pd

from framing import describe_design
from framing.analysis import Analysis, open_analysis
from framing.comparison.checks.audit import audit_lexicon
from framing.comparison.checks.influence import CONTRAST as CONTRAST_AND_METHOD
from framing.comparison.checks.influence import describe_checks
from framing.comparison.checks.sensitivity import naming_variants, sensitivity, source_variants
from framing.comparison.checks.survival import KEPT, LEFT_OUT, describe_matching, judge_survival
from framing.comparison.declaration import describe_study
from framing.comparison.study import Study, find_study, select_articles
from framing.comparison.weighing import label_shares
from framing.corpus.collections.catalogue import data_home, find_collection
from framing.pipeline import open_results
from framing.provenance import fingerprint
from framing.results import Results

COLLECTION = "news-2017"
TARGET = Path(__file__).parents[1] / "docs" / "findings-news-2017.md"
BEFORE = Path(__file__).with_name("findings_before.csv")
CONTRAST = ["measure", "target", "voice", "outlet", "reference"]
STUDIES = {None: "Naming in coverage of Syria", "migration": "Naming of migrants", "sources": "Official sources"}
PLACES = [(method, wire) for method in ("unpaired", "paired") for wire in (KEPT, LEFT_OUT)]
DECLARED = ("Question", "Articles", "Measures", "Voices", "Contrasts", "Tests", "Draws", "Declared in")


def main() -> None:
    """Run every study and write the page."""
    text = (Path(__file__).parent / "findings.md").read_text(encoding="utf-8")
    judged: list[pd.DataFrame] = []
    for name, title in STUDIES.items():
        study = find_study(find_collection(COLLECTION), name)
        folder = data_home() / "processed" / f"{COLLECTION}-{study.codebook}"
        results = open_results(COLLECTION, out=folder, codebook=study.codebook)
        corpus, analysis = results.corpus, open_analysis(results, study)
        treated = analysis.treated
        judged.append(with_cells(analysis))
        chosen = select_articles(study, corpus.articles)
        counts = chosen["outlet_id"].value_counts().sort_index()
        parts = [
            f"{len(chosen):,} articles: {', '.join(f'{n} {outlet}' for outlet, n in counts.items())}; "
            f"{int(chosen['wire'].sum()):,} of them with agency copy.",
            declaration(study),
            figures(treated),
            f"*{describe_design(treated[treated['wire'] == KEPT])}*",
            hangs_on(analysis.checks),
            variants(study, results, chosen, treated),
            words(study, results, chosen),
        ]
        key = name or "syria"
        text = text.replace(f"<!--{key}-->", f"## {title}\n\n" + "\n\n".join(part for part in parts if part) + "\n")
        print(title, flush=True)
    made = fingerprint()
    told = f"code `{made['code']}`, models `{made['models']}`, lexicons `{made['lexicons']}`"
    text = text.replace(
        "<!--made-->",
        f"The numbers were made on {datetime.now(UTC):%d %B %Y} by the program whose fingerprints are {told}.",
    )
    text = text.replace("<!--changed-->", changed(pd.concat(judged)))
    text = text.replace("<!--matching-->", describe_matching(corpus))
    TARGET.write_text(text, encoding="utf-8")


def with_cells(analysis: Analysis) -> pd.DataFrame:
    """Give what becomes of each contrast, with its two main differences as the page writes them."""
    kept = analysis.treated[analysis.treated["wire"] == KEPT]
    table = analysis.survival.set_index(CONTRAST)
    for method, name in (("unpaired", "all_articles"), ("paired", "same_stories")):
        rows = kept[kept["method"] == method].set_index(CONTRAST)
        table[name] = rows.apply(_interval, axis=1).str.removesuffix(" \\*").reindex(table.index).fillna("none shared")
    return table.reset_index()


def changed(judged: pd.DataFrame) -> str:
    """Set the verdicts against those of the page before it, whose test and interval were two analyses."""
    place = ["measure", "target", "outlet"]
    both = pd.read_csv(BEFORE).merge(judged, on=place, suffixes=("_before", "_now"))
    moved = both[both["survival_before"] != both["survival_now"]]
    heads = ["measure", "outlet", "n", "all articles", "same stories", "verdict"]
    lines = [f"| {' | '.join(heads)} |", "|---" * len(heads) + "|"]
    for row in moved.astype(object).fillna("").to_dict("records"):
        what = row["measure"] if row["target"] == "all" else f"{row['measure']}, {row['target']}"
        cells = [f"{row['n']:,.0f} → {row['n_outlet']:,.0f}"]
        cells += [f"{row[f'{n}_before']} → {row[f'{n}_now']}" for n in ("all_articles", "same_stories", "survival")]
        lines.append(f"| {what} | {row['outlet']} | {' | '.join(cells)} |")
    return f"{len(moved)} of {len(both)} contrasts have another verdict (before → now):\n\n" + "\n".join(lines)


def declaration(study: Study) -> str:
    """Give the declaration as a list."""
    told = describe_study(study)
    return "\n".join(f"- {name}: {told[name]}" for name in DECLARED)


def figures(treated: pd.DataFrame) -> str:
    """Give the differences of every contrast that can be told, and name those that cannot."""
    survival = judge_survival(treated)
    cells = treated.assign(cell=treated.apply(_interval, axis=1))
    wide = cells.pivot_table(index=CONTRAST, columns=["method", "wire"], values="cell", aggfunc="first")
    levels = treated.query("method == 'unpaired' and wire == @KEPT").set_index(CONTRAST)
    heads = ["measure", "outlet", "n", "n of rest", "mean", "of rest", "all articles", "without agency copy"]
    heads += ["same stories", "both", "stories", "verdict"]
    lines = [f"| {' | '.join(heads)} |", "|---" * len(heads) + "|"]
    silent = []
    for row in survival.itertuples():
        key = tuple(getattr(row, name) for name in CONTRAST)
        what = row.measure if row.target == "all" else f"{row.measure}, {row.target}"
        if row.survival == "too few to tell":
            silent.append(f"{row.outlet} ({what}, n = {row.n_outlet:,.0f})")
            continue
        means = f"{levels.loc[key, 'mean_outlet']:.3f} | {levels.loc[key, 'mean_reference']:.3f}"
        told = [wide.loc[key].get(place) for place in PLACES]
        shown = " | ".join(cell if isinstance(cell, str) else "none shared" for cell in told)
        counts = f"{row.n_outlet:,.0f} | {row.n_reference:,.0f}"
        lines.append(f"| {what} | {row.outlet} | {counts} | {means} | {shown} | {row.n_stories} | {row.survival} |")
    left_out = f"\n\nToo few to tell: {'; '.join(silent)}." if silent else ""
    return "\n".join(lines) + left_out


def _interval(row: pd.Series) -> str:
    if pd.isna(row["difference"]):
        return "none"
    star = " \\*" if row["verdict"] == "differs" else ""
    if pd.isna(row["ci_low"]):
        return f"{row['difference']:+.2f} (n = {row['n_outlet']:,.0f}, too few)"
    return f"{row['difference']:+.2f} [{row['ci_low']:+.2f}, {row['ci_high']:+.2f}]{star}"


def hangs_on(checks: pd.DataFrame) -> str:
    """Say on what each finding hangs; of the outlets left out, those without which it falls, and the nearest."""
    if not len(checks):
        return "Nothing differs, so nothing hangs on anything."
    lines = ["| measure | outlet | method | check | n | n of rest | difference | interval | stands |", "|---" * 9 + "|"]
    for row in _telling(checks).itertuples():
        what = row.measure if row.target == "all" else f"{row.measure}, {row.target}"
        known = pd.notna(row.ci_low)
        interval = f"{row.ci_low:+.2f} to {row.ci_high:+.2f}" if known else "too few"
        stands = "yes" if row.holds else "no" if known else "cannot tell"
        counts = f"{row.n_outlet:,.0f} | {row.n_reference:,.0f}"
        cells = [what, row.outlet, row.method, row.check, counts, f"{row.difference:+.2f}", interval, stands]
        lines.append(f"| {' | '.join(cells)} |")
    told = "\n".join(f"- {sentence}" for sentence in describe_checks(checks))
    return f"What each finding hangs on:\n\n{told}\n\n" + "\n".join(lines)


def _telling(checks: pd.DataFrame) -> pd.DataFrame:
    """Leave out the outlets without which a finding stands, but for the one whose absence brings it nearest to 0."""
    outlets = checks["check"].str.startswith("without ") & ~checks["check"].str.startswith("without article")
    nearest = np.where(checks["difference"] > 0, checks["ci_low"], -checks["ci_high"])
    part = checks.assign(_near=nearest)[outlets & checks["holds"]]
    weakest = part.sort_values("_near", kind="stable").drop_duplicates(CONTRAST_AND_METHOD).index
    return checks[~outlets | ~checks["holds"] | checks.index.isin(weakest)]


def variants(study: Study, results: Results, chosen: pd.DataFrame, treated: pd.DataFrame) -> str:
    """Say how the differences that stand over all articles move when they are measured another way."""
    corpus = results.corpus.where(article_id=list(chosen["article_id"]))
    target = next((name for name in study.targets if name in ("armed-groups", "migrants")), None)
    ways = source_variants(corpus) if target is None else naming_variants(corpus, target)
    if target == "migrants":
        legal = label_shares(corpus.mentions[corpus.mentions["target"] == target])
        ways |= {"legitimising instead": legal[legal["measure"] == "legitimising"]}
    voice = study.voices[0]
    moved = sensitivity({name: table[table["voice"] == voice] for name, table in ways.items()}, chosen, seed=study.seed)
    stands = treated.query("method == 'unpaired' and wire == @KEPT and verdict == 'differs'")
    rows = moved[(moved["method"] == "unpaired") & moved["outlet"].isin(stands["outlet"])]
    if not len(rows):
        return ""
    rows = rows.assign(cell=rows.apply(_interval, axis=1))
    wide = rows.pivot_table(index="variant", columns="outlet", values="cell", aggfunc="first")
    wide = wide.reindex(list(ways)).fillna("none")
    what = f"naming of {target}, delegitimising share" if target else "official share"
    head = f"Measured another way ({what}; all articles, agency copy kept; adjusted within each row):\n\n"
    lines = [f"| way | {' | '.join(wide.columns)} |", "|---" * (1 + len(wide.columns)) + "|"]
    return head + "\n".join(
        lines + [f"| {way} | {' | '.join(cells)} |" for way, cells in zip(wide.index, wide.to_numpy(), strict=True)]
    )


def words(study: Study, results: Results, chosen: pd.DataFrame, most: int = 12) -> str:
    """Count the commonest words for the first target in the outlets' own voice."""
    target = next((name for name in study.targets if name in ("armed-groups", "migrants")), None)
    if target is None:
        return ""
    corpus = results.corpus.where(article_id=list(chosen["article_id"]))
    own = corpus.mentions.query("voice == 'outlet' and form == 'noun' and target == @target")
    terms = audit_lexicon(corpus.with_(mentions=own.reset_index(drop=True)), sample=1).terms.query(
        "target == @target and count > 0"
    )
    total = terms.groupby("outlet")["count"].sum()
    common = terms.groupby("term")["count"].sum().sort_values(ascending=False, kind="stable").head(most).index
    table = terms[terms["term"].isin(common)].pivot_table(
        index=["category", "term"], columns="outlet", values="count", fill_value=0, aggfunc="sum"
    )
    table = table.reindex(columns=total.index, fill_value=0).astype(int)
    lines = [f"| | {' | '.join(table.columns)} |", "|---" * (1 + len(table.columns)) + "|"]
    lines += [
        f"| {term} ({category}) | {' | '.join(map(str, row))} |"
        for (category, term), row in zip(table.index, table.to_numpy(), strict=True)
    ]
    lines.append(f"| all words for them | {' | '.join(str(n) for n in total)} |")
    return f"The {most} commonest words for {target} in the outlets' own voice:\n\n" + "\n".join(lines)


if __name__ == "__main__":
    main()
