"""The parts of a paper: complete, in print as they should be, accepted by pdflatex, the same bytes again."""

import csv
import re
import shutil
import subprocess
from dataclasses import replace

import pandas as pd
import pytest
from openpyxl import load_workbook
from pypdf import PdfReader

from framing.errors import FramingError
from framing.paper.build import _put_in_place, write_paper
from framing.paper.macros import outlet_keys
from framing.paper.methods import describe_methods, works_of
from framing.paper.plan import read_shown
from framing.paper.wording import estimate_text, latex, number, p_text

ENDINGS = {"figures": (".pdf", ".svg", ".png", ".csv", ".json", ".tex"), "tables": (".tex", ".csv", ".xlsx")}
needs_tex = pytest.mark.skipif(shutil.which("pdflatex") is None, reason="pdflatex is not on this machine")


def test_every_figure_and_table_is_there_in_every_form(paper):
    names = {
        "figures": {"levels-stance-protesters", "rates", "naming-stance-protesters", "sources-share-of-voice",
                    "time-stance-protesters"},
        "tables": {"comparison", "one-column", "levels", "corpus"},
    }  # fmt: skip
    for part, endings in ENDINGS.items():
        assert {path.name for path in (paper / part).iterdir()} == {n + e for n in names[part] for e in endings}


def test_fonts_are_in_the_figures_as_outlines_that_can_be_searched(paper):
    for path in (paper / "figures").glob("*.pdf"):
        fonts = [font.get_object() for page in PdfReader(path).pages for font in page["/Resources"]["/Font"].values()]
        below = [one.get_object() for font in fonts for one in font.get("/DescendantFonts", [font])]
        assert below and all("/FontFile2" in font["/FontDescriptor"].get_object() for font in below), path.name


def test_figures_are_as_wide_as_their_columns(paper):
    wide = {
        path.stem: float(PdfReader(path).pages[0].mediabox.width) / 72 for path in (paper / "figures").glob("*.pdf")
    }
    assert wide.pop("rates") == pytest.approx(7.0)
    assert all(width == pytest.approx(3.4) for width in wide.values())


def test_a_figure_shows_the_outlets_that_the_study_lists_under_the_names_it_gives(paper):
    table = pd.read_csv(paper / "figures" / "levels-stance-protesters.csv")
    assert set(table["outlet"]) == {"ken", "volmar", "tramline"}
    assert "KEN & Sons" in (paper / "index.html").read_text("utf-8").replace("&amp;", "&")


@pytest.mark.parametrize(
    ("value", "text"), [(0.0004, "< .001"), (0.0121, ".012"), (1.0, "> .999"), (float("nan"), "–"), (0.05, ".050")]
)
def test_p_values_are_never_printed_as_zero(value, text):
    assert p_text(value) == text


def test_numbers_that_cannot_exceed_one_have_no_zero_before_the_point():
    assert number(0.584) == ".58" and number(-0.12) == "−.12" and number(1.0) == "1.00" and number(-0.001) == ".00"
    assert number(0.584, bounded=False) == "0.58" and number(12345.6, bounded=False) == "12,346"
    assert estimate_text(0.58, 0.44, 0.7) == ".58 [.44, .70]"
    assert estimate_text(0.46, float("nan"), float("nan"), signed=True) == "+.46"


def test_every_special_character_is_text_in_latex():
    made = latex(r"a#b$c%d&e_f~g^h\i{j} <k>")
    assert made == (r"a\#b\$c\%d\&e\_f\textasciitilde{}g\textasciicircum{}h\textbackslash{}i\{j\} $<$k$>$")
    assert latex("[first]").startswith("{}[") and latex("Коммерсант") == r"\framingutf{Коммерсант}{??????????}"


def test_the_numbers_of_the_running_text_are_those_of_the_tables(paper):
    with (paper / "macros.csv").open(encoding="utf-8") as file:
        told = {row["key"]: row["text"] for row in csv.DictReader(file)}
    levels = pd.read_csv(paper / "tables" / "levels.csv").set_index(["measure", "target", "voice", "outlet"])
    row = levels.loc[("stance", "protesters", "outlet", "volmar")]
    assert told["volmar-own"] == estimate_text(row["value"], row["ci_low"], row["ci_high"])
    assert told["volmar-own"] == told["stance-protesters-volmar-own"]
    table = pd.read_csv(paper / "tables" / "comparison.csv")
    row = table[(table["measure"] == "stance") & (table["voice"] == "outlet") & (table["outlet"] == "tramline")
                & (table["method"] == "paired")].iloc[0]  # fmt: skip
    assert told["tramline-own-same-p"] == p_text(row["p_adjusted"])
    assert told["tramline-own-same-verdict"] == row["verdict"] == "differs"
    macros = (paper / "macros.tex").read_text("utf-8")
    assert r"\@namedef{framing@volmar-own}" in macros and macros.count(r"\@namedef") == len(told)


def test_counts_stand_without_decimals_and_differences_with_their_p(paper):
    book = load_workbook(paper / "tables" / "one-column.xlsx")
    rows = [[cell.value for cell in row] for row in book["as printed"].iter_rows()]
    heads = [re.sub(r"^.*: ", "", str(head)) for head in rows[0]]
    assert heads[-5:] == ["n", "Own", "Ref.", "Diff. [95 % CI]", "p"]
    assert all(re.fullmatch(r"[\d,]+", row[-5]) for row in rows[1:])
    assert book.properties.created.year == book.properties.modified.year == 1980


def test_methods_cite_what_the_bibliography_holds_and_nothing_else_is_in_it(paper):
    text = (paper / "methods.tex").read_text("utf-8")
    cited = {key for keys in re.findall(r"\\cite\{([^}]*)\}", text) for key in keys.split(",")}
    held = set(re.findall(r"^@\w+\{([\w-]+),", (paper / "references.bib").read_text("utf-8"), re.MULTILINE))
    assert cited == held and {"hemerik2020", "benjamini1995", "framing", "codebook-protest"} <= held
    for told in ("62 articles", "12 stories", "seed 0", "400 times", "study.toml", "F1"):
        assert told in text


def test_what_an_author_wrote_is_no_citation(material):
    asked = replace(material.analysis, declared=replace(material.plan, question="Who [@nobody2020] says so?"))
    parts = describe_methods(replace(material, analysis=asked))
    assert "(@nobody2020]" in dict(parts)["Declaration"]
    assert "nobody2020" not in works_of(parts, material)


def test_the_supplement_counts_terms_and_lists_articles_without_their_texts(paper, material):
    terms = pd.read_csv(paper / "supplement" / "codebook.csv")
    assert terms["found"].sum() == len(material.results.corpus.mentions)
    articles = pd.read_csv(paper / "supplement" / "articles.csv")
    assert len(articles) == 62 and not {"body", "headline"} & set(articles.columns)
    agreement = pd.read_csv(paper / "supplement" / "agreement.csv")
    assert {"all", "ken"} <= set(agreement["outlet"]) and {"voice", "source_type"} <= set(agreement["variable"])


def test_a_folder_that_holds_something_else_is_left_alone(material, tmp_path):
    (tmp_path / "figures").mkdir()
    (tmp_path / "figures" / "mine.png").write_bytes(b"mine")
    with pytest.raises(FramingError, match="holds no paper"):
        write_paper(material, tmp_path)
    assert (tmp_path / "figures" / "mine.png").read_bytes() == b"mine"


def test_a_draft_that_was_gone_on_with_stays_and_a_failure_leaves_the_earlier_paper(paper, material, tmp_path):
    shutil.copytree(paper, tmp_path / "paper")
    (tmp_path / "paper" / "article.tex").write_text("mine", encoding="utf-8")
    _put_in_place(shutil.copytree(paper, tmp_path / "made"), tmp_path / "paper")
    assert (tmp_path / "paper" / "article.tex").read_text("utf-8") == "mine"
    study = tmp_path / "study.toml"
    study.write_text('[[figure]]\nkind = "levels"\nmeasure = "nothing"', encoding="utf-8")
    with pytest.raises(FramingError, match="There is no measure 'nothing'"):
        write_paper(replace(material, file=study), tmp_path / "paper")
    assert (tmp_path / "paper" / "figures" / "rates.pdf").is_file()


@pytest.mark.parametrize(
    ("entry", "told"),
    [
        ('[[figure]]\nkind = "pie"\nmeasure = "stance"', "use one of levels"),
        ('[[figure]]\nkind = "levels"', "names no measure"),
        ('[[table]]\nkind = "levels"\ncolour = "red"', "unknown key 'colour'"),
        ('[[table]]\nkind = "levels"\ncolumns = 3', "columns 3"),
        ('[[table]]\nkind = "levels"\n[[table]]\nkind = "levels"', "calls two entries"),
    ],
)
def test_a_faulty_entry_is_named_with_its_remedy(entry, told, tmp_path, material):
    (tmp_path / "study.toml").write_text(entry, encoding="utf-8")
    with pytest.raises(FramingError, match=told):
        read_shown(tmp_path / "study.toml", material.comparisons)


def test_without_a_list_the_usual_is_shown(material):
    figures, tables = read_shown(None, material.comparisons)
    assert {one.kind for one in figures} == {"levels", "difference"}
    assert [one.kind for one in tables] == ["corpus", "levels", "comparison"]


@needs_tex
def test_pdflatex_makes_the_article_without_a_box_too_full(paper, tmp_path):
    shutil.copytree(paper, tmp_path / "paper")
    for folder, name in ((tmp_path / "paper", "article"), (tmp_path / "paper" / "supplement", "supplement")):
        done = subprocess.run(
            ["pdflatex", "-interaction=nonstopmode", name], cwd=folder, capture_output=True, check=False
        ).stdout.decode("utf-8", "replace")  # fmt: skip
        assert not re.findall(r"^(?:!|Overfull).*", done, re.MULTILINE)
        assert "Output written" in done


def test_outlets_in_other_scripts_have_keys_of_their_own(material):
    renamed = material.articles["outlet_id"].replace({"ken": "Вести", "volmar": "A B", "courier": "a.b"})
    keys = outlet_keys(replace(material, articles=material.articles.assign(outlet_id=renamed)))
    assert len(set(keys.values())) == len(keys) == 5 and keys["Вести"].startswith("outlet") and keys["A B"] == "a-b"
