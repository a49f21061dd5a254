"""Tables and sentences about contrasts: what is a rate is told in times, and every sentence has the table's verdict."""

import numpy as np
import pandas as pd
import pytest

from framing.comparison.contrasts import compare
from framing.comparison.levels import estimate
from framing.display.figures.estimates import plot_comparison, plot_scores
from framing.display.figures.style import save_figure
from framing.display.pages.tables import describe_contrasts, describe_findings, name_outlets, save_latex, show_table

HITS = {"a": 3.0, "b": 1.0, "c": 1.0, "d": 0.0}


@pytest.fixture(scope="module")
def tables():
    """Four outlets on thirty stories, a rate per 1,000 words and a share; d has no hit."""
    rng = np.random.default_rng(4)
    rows = [(f"{o}{s}", o, f"s{s}", rng.poisson(hits)) for s in range(30) for o, hits in HITS.items()]
    made = pd.DataFrame(rows, columns=["article_id", "outlet_id", "story_id", "hits"])
    common = {"target": "crowd", "voice": "all", "version": "1"}
    rate = made.assign(measure="harm_by", value=made["hits"] * 2.0, n=500.0, counts="rate", **common)
    share = made.assign(measure="stance", value=made["hits"] / 20, n=20.0, counts="share", **common)
    scores = pd.concat([rate, share], ignore_index=True).drop(columns=["outlet_id", "story_id", "hits"])
    articles = made[["article_id", "outlet_id", "story_id"]]
    return compare(scores, articles, resamples=400), estimate(scores, articles, resamples=400)


def test_what_is_a_rate_is_told_in_times_and_what_is_a_share_is_not(tables):
    compared, _ = tables
    first = compared.query("measure == 'harm_by' and outlet == 'a' and method == 'unpaired'").iloc[0]
    told = describe_findings(compared.query("outlet == 'a'"))
    rate, share = (next(s for s in told if word in s and "over all articles" in s) for word in ("Harm", "Delegit"))
    assert f"{first['mean_outlet']:.2f} against {first['mean_reference']:.2f} per 1,000 of the others" in rate
    assert f"{first['ratio']:.2g} times as often, {first['ratio_low']:.2g} to {first['ratio_high']:.2g};" in rate
    assert "times" not in share and "per 1,000" not in share


def test_the_table_for_people_holds_ratios_of_rates_alone(tables):
    shown = describe_contrasts(tables[0])
    assert shown.query("measure == 'harm_by'")[["ratio", "ratio_low", "ratio_high"]].notna().all(axis=None)
    assert shown.query("measure == 'stance'")[["ratio", "ratio_low", "ratio_high"]].isna().all(axis=None)
    assert "ratio" not in describe_contrasts(tables[0].query("measure == 'stance'"))


def test_an_open_bound_is_infinite_in_tables(tables, tmp_path):
    against_none = describe_contrasts(tables[0].query("measure == 'harm_by'")).assign(ratio_high=np.inf)
    assert "∞" in show_table(against_none).to_html()
    assert r"$\infty$" in save_latex(against_none, tmp_path / "t.tex").read_text(encoding="utf-8")


def test_tables_have_whole_counts_and_no_p_of_zero(tmp_path):
    table = pd.DataFrame(
        {"n": [65.0, 1234.0], "share": [0.5, np.nan], "p_adjusted": [0.0004, 0.0312], "of": ["a#", "b$"]}
    )
    text = save_latex(table, tmp_path / "t.tex").read_text(encoding="utf-8")
    assert r"65 & 0.50 & $<$.001 & a\# \\" in text and r"1,234 & -- & 0.031 & b\$ \\" in text
    page = show_table(table, digits={"share": 1}).to_html()
    assert all(f">{told}</td>" in page for told in ("65", "1,234", "0.5", "–", "&lt;.001", "0.031"))


def test_a_table_without_rows_is_a_sentence_and_no_bare_head():
    page = show_table(pd.DataFrame({"outlet": [], "n": []}), caption="Errors").to_html()
    assert "Errors" in page and "Nothing to show." in page and "outlet" not in page


def test_rates_are_drawn_in_times_on_a_logarithmic_axis(tables):
    compared, _ = tables
    axes = plot_comparison(compared, measure="harm_by", target="crowd", voice="all")
    assert axes.get_xscale() == "log"
    dots = sorted(float(line.get_xdata()[0]) for line in axes.lines if line.get_marker() in ("s", "o"))
    assert dots == pytest.approx(sorted(compared.query("measure == 'harm_by'")["ratio"]))
    assert "how many times as often as in the other outlets" in axes.figure.framing_text["caption"]
    plain = plot_comparison(compared, measure="stance", target="crowd", voice="all")
    assert plain.get_xscale() == "linear"


def test_levels_of_rates_say_how_many_times_the_others(tables, tmp_path):
    levels = tables[1]
    axes = plot_scores(levels, measure="harm_by", target="crowd")
    row = levels.query("measure == 'harm_by' and outlet == 'a'").iloc[0]
    assert any(f"{row['ratio']:.2g} × the others" in text.get_text() for text in axes.texts)
    save_figure(axes, tmp_path / "levels")
    assert "times as often" in (tmp_path / "levels.json").read_text(encoding="utf-8")
    assert {"ratio", "ratio_low", "ratio_high"} <= set(pd.read_csv(tmp_path / "levels.csv").columns)


def test_sentences_have_the_verdict_of_the_table_and_no_other(tables):
    compared = tables[0].query("measure == 'harm_by' and method == 'unpaired'").reset_index(drop=True)
    assert (compared.loc[compared["outlet"] == "a", "verdict"] == "differs").all()
    silenced = compared.assign(verdict="cannot tell")
    assert not any("(difference" in sentence for sentence in describe_findings(silenced))
    every = compared.assign(verdict="differs")
    assert sum("(difference" in sentence for sentence in describe_findings(every)) == len(compared)


def test_the_widest_difference_of_a_measure_comes_first_and_the_rest_are_counted(tables):
    one = tables[0].query("measure == 'stance' and method == 'unpaired'").head(1)
    gaps = [0.1, -0.5, 0.3, -0.2]
    rows = pd.concat([one.assign(outlet=f"o{i}", difference=gap, verdict="differs") for i, gap in enumerate(gaps)])
    told = describe_findings(rows.reset_index(drop=True), most=3)
    assert [sentence.partition(":")[0] for sentence in told[:3]] == ["o1", "o2", "o3"]
    assert told[3] == "1 more differs; the table has it."


def test_people_read_names_of_outlets_and_not_ids(tables):
    outlets = pd.DataFrame({"outlet_id": ["a", "b"], "name": ["Gazette of Ostry", "Herald"]})
    contrasts = tables[0]
    named = name_outlets(contrasts.assign(check="without b"), outlets)
    assert set(named["outlet"]) == {"Gazette of Ostry", "Herald", *set(contrasts["outlet"]) - {"a", "b"}}
    assert set(named["reference"]) == set(contrasts["reference"]) == {"rest"} and set(named["check"]) == {
        "without Herald"
    }
    assert any(sentence.startswith("Gazette of Ostry: ") for sentence in describe_findings(named))
    wide = contrasts.pivot_table(index=["measure", "outlet"], columns="method", values="difference")
    assert "Herald" in name_outlets(wide, outlets).index.get_level_values("outlet")
    counts = pd.DataFrame({"a": [1], "c": [2]}).rename_axis(columns="outlet_id")
    assert list(name_outlets(counts, outlets)) == ["Gazette of Ostry", "c"]
    assert list(counts) == ["a", "c"] and set(contrasts["outlet"]) >= {"a", "b"}


def test_contrasts_that_do_not_differ_are_counted_once(tables):
    one = tables[0].query("measure == 'stance' and method == 'unpaired'").head(1)
    rows = pd.concat([one.assign(verdict=verdict) for verdict in ("cannot tell", "too few to tell", "too few to tell")])
    told = describe_findings(rows.reset_index(drop=True))
    assert told[0] == "1 of 3 contrasts does not show a difference." and "2 of 3 contrasts: too few" in told[1]
