"""Dates as people, databases and programs write them: right, or missing, and never a date of today."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from functools import cache
from importlib.resources import files
from zoneinfo import ZoneInfo

import pandas as pd
from dateutil.parser import ParserError, parse, parserinfo

ORDERS = ("dmy", "mdy")
YEARS = range(1600, 2200)
CENTURY = 70
"""Two figures of a year from here on are of the twentieth century."""
WITHIN, BEYOND = timedelta(days=31), timedelta(days=100)
"""A reading that keeps all dates within a month, where the other spreads them beyond three, is the likely one."""

ISO = re.compile(r"\d{4}-\d\d-\d\d(?:[T ]\d\d:?\d\d(?::?\d\d(?:[.,]\d+)?)?\s*(?:Z|[+-]\d\d:?\d\d|[+-]\d\d)?)?Z?")
YEAR_FIRST = re.compile(r"\d{4}[-/.年]\s?\d{1,2}[-/.月]\s?\d{1,2}(?!\d)")
FIGURES = re.compile(r"(?:1[6-9]|20|21)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?:\d{2}){0,3}")
UNIX = re.compile(r"(\d{9,10})(?:\d{3})?(?:\.\d+)?")
EARLIEST = 315_532_800
"""Seconds to 1980: smaller numbers are no time stamps."""
DAY_OR_MONTH = re.compile(r"(?<![\d./:-])(\d{1,2})([./-])\s?(\d{1,2})\2\s?(\d{4}|\d\d)(?![\d./-])")
BEFORE = re.compile(
    r"^(?:(?:first|last|date|time|originally|publication)\s{1,9}){0,6}(?:published|updated|posted|modified|created|issued|date)?"
    r"(?:\s{1,9}(?:on|at))?\s{0,9}:?\s{1,9}",
    re.IGNORECASE,
)
AFTER = re.compile(r"[\s,;|(/·•-]{0,20}\b(?:last\s+)?(?:updated|modified)\b.*$", re.IGNORECASE | re.DOTALL)


@dataclass(frozen=True)
class DateOrder:
    """How 3/4/2017 is read in a column, and why.

    Parameters
    ----------
    order : str or None
        ``"dmy"`` or ``"mdy"``; None where such dates stay missing.
    why : str
        Half a sentence for the report; empty where no date of the column could be read in two ways.
    sure : bool
        False where a person should look.
    """

    order: str | None = "mdy"
    why: str = ""
    sure: bool = True


class _Info(parserinfo):
    """English names of months; years of two figures do not depend on the clock of the machine."""

    def convertyear(self, year: int, century_specified: bool = False) -> int:
        """Give the whole year."""
        if year >= 100 or century_specified:
            return year
        return year + (1900 if year >= CENTURY else 2000)


INFO = {order: _Info(dayfirst=order == "dmy") for order in ORDERS}
YEAR = re.compile(r"(?<![\d+-])(?:1[6-9]|2[01])\d\d(?!\d)")
FILLED = datetime(1904, 3, 1), datetime(1908, 4, 20)
"""What is not in the text comes from here, once from the one and once from the other: then it shows."""


def choose_order(values: Iterable[str], *, given: str | None = None) -> DateOrder:
    """Tell from all dates of a column whether day or month comes first in it.

    Parameters
    ----------
    values : iterable of str
        Dates as they stand in the file.
    given : {"dmy", "mdy"}, optional
        What the researcher knows.

    Returns
    -------
    DateOrder

    Notes
    -----
    A date with a figure above 12 decides for the column; dots are read day first; so is, without being sure of it, a
    column that spans a month in one reading and more than three in the other. A column in which nothing decides is
    read month first, and that is a guess. Dates that begin with a year never take part.
    """
    found = Counter(match.groups() for value in values if (match := DAY_OR_MONTH.search(value)) is not None)
    dates = Counter({groups: n for groups, n in found.items() if _is_date(groups)})
    day_first = sum(n for (a, _, b, _), n in dates.items() if int(a) > 12 >= int(b))
    month_first = sum(n for (a, _, b, _), n in dates.items() if int(b) > 12 >= int(a))
    open_ = sum(n for (a, _, b, _), n in dates.items() if int(a) <= 12 and int(b) <= 12 and int(a) != int(b))
    if dates and given is not None:
        return DateOrder(given, f"read {_spelt(given)}, as told")
    if day_first and month_first:
        told = f"{day_first} are written day first and {month_first} month first"
        return DateOrder(None, f"{told}; {open_} that could be either are left missing", sure=not open_)
    if day_first or month_first:
        order = "dmy" if day_first else "mdy"
        return DateOrder(order, f"read {_spelt(order)}: {day_first or month_first} of them cannot be read otherwise")
    return _undecided(dates) if open_ else DateOrder()


def _is_date(groups: tuple[str, ...]) -> bool:
    """Whether day and month can be told from the figures in one order or the other: not so of 00/00/0000."""
    low, high = sorted((int(groups[0]), int(groups[2])))
    return 1 <= low <= 12 and high <= 31 and groups[3] != "0000"


def _undecided(dates: Counter[tuple[str, ...]]) -> DateOrder:
    """Choose where every date of a column could be read either way."""
    if all(mark == "." for _, mark, _, _ in dates):
        return DateOrder("dmy", f"read {_spelt('dmy')}, as dates with dots are")
    spans = {}
    for order in ORDERS:
        read = [_date(d, m, y) if order == "dmy" else _date(m, d, y) for d, _, m, y in dates]
        spans[order] = max(read) - min(read)
    for order, other in (ORDERS, ORDERS[::-1]):
        if spans[order] <= WITHIN and spans[other] >= BEYOND:
            told = f"so that they lie within {spans[order].days + 1} days and not {spans[other].days + 1}"
            return DateOrder(order, f"read {_spelt(order)}, {told}", sure=False)
    return DateOrder("mdy", f"read {_spelt('mdy')}, but nothing in them shows which", sure=False)


def _date(day: str, month: str, year: str) -> datetime:
    return datetime(INFO["mdy"].convertyear(int(year)) or 1, int(month), int(day))


def _spelt(order: str) -> str:
    return "day first" if order == "dmy" else "month first"


def parse_dates(values: pd.Series, *, order: DateOrder | str | None = None) -> pd.Series:
    """Read dates in whatever form they have.

    Parameters
    ----------
    values : Series of str
    order : DateOrder or {"dmy", "mdy"}, optional
        How 3/4/2017 is read; by default `choose_order` tells from the values.

    Returns
    -------
    Series of datetime64[us]
        Without time zone (times that have one are turned to UTC); missing where day, month and year are not all there.

    Notes
    -----
    A date without a time zone stays as it is written: one printed at 11 p.m. in New York and one printed in London the
    next morning may be the same moment. ``CST`` is taken for Chicago's and ``IST`` for India's.
    """
    text = pd.Series([None if v is None or v != v else str(v).strip() for v in values], index=values.index, dtype="str")  # noqa: PLR0124
    unique = pd.Series(text.dropna().unique(), dtype="str")
    chosen = order if isinstance(order, DateOrder) else choose_order(unique, given=order)
    is_iso = unique.str.fullmatch(ISO)
    parsed = pd.to_datetime(unique[is_iso].str.replace(",", "."), format="ISO8601", errors="coerce", utc=True)
    table = dict(zip(unique[is_iso], parsed.dt.tz_localize(None), strict=True))
    table |= {value: parse_date(value, chosen) for value in unique[~is_iso]}
    found = pd.Series([table.get(value, pd.NaT) for value in text], index=values.index, dtype="datetime64[us]")
    return found.where(found.dt.year.isin(YEARS))


def parse_date(text: str, order: DateOrder | None = None) -> datetime | None:
    """Read one date, in UTC without saying so; None where day, month and year are not all in it."""
    text = " ".join(text.split())
    if not any(character.isdigit() for character in text):
        return None
    found = _of_figures(text) or _of_words(text, order or choose_order([text]))
    if found is not None and found.tzinfo is not None and found.year in YEARS:
        found = found.astimezone(UTC)
    return found.replace(tzinfo=None) if found is not None and found.year in YEARS else None


def _of_words(text: str, order: DateOrder) -> datetime | None:
    text = AFTER.sub("", BEFORE.sub("", text)).strip(" ,;|()[]") or text
    ambiguous = DAY_OR_MONTH.search(text)
    if ambiguous and order.order is None and max(int(ambiguous[1]), int(ambiguous[3])) <= 12:
        return None
    try:
        return _english(text, order) or _other_language(text)
    except (ValueError, OverflowError, TypeError, RecursionError):
        return None


def _of_figures(text: str) -> datetime | None:
    """Read 20170313 and 20170313060000, and the seconds and milliseconds of programs."""
    if FIGURES.fullmatch(text):
        try:
            return datetime.strptime(text, "%Y%m%d%H%M%S"[: len(text) - 2])
        except ValueError:
            return None
    unix = UNIX.fullmatch(text)
    if unix is None or int(unix[1]) < EARLIEST:
        return None
    return datetime.fromtimestamp(int(unix[1]), UTC)


def _english(text: str, order: DateOrder) -> datetime | None:
    names = zones()
    text = _zone_regex().sub(lambda match: names[match[0].casefold()][0], text)
    info = INFO["mdy" if YEAR_FIRST.match(text) else order.order or "mdy"]

    def zone(name: str | None, offset: int | None) -> tzinfo | None:
        if offset is not None:
            return timezone(timedelta(seconds=offset))
        return names[name.casefold()][1] if name and name.casefold() in names else None

    try:
        first, second = (
            parse(text, info, default=filled, tzinfos=zone, yearfirst=bool(YEAR_FIRST.match(text))) for filled in FILLED
        )
    except ParserError:
        return None
    years = YEAR.findall(text)
    if first != second or (years and str(first.year) not in years):  # dateutil takes 2017 for 20:17 where it can
        return None
    return first


def _other_language(text: str) -> datetime | None:
    """Read a date with the name of a month in another language."""
    if not re.search(r"(?<!\d)\d{4}(?!\d)", text) or not re.search(r"[^\W\d_]{2}|[年월]", text):
        return None
    import dateparser  # noqa: PLC0415 - slow to import, and most dates do not need it

    wanted = {"PARSERS": ["absolute-time"], "REQUIRE_PARTS": ["day", "month", "year"], "DATE_ORDER": "DMY"}
    return dateparser.parse(text[:60], settings=wanted)


@cache
def zones() -> dict[str, tuple[str, tzinfo]]:
    """Names of time zones to a short name that `dateutil` takes for one, and the zone."""
    text = files("framing.corpus").joinpath("registry/zones.csv").read_text(encoding="utf-8")
    found: dict[str, tuple[str, tzinfo]] = {}
    for number, row in enumerate(csv.DictReader(text.splitlines())):
        name, offset = row["name"], row["offset"]
        zone: tzinfo = UTC if offset == "UTC" else ZoneInfo(offset) if "/" in offset else _fixed(offset)
        short = name if " " not in name else f"ZZ{chr(65 + number // 26)}{chr(65 + number % 26)}"
        found[name.casefold()] = found[short.casefold()] = (short, zone)
    return found


def _fixed(offset: str) -> timezone:
    hours, minutes = offset[1:].split(":")
    return timezone((-1 if offset[0] == "-" else 1) * timedelta(hours=int(hours), minutes=int(minutes)))


@cache
def _zone_regex() -> re.Pattern[str]:
    spelt = sorted((name for name in zones() if " " in name), key=len, reverse=True)
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, spelt))})\b", re.IGNORECASE)
