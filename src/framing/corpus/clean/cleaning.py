"""Cleaning: named rules in order, each of which can be switched off, and a record of all that they did."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from framing import schema
from framing.corpus.clean import credits as lifting
from framing.corpus.clean import furniture, lines, marks, mending
from framing.corpus.clean.datelines import lift_dateline
from framing.corpus.clean.drafts import Draft, Rule
from framing.corpus.clean.links import drop_links
from framing.corpus.clean.recurring import Recurring, drop_recurring_lines
from framing.corpus.fields.dates import parse_date
from framing.errors import FramingError

RULES = (
    Rule("mojibake", "mends text decoded with the wrong code page (ftfy)", mending.mend_mojibake),
    Rule("invisible", "takes out invisible characters, makes fixed spaces plain", mending.drop_invisible),
    Rule("template", "takes out template braces, tags and lines of code", furniture.drop_templates),
    Rule("share_bar", "drops rows of services to share on", lines.drop_share_bars),
    Rule("paragraph_marks", "turns .- and - - between sentences into paragraph breaks", mending.restore_paragraphs),
    Rule("quotation_marks", "puts back lost quotation marks, apostrophes, dashes", marks.mend_quotation_marks),
    Rule("glued_hyphens", "turns a hyphen that stands for a fixed space into a space", mending.loosen_hyphens),
    Rule("end_marker", "drops end markers and empty values", lines.drop_matching_lines("end_marker")),
    Rule(
        "news_code",
        "drops the agency's number of the item, in digits of any script",
        lines.drop_matching_lines("news_code"),
    ),
    Rule("junk_line", "drops lines typed by accident", lines.drop_junk_lines),
    Rule("comments", "drops what readers wrote under the article", furniture.drop_comments),
    Rule("link_list", "drops lists of other items under a heading", furniture.drop_link_lists),
    Rule("menu", "drops runs of eight or more short lines", lines.drop_menus),
    Rule("date_line", "lifts a line that only holds a date", lifting.lift_date),
    Rule("clock", "takes the times off a live blog", furniture.drop_clocks),
    Rule("correction", "drops corrections and notes of the desk", lines.drop_phrases("correction")),
    Rule("byline", "lifts a line that names the author", lifting.lift_byline),
    Rule("caption", "drops captions that credit a picture", lines.drop_matching_lines("caption", spare_last=True)),
    Rule("credit", "lifts closing credit lines", lifting.lift_credit),
    Rule("notice", "drops lines that ask the reader for a subscription, a click, consent", furniture.drop_notices),
    Rule("boilerplate", "drops what a site prints under or between its articles", lines.drop_phrases("boilerplate")),
    Rule("recurring_line", "drops lines that stand in many articles of the outlet", drop_recurring_lines),
    Rule("headline_line", "takes the first line for a headline where there is none", lines.lift_headline),
    Rule("repeated_headline", "drops the headline printed again", lines.drop_repeated_headline),
    Rule("read_more", "drops links to other items", drop_links),
    Rule("disclaimer", "drops the disclaimer under opinion pieces", lines.drop_phrases("disclaimer")),
    Rule("bio", "lifts a paragraph about the author", lifting.lift_bio),
    Rule("repeated_lede", "drops a lede that is printed twice", lines.drop_repeated_lede),
    Rule("repeated_line", "drops a line printed again", lines.drop_repeated_lines),
    Rule("dateline", "lifts the dateline", lift_dateline),
)
LAST = "credit"
"""Tried once more at the end, when what stood under it has gone."""
LIFTED = ("byline", "dateline", "credit")


def list_cleaning_rules() -> pd.DataFrame:
    """List the cleaning rules in the order in which they work.

    Returns
    -------
    DataFrame
        Columns rule, does.
    """
    return pd.DataFrame([(rule.name, rule.does) for rule in RULES], columns=["rule", "does"])


def clean_articles(
    articles: pd.DataFrame,
    *,
    rules: Sequence[str] | Mapping[str, bool] | None = None,
    recurring: Recurring = frozenset(),
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Take out of the articles all that is no part of them, and note what was taken.

    Parameters
    ----------
    articles : DataFrame
        Columns article_id, headline, body, byline, published; others are kept.
    rules : sequence of str or mapping of str to bool, optional
        The rules to apply, or which of them to switch off as in ``{"read_more": False}``. None: all.
    recurring : frozenset, optional
        Lines that an outlet prints over and over, from `framing.corpus.clean.recurring.LineCounts`.

    Returns
    -------
    articles : DataFrame
        The same rows with clean headline and body; byline and published filled in where the text tells them; columns
        dateline and credit added.
    cleaning : DataFrame
        Table `cleaning`: what each rule took out or changed.

    Raises
    ------
    FramingError
        If there is no such rule.

    Notes
    -----
    But for the recurring lines each article is cleaned by itself. A rule that meets a new site's boilerplate for the
    first time, in few articles, does not know it: look at the table `cleaning` and at the closing lines of the articles
    before believing a count.
    """
    chosen = choose_rules(rules)
    whole = articles["whole"].notna() if "whole" in articles.columns else pd.Series(False, index=articles.index)
    drafts = [
        Draft(headline, body, whole_file=not headline and one_file, outlet=outlet, recurring=recurring)
        for headline, body, one_file, outlet in zip(
            articles["headline"], articles["body"], whole, articles["outlet_id"], strict=True
        )
    ]
    for draft in drafts:
        for rule in chosen:
            rule.apply(draft)
        mending.tidy_spaces(draft)
    done = articles.assign(headline=[d.headline for d in drafts], body=[d.body for d in drafts])
    done["headline"], done["body"] = done["headline"].astype("str"), done["body"].astype("str")
    for name in LIFTED:
        lifted = pd.Series([getattr(d, name) or None for d in drafts], index=done.index, dtype="str")
        done[name] = done[name].fillna(lifted) if name in done.columns else lifted
    if any(draft.date for draft in drafts):
        dates = [parse_date(draft.date) if draft.date else None for draft in drafts]
        done["published"] = done["published"].fillna(pd.Series(dates, index=done.index, dtype="datetime64[us]"))
    return done, _record(drafts, list(articles["article_id"]))


def choose_rules(rules: Sequence[str] | Mapping[str, bool] | None) -> list[Rule]:
    """Give the rules that are meant, in the order in which they work."""
    known = {rule.name: rule for rule in RULES}
    wanted = list(known) if rules is None or isinstance(rules, Mapping) else list(rules)
    for name in [*wanted, *(rules if isinstance(rules, Mapping) else ())]:
        if name not in known:
            raise FramingError(f"There is no cleaning rule '{name}'; there are {', '.join(known)}.")
    if isinstance(rules, Mapping):
        wanted = [name for name in wanted if rules.get(name, True)]
    chosen = [rule for rule in RULES if rule.name in wanted]
    return [*chosen, known[LAST]] if LAST in wanted else chosen


def _record(drafts: list[Draft], ids: list[str]) -> pd.DataFrame:
    rows = [
        (article_id, edit.rule, edit.part, edit.text, edit.replacement, edit.times)
        for article_id, draft in zip(ids, drafts, strict=True)
        for edit in draft.edits
    ]
    return schema.CLEANING.cast(pd.DataFrame(rows, columns=schema.CLEANING.names)) if rows else schema.CLEANING.empty()
