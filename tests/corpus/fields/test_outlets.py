"""One outlet is one outlet, however its name or its address is written."""

from collections import Counter

import pytest

from framing.corpus.fields.outlets import host_of, host_outlet, unify_outlets


@pytest.mark.parametrize(
    ("url", "outlet"),
    [
        ("https://tass.com/world/1", "tass"),
        ("http://www.bbc.co.uk/news", "bbc"),
        ("m.bbc.co.uk/x", "bbc"),
        ("https://www.other.org/a", "other.org"),
        ("nottass.com/a", "nottass.com"),
        ("", ""),
        ("http://[broken", ""),
    ],
)
def test_outlet_of_an_address(url, outlet):
    assert host_outlet(url, {"tass.com": "tass", "bbc.co.uk": "bbc"}) == outlet


@pytest.mark.parametrize(
    "url",
    [
        "https://www.herald.example/a",
        "http://herald.example:80/b",
        "https://amp.herald.example/c",
        "https://herald.example./d",
        "https://m.herald.example/e",
        "HERALD.example/f",
        "https://web.archive.org/web/20170313id_/https://www.herald.example/g",
        "https://www-herald-example.cdn.ampproject.org/c/s/www.herald.example/h",
    ],
)
def test_one_site_has_one_host(url):
    assert host_of(url) == "herald.example"


def test_short_hosts_are_left_alone():
    assert host_of("https://m.com/a") == "m.com"
    assert host_of("https://amp.org") == "amp.org"


def unified(*pairs, known=None, hosts=None):
    found = unify_outlets(Counter(pairs), known=known or {}, hosts=hosts or {})
    return [found.get(pair) for pair in pairs]


def test_spellings_that_nobody_would_tell_apart_are_one_outlet():
    names = ["Orlov Herald", "Orlov Herald", "ORLOV HERALD", "Orlov  Herald", "Orlov Herald\u200b", "Orlov Herald."]
    assert set(unified(*[(name, "") for name in names])) == {"Orlov Herald"}


def test_names_that_differ_stay_apart():
    assert unified(("Orlov Herald", ""), ("The Orlov Herald", "")) == ["Orlov Herald", "The Orlov Herald"]


def test_a_host_stands_for_the_one_name_beside_it():
    assert unified(("Herald", "herald.example"), ("", "herald.example"), ("herald.example", "")) == ["Herald"] * 3
    assert unified(("A", "portal.example"), ("B", "portal.example"), ("", "portal.example")) == [
        "A",
        "B",
        "portal.example",
    ]


def test_the_tables_of_a_collection_decide():
    known = {"The BBC": "bbc", "bbc": "bbc"}
    assert unified(("the bbc", ""), ("", "bbc.co.uk"), known=known, hosts={"bbc.co.uk": "bbc"}) == ["bbc", "bbc"]


def test_nothing_named_is_nothing_found():
    assert unified(("", "")) == [None]
