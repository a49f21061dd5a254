import json

import matplotlib as mpl
import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from matplotlib.dates import date2num

from framing.display.figures.estimates import is_share, plot_comparison, plot_naming, plot_scores
from framing.display.figures.findings import (
    describe_apart,
    describe_differences,
    describe_movement,
    describe_rates_of,
    find_apart,
)
from framing.display.figures.outlet_map import plot_map
from framing.display.figures.panels import plot_over_time, plot_sources
from framing.display.figures.style import new_panels, outlet_colours, save_figure, say
from framing.display.figures.words import plot_keyness
from framing.errors import FramingError
from framing.provenance import fingerprint, record_call

mpl.use("Agg")
OUTLETS = ["a", "b", "c"]


@pytest.fixture
def estimates():
    rows = []
    for i, outlet in enumerate(OUTLETS):
        for measure, value in (("stance", 0.2 + 0.2 * i), ("stance_legitimising", 0.1)):
            for voice in ("all", "outlet"):
                rows.append((measure, "protesters", voice, outlet, value, 20 + i, value - 0.1, value + 0.1))
    columns = ["measure", "target", "voice", "outlet", "value", "n", "ci_low", "ci_high"]
    table = pd.DataFrame(rows, columns=columns)
    table.loc[(table["outlet"] == "c") & (table["voice"] == "outlet"), ["ci_low", "ci_high"]] = np.nan
    return table


def texts(axes):
    return [t.get_text() for t in axes.texts]


def test_n_stands_at_every_mark_and_a_missing_interval_is_said(estimates):
    axes = plot_scores(estimates, measure="stance", target="protesters", voices=("outlet",))
    assert texts(axes) == ["n = 22, too few to tell", "n = 20", "n = 21"]
    assert len(axes.collections) == 2  # one interval line for a, one for b


def test_shares_of_a_naming_bar_add_up_to_one(estimates):
    axes = plot_naming(estimates, target="protesters")
    widths = pd.Series([patch.get_width() for patch in axes.patches]).groupby([i % 3 for i in range(9)]).sum()
    assert np.allclose(widths, 1)


def test_an_outlet_has_one_colour_whatever_else_is_drawn():
    every = outlet_colours(["a", "b", "c"])
    assert outlet_colours(["c", "a", "b", "rest"]) == every
    assert len(set(every.values())) == 3


def test_a_comparison_keeps_the_colours(estimates):
    rows = {"measure": "stance", "target": "protesters", "voice": "outlet", "outlet": OUTLETS, "reference": "rest"}
    numbers = {"difference": [0.1, 0.0, -0.1], "ci_low": [0.0, -0.1, -0.2], "ci_high": [0.2, 0.1, 0.0], "n_outlet": 9.0}
    axes = plot_comparison(pd.DataFrame({**rows, **numbers, "method": "paired"}), measure="stance")
    dots = [line.get_color() for line in axes.lines if line.get_marker() == "s"]
    assert dots == [outlet_colours(OUTLETS)[o] for o in ("c", "b", "a")]


def test_what_is_not_there_is_named(estimates):
    with pytest.raises(FramingError, match="no estimate of 'tone' on 'protesters' in the voice outlet"):
        plot_scores(estimates, measure="tone", target="protesters", voices=("outlet",))
    with pytest.raises(FramingError, match="no keyness of the outlet 'x'"):
        plot_keyness(pd.DataFrame({"outlet": ["a"]}), outlet="x")


def test_a_figure_of_nothing_says_so_and_can_be_saved(estimates, tmp_path):
    axes = plot_scores(estimates, measure="stance", target="nobody", voices=("outlet",))
    assert axes.texts[0].get_text() == "There is no estimate of 'stance' on 'nobody' in the voice outlet."
    assert not axes.lines
    assert len(save_figure(axes, tmp_path / "nothing")) == 4
    assert "no estimate of 'stance' on 'nobody'" in plot_naming(estimates, target="nobody").texts[0].get_text()


def test_the_foot_of_a_saved_figure_says_whether_it_was_validated(estimates, tmp_path):
    axes = plot_scores(estimates, measure="stance", target="protesters", voices=("outlet",))
    for _ in range(2):
        save_figure(axes, tmp_path / "foot", provenance={"validity": "Not validated on this collection."})
    feet = [text for text in axes.figure.texts if text.get_gid() == "foot"]
    assert [text.get_text() for text in feet] == ["Not validated on this collection."]
    axes.figure.canvas.draw()
    foot = feet[0].get_window_extent()
    assert foot.y0 >= 0 and foot.y1 <= axes.get_tightbbox().y0


def test_a_long_foot_stays_within_the_figure_and_below_what_is_drawn(estimates, tmp_path):
    axes = plot_scores(estimates, measure="stance", target="protesters")
    save_figure(axes, tmp_path / "foot", provenance={"validity": "Voice of namings validated on n = 520. " * 6})
    axes.figure.canvas.draw()
    foot = next(text for text in axes.figure.texts if text.get_gid() == "foot").get_window_extent()
    assert foot.x1 <= axes.figure.bbox.x1 and foot.y0 >= 0
    assert foot.y1 <= axes.get_tightbbox().y0


def test_saving_twice_gives_the_same_bytes_and_the_numbers(estimates, tmp_path):
    first, second = (
        save_figure(
            plot_scores(estimates, measure="stance", target="protesters"), tmp_path / name / "f", provenance={"k": 1}
        )
        for name in ("one", "two")
    )
    for a, b in zip(first, second, strict=True):
        assert a.read_bytes() == b.read_bytes(), a.suffix
    table = pd.read_csv(tmp_path / "one" / "f.csv")
    assert table["value"].round(6).tolist() == [0.2, 0.4, 0.6]
    assert json.loads((tmp_path / "one" / "f.json").read_text())["k"] == 1


def test_provenance_holds_the_call_the_package_and_the_libraries(estimates, tmp_path):
    table = record_call(estimates.copy(), "estimate", by="outlet_id", seed=7, resamples=50)
    axes = plot_scores(table, measure="stance", target="protesters")
    save_figure(axes, tmp_path / "f", provenance={"collection": "invented"})
    record = json.loads((tmp_path / "f.json").read_text())
    assert record["calls"] == [{"function": "estimate", "by": "outlet_id", "seed": 7, "resamples": 50}]
    assert record["made_by"] == fingerprint()
    assert {"numpy", "pandas", "matplotlib"} <= set(record["software"])
    assert record["collection"] == "invented"


def test_sources_have_a_panel_for_each_kind_that_speaks(estimates):
    rows = [
        ("v", kind, "all", o, share, 9, share, share)
        for o in OUTLETS
        for kind, share in (("police", 0.7), ("crowd", 0.3), ("x", 0))
    ]
    table = pd.DataFrame(rows, columns=[*estimates.columns[:5], "n", "ci_low", "ci_high"])
    figure = plot_sources(table, measure="v")
    assert [axes.get_title("left") for axes in figure.axes if axes.get_visible()] == ["police", "crowd"]


def test_lines_join_neighbouring_days_with_enough_evidence_only():
    days = pd.to_datetime(["2024-01-01", "2024-01-02", "2024-01-03", "2024-01-04", "2024-01-07", "2024-01-08"])
    table = pd.DataFrame(
        {"measure": "stance", "target": "protesters", "voice": "all", "outlet": "a", "period": days,
         "value": [0.5, 0.6, np.nan, 1.0, 0.2, 0.3], "n": [9, 9, 0, 2, 9, 9], "ci_low": np.nan, "ci_high": np.nan}
    )  # fmt: skip
    figure = plot_over_time(table)
    assert [len(line.get_xdata()) for line in figure.axes[0].lines] == [2, 2]
    assert "n = 38" in figure.axes[0].get_title("left")
    tell = figure.axes[0].xaxis.get_major_formatter()
    assert tell(date2num(days[1])) == "2 Jan"  # no directive that only some systems know


def test_a_title_sets_apart_only_what_intervals_set_apart(estimates):
    rows = estimates[(estimates["measure"] == "stance") & (estimates["voice"] == "all")]
    names = {"a": "Ada", "b": "Bob", "c": "Cid"}
    close = rows.assign(ci_low=rows["value"] - 0.3, ci_high=rows["value"] + 0.3)
    assert describe_apart(close, "x", names=names) == "No outlet stands clearly apart: x"
    far = rows.assign(ci_low=rows["value"] - 0.05, ci_high=rows["value"] + 0.05)
    told = describe_apart(far.assign(ci_low=far["ci_low"] - 0.3 * (far["outlet"] == "b")), "x", names=names)
    assert told == "Cid stands above Bob and Ada: x, 60 % against 20 to 40 %"
    ends = far.assign(ci_high=far["ci_high"] + 0.2 * (far["outlet"] != "c"), ci_low=far["ci_low"] - 0.3)
    ends.loc[ends["value"].idxmax(), "ci_low"] = ends.loc[ends["value"].idxmin(), "ci_high"] + 0.01
    told = describe_apart(ends, "x", names=names)
    assert told == "Cid stands above Ada: x, 60 % against 20 %"
    assert find_apart(ends.assign(ci_low=0.0, ci_high=1.0)) is None
    assert describe_apart(far.assign(ci_low=np.nan), "x", names=names).startswith("Too few stories")


def test_differences_of_shares_are_told_in_points_and_the_legend_keeps_its_colour_beside_pale_bars(estimates):
    rows = pd.DataFrame(
        {"outlet": ["a", "b"], "reference": "rest", "measure": "stance", "target": "protesters", "voice": "outlet",
         "method": "paired", "difference": [0.2, -0.2], "ci_low": [0.1, -0.3], "ci_high": [0.3, -0.1],
         "n_outlet": [20, 20]}
    )  # fmt: skip
    axes = plot_comparison(rows, measure="stance")
    axes.figure.draw_without_rendering()
    told = [label.get_text() for label in axes.get_xticklabels()]
    assert "+30 pts" in told and "−30 pts" in told and "0" in told
    pale = estimates.assign(ci_low=np.nan, ci_high=np.nan)
    legend = plot_naming(pale, target="protesters", voice="all").get_legend()
    assert all(patch.get_alpha() == 1 for patch in legend.get_patches())


def test_where_no_line_divides_all_those_apart_from_the_highest_or_the_lowest_are_named():
    ends = {"a": (0.6, 0.8), "b": (0.35, 0.65), "c": (0.3, 0.54), "d": (0.2, 0.4)}
    table = pd.DataFrame.from_dict(ends, orient="index", columns=["ci_low", "ci_high"]).rename_axis("outlet")
    table = table.assign(value=table.mean(axis=1)).reset_index()
    assert describe_apart(table, "x", names={}) == "a stands above c and d: x, 70 % against 30 to 42 %"
    turned = table.assign(value=1 - table["value"], ci_low=1 - table["ci_high"], ci_high=1 - table["ci_low"])
    assert describe_apart(turned, "x", names={}) == "d and c stand above a: x, 58 to 70 % against 30 %"


@pytest.mark.parametrize(
    ("lows", "told"),
    [
        ([(0.5, 0.7), (0.1, 0.9), (0.1, 0.3)], "Ada ends lower than it began: x"),
        ([(0.1, 0.3), (0.8, 0.9), (0.25, 0.5)], "No outlet can be shown to end higher or lower than it began: x"),
        ([(0.1, 0.3), (np.nan, np.nan), (0.4, 0.5)], "Ada ends higher than it began: x"),
        ([(0.1, 0.3), (np.nan, np.nan), (np.nan, np.nan)], "Too few stories in a period"),
    ],
)
def test_a_title_says_movement_only_between_first_and_last_interval(lows, told):
    table = pd.DataFrame(lows, columns=["ci_low", "ci_high"]).assign(
        outlet="a", value=0.5, period=pd.date_range("2024-01-01", periods=3)
    )
    assert describe_movement(table.iloc[::-1], "x", names={"a": "Ada"}).startswith(told)


@pytest.mark.parametrize(
    ("low", "high", "verdict", "told"),
    [
        (1.4, 3.0, "differs", "Ada uses words of “fear” 2 times as often as Bob (1.4 to 3)"),
        (1.4, np.inf, "differs", "Ada uses words of “fear” 2 times as often as Bob (1.4 to any number)"),
        (0.9, 3.0, "differs", "No category of words can be shown to differ between Ada and Bob"),
        (1.4, 3.0, "cannot tell", "No category of words can be shown to differ between Ada and Bob"),
    ],
)
def test_a_title_of_rates_says_what_interval_and_verdict_both_say(low, high, verdict, told):
    rows = pd.DataFrame({"words": ["fear"], "ratio": 2.0, "ratio_low": low, "ratio_high": high, "verdict": verdict})
    assert describe_rates_of(rows, "Ada", "Bob") == told
    more = pd.concat([rows, rows.assign(words="hope", ratio=0.5, ratio_low=0.3, ratio_high=0.6)])
    if told.startswith("Ada uses"):
        assert (
            describe_rates_of(more, "Ada", "Bob")
            == "Ada uses words of “fear” more often and of “hope” less often than Bob"
        )


@given(
    st.lists(st.tuples(st.floats(0, 1), st.floats(0, 0.5), st.floats(0, 0.5), st.booleans()), min_size=2, max_size=6)
)
def test_whoever_a_title_names_as_above_has_an_interval_above_all_it_names_below(drawn):
    table = pd.DataFrame(
        [(f"o{i}", v, v - a if sure else np.nan, v + b) for i, (v, a, b, sure) in enumerate(drawn)],
        columns=["outlet", "value", "ci_low", "ci_high"],
    ).set_index("outlet", drop=False)
    title = describe_apart(table, "w", names={})
    if " above " not in title:
        return
    above, below = (part.replace(" and ", ", ").split(", ") for part in title.split(":")[0].split(" above "))
    above = [name.removesuffix(" stands").removesuffix(" stand") for name in above]
    named = [o for o in above if o in table.index]
    assert table.loc[named, "ci_low"].notna().all()
    others = [o for o in below if o in table.index]
    if named and others:
        assert table.loc[named, "ci_low"].min() > table.loc[others, "ci_high"].max()


def test_a_difference_that_crosses_zero_is_not_in_the_title():
    rows = pd.DataFrame(
        {"outlet": ["a", "b", "c"], "difference": [0.3, 0.1, -0.2], "ci_low": [0.1, -0.1, -0.3],
         "ci_high": [0.5, 0.3, -0.1]}
    )  # fmt: skip
    told = describe_differences(rows, "x", names={"a": "Ada"}, reference="the others")
    assert told == "Ada lies above the others; c lies below the others: x"
    undecided = rows.assign(verdict=["does not differ", "too few to tell", "differs"])
    assert describe_differences(undecided, "x", names={}, reference="r") == "c lies below r: x"
    assert "No difference" in describe_differences(rows[rows["outlet"] == "b"], "x", names={}, reference="r")


def test_a_saved_figure_has_title_caption_and_words_for_who_cannot_see_it(estimates, tmp_path):
    outlets = pd.DataFrame({"outlet_id": OUTLETS, "name": ["Ada", "Bob", "Cid"]})
    axes = plot_scores(estimates, measure="stance", target="protesters", voices=("outlet", "all"), outlets=outlets)
    save_figure(axes, tmp_path / "f")
    record = json.loads((tmp_path / "f.json").read_text())
    assert record["title"].startswith("No outlet stands clearly apart: delegitimising share, protesters, in the outlet")
    assert "95 % interval" in record["caption"]
    assert "Bob outlet 0.40 (0.30 to 0.50)" in record["alt"]
    assert [label.get_text() for label in axes.get_yticklabels()] == ["Cid", "Ada", "Bob"]


def test_a_title_lies_inside_its_figure(estimates):
    for width in (3.5, 7.0):
        axes = plot_scores(estimates, measure="stance", target="protesters", voices=("outlet", "all"))
        axes.figure.set_figwidth(width)
        say(axes, "Ada, Bob and Cid stand above everybody else in the whole wide world of news " * 2, "")
        axes.figure.canvas.draw()
        title = axes.figure._suptitle.get_window_extent()
        assert title.x0 >= 0 and title.x1 <= axes.figure.bbox.x1


def test_open_is_kept_for_voices_that_are_not_the_outlets_own(estimates):
    axes = plot_scores(estimates, measure="stance", target="protesters", voices=("outlet", "all"))
    faces = [line.get_markerfacecolor() for line in axes.lines if line.get_marker() == "o"]
    assert faces.count("white") == 3 and len(faces) == 6


def test_words_of_grammar_and_the_outlets_own_name_set_nothing_apart():
    words = ["the", "of", "cnn", "siege", "rebel"]
    table = pd.DataFrame({"outlet": "cnn", "term": words, "z": 3.0, "ci_low": [3, 3, 3, 0.5, -0.1], "ci_high": 4.0,
                          "count_outlet": 9, "count_reference": 1})  # fmt: skip
    axes = plot_keyness(table, outlet="cnn")
    assert [label.get_text() for label in axes.get_yticklabels()] == ["rebel", "siege"]
    assert axes.figure.get_suptitle() == "cnn is set apart by “siege”"


def test_a_map_is_the_same_twice_and_needs_three_outlets():
    rng = np.random.default_rng(0)
    articles = pd.DataFrame({"article_id": [f"x{i}" for i in range(30)], "outlet_id": np.repeat(OUTLETS, 10)})
    scores = pd.concat(
        articles[["article_id"]].assign(measure=m, target="all", voice="all", value=rng.random(30), n=5.0)
        for m in "pqr"
    )
    one, two = (plot_map(scores, articles, resamples=20).framing_data for _ in range(2))
    pd.testing.assert_frame_equal(one, two)
    assert one["outlet"].tolist() == OUTLETS
    table = pd.DataFrame({"outlet_id": ["0", *OUTLETS], "name": ["0", *OUTLETS]})
    drawn = plot_map(scores, articles, outlets=table, resamples=20)
    colours = [line.get_color() for line in drawn.lines if line.get_marker() == "o"]
    assert colours == [outlet_colours(table)[outlet] for outlet in OUTLETS]
    assert "at least three outlets" in plot_map(scores, articles[articles["outlet_id"] != "c"]).texts[0].get_text()


def test_the_lowest_panel_of_every_column_has_its_labels():
    _, panels = new_panels(5, 4, width=8, head=1, each=1)
    assert len(panels) == 5
    labelled = [axes.xaxis.get_tick_params()["labelbottom"] for axes in panels]
    assert labelled == [False, True, True, True, True]


def test_shares_have_no_decimals_they_do_not_need_and_no_outlet_is_left_out_in_silence(estimates):
    outlets = pd.DataFrame({"outlet_id": [*estimates["outlet"].unique(), "zed"]}).assign(
        name=lambda t: t["outlet_id"].str.title()
    )
    axes = plot_scores(estimates, measure="stance", target="protesters", voices=("outlet",), outlets=outlets)
    assert axes.get_xlabel().endswith("\nNothing to count: Zed")
    write = axes.xaxis.get_major_formatter()
    assert [write(value, 0) for value in (0, 0.05, 0.3, 0.125, 1.0)] == ["0%", "5%", "30%", "12.5%", "100%"]


def test_a_measure_of_ones_own_is_a_share_where_its_scores_say_so():
    rows = pd.DataFrame({"measure": ["my_measure", "my_measure"], "counts": ["share", "share"]})
    assert is_share(rows)
    assert not is_share(rows.assign(counts=["share", None]))
