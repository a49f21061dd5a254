import pandas as pd
import pytest

from framing.comparison.checks.survival import KEPT, LEFT_OUT
from framing.display.figures.estimates import plot_comparison
from framing.display.figures.robustness import plot_survival, plot_variants
from framing.display.figures.style import save_figure


@pytest.fixture
def rows():
    """Two outlets, paired and unpaired."""
    table = pd.DataFrame({"outlet": ["a", "a", "b", "b"], "method": ["paired", "unpaired"] * 2})
    numbers = {"difference": [0.1, 0.2, -0.1, -0.2], "ci_low": [0.0, 0.1, -0.2, -0.3], "ci_high": [0.2, 0.3, 0.0, -0.1]}
    return table.assign(
        **numbers, n_outlet=[9.0, 20.0, 8.0, 30.0], reference="rest", measure="stance", target="protesters",
        voice="outlet",
    )  # fmt: skip


def test_the_foot_stands_clear_of_everything_else_that_is_drawn(rows, tmp_path):
    told = "Not validated on this collection."
    figure = plot_variants(pd.concat([rows.assign(variant=way) for way in ("primary", "with modifiers")]))
    save_figure(figure, tmp_path / "ways", provenance={"validity": told})
    figure.canvas.draw()
    boxes = {text.get_text(): text.get_window_extent() for text in figure.texts}
    foot = boxes.pop(told)
    others = [*boxes.values(), *(axes.get_tightbbox() for axes in figure.axes if axes.get_visible())]
    assert len(others) >= 3
    assert all(foot.y1 <= box.y0 for box in others)
    assert len(pd.read_csv(tmp_path / "ways.csv")) == 8


def test_each_difference_is_drawn_with_agency_copy_and_without(rows):
    treated = pd.concat([rows.assign(wire=KEPT), rows.assign(wire=LEFT_OUT, difference=rows["difference"] / 2)])
    axes = plot_survival(treated, measure="stance", target="protesters", voice="outlet")
    drawn = {
        (line.get_marker(), round(float(line.get_xdata()[0]), 3)) for line in axes.lines if len(line.get_xdata()) == 1
    }
    assert drawn == {
        *(("s", 0.1), ("o", 0.2), ("s", -0.1), ("o", -0.2)),
        *(("D", 0.05), ("^", 0.1), ("D", -0.05), ("^", -0.1)),
    }


def test_an_outlet_with_two_references_has_a_row_for_each(rows):
    table = pd.concat([rows.assign(reference="c"), rows.assign(reference="rest", difference=rows["difference"] + 0.3)])
    outlets = pd.DataFrame({"outlet_id": ["a", "b", "c"], "name": ["Ada", "Bob", "Cid"]})
    asked = {"measure": "stance", "target": "protesters", "voice": "outlet", "outlets": outlets}
    treated = pd.concat([table.assign(wire=KEPT), table.assign(wire=LEFT_OUT)])
    for axes, dots in ((plot_comparison(table, **asked), 8), (plot_survival(treated, **asked), 16)):
        names = {label.get_text().replace("\n", " ") for label in axes.get_yticklabels()}
        assert names == {f"{who} – {other}" for who in ("Ada", "Bob") for other in ("Cid", "the other outlets")}
        assert sum(len(line.get_xdata()) == 1 for line in axes.lines) == dots
        assert "the outlet named second" in axes.figure.get_suptitle()
        assert len(axes.framing_data) == dots


def test_what_cannot_be_measured_another_way_says_so(rows):
    figure = plot_variants(rows.iloc[:0].assign(variant=pd.Series(dtype="str")))
    assert "another way" in figure.axes[0].texts[0].get_text()
