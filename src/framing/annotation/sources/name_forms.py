"""What a run of capitalised words is: where the person's own name begins in it, and of what kind it is."""

from __future__ import annotations

from dataclasses import dataclass

from framing.annotation.sources.name_words import JOINING, PARTICLES, SYLLABLE, UNKNOWN, name_words
from framing.annotation.text.tokens import fold

OTHER, PERSON, ORGANISATION, PLACE = range(4)


@dataclass(frozen=True)
class Form:
    """What a distinct run of words was taken for; `words` are those of the person's own name, or of the whole run."""

    words: tuple[str, ...]
    own: int
    kind: int
    gender: int


def parse_run(written: list[str]) -> Form:
    """Take a run apart: what title, whose name, what kind."""
    words = name_words()
    run = [fold(word) for word in written]
    whole = " ".join(run).replace(" .", ".").replace(" - ", "-")
    if whole in words.places or whole in words.demonyms:
        return Form(tuple(written), len(run), PLACE, UNKNOWN)
    of = run[0] in words.institutions and not JOINING.isdisjoint(run) and words.given.keys().isdisjoint(run[-2:-1])
    if of or whole in words.organisations:  # Ministry of Commerce
        return Form(tuple(written), len(run), ORGANISATION, UNKNOWN)
    titled, own = _own_name(run)
    own = _after_office(written, run, own)
    while run[own + 1 : own + 2] == run[own : own + 1] and own + 2 < len(run) and _is_given_twice(run[own]):
        own += 1  # John John Kelly
    rest = run[own:]
    gender = _gender(run[:own], rest)
    if titled and rest[:1] and rest[0] in words.given and len(rest) == 2:  # Mayor Don Guardian
        return Form(tuple(written[own:]), own, PERSON, gender)
    body = rest or run[1:][-1:]  # a run that ends in "Institute" only looks like a title
    if any(map(_is_institution, written[-len(body) :], body)) and rest[:1] != ["st"]:
        return Form(tuple(written), len(run), ORGANISATION, UNKNOWN)
    after_title = titled and 1 <= len(rest) <= 5 and " ".join(rest) not in words.places
    if after_title or (rest[:1] and rest[0] in words.given and 2 <= len(rest) <= 7):
        return Form(tuple(written[own:]), own, PERSON, gender)
    bare = tuple(written) if len(run) == 1 else ()  # a bare title, or the surname of one Steve King
    return _guess(written, run, own, gender, own * titled) if rest else Form(bare, len(run), OTHER, gender)


def _is_given_twice(word: str) -> bool:
    """Whether a given name stands twice by mistake: not so in Yuen Yuen Ang."""
    return word in name_words().given and SYLLABLE.fullmatch(word) is None


def _own_name(run: list[str]) -> tuple[bool, int]:
    """Whether a title begins the run, and where the person's own name begins (the run's length: nowhere)."""
    words = name_words()
    ends = (i for i, word in enumerate(run) if word in words.title_ends and not _is_syllable(run, i))
    own = max(ends, default=-1) + 1
    while own < len(run) and run[own] in {".", "-", "elect"}:
        own += 1
    if own == len(run) and own > 1:  # a surname that looks like a title: Larry King, Rep. Bo Hunter
        own = max((i for i, w in enumerate(run[:-1]) if w in words.title_ends or w == "."), default=-1) + 1
        own = own if run[own] in words.given else len(run)
    titled = 0 < own < len(run)
    if titled and run[own] in JOINING:  # Minister for Transport Anna Roth
        own = next((i for i in range(own + 2, len(run) - 1) if run[i] in words.given), len(run))
    return titled, _without_place(run, own)


def _is_syllable(run: list[str], i: int) -> bool:
    """Whether a hyphen ties a word to a name, and not to the rest of a title: Man-kei Tam, Lau Pui-King."""
    words = name_words()
    titles = words.title_words, words.title_ends, words.ordinary, {"elect"}
    pairs = [pair for pair in (run[max(i - 2, 0) : i], run[i + 1 : i + 3][::-1]) if len(pair) == 2 and pair[1] == "-"]
    return any(not any(other in group for group in titles) for other, _ in pairs)


def _without_place(run: list[str], own: int) -> int:
    """Skip the place or organisation that stands before a person's own name: "(ambassador to) Iran Levan D."."""
    words = name_words()
    for stop in range(min(len(run) - 1, own + 4), own, -1):
        before = " ".join(run[own:stop])
        if before in words.organisations and stop - own > 1:
            return stop
        known = before in words.places or before in words.demonyms or before in words.organisations
        fits = run[stop] in words.given or before in words.demonyms or before in words.places
        if known and fits and stop < len(run) - 1 and run[stop] != "-":  # Asia-Pacific
            return stop
    return own


def _after_office(written: list[str], run: list[str], own: int) -> int:
    """Skip what is left of an office before a name: "(head of the) Special Administrative Region Anna Roth", "CE"."""
    words = name_words()
    for at in range(own + 1, len(run) - 1):
        if not _is_common(written[at - 1], run[at - 1]):
            break
        if run[at] in words.given and run[at] not in words.places and not _is_common(written[at + 1], run[at + 1]):
            return at
    at = len(run) - 2  # (the) Strategic Missile Forces Anna Roth
    late = at >= own + 2 and run[at] in words.given and run[at] not in words.places and "-" not in run[own:]
    if late and words.given.keys().isdisjoint(run[own:at]) and not _is_common(written[-1], run[-1]):
        return at
    rest = written[own + 1 :]
    short = own < len(run) and written[own].isupper() and len(written[own]) > 1 and 2 <= len(rest) <= 5
    if short and not any(_is_common(word, fold(word)) or not word[0].isalpha() for word in rest[:2]):
        return own + 1
    return own


def _is_common(written: str, word: str) -> bool:
    """Whether a word of a run belongs to an office or a place rather than to a person's name."""
    words = name_words()
    known = word in words.ordinary or word in words.institutions or word in words.place_words or word in words.demonyms
    return known or (written.isupper() and len(written) > 1)


def _is_institution(written: str, word: str) -> bool:
    """Whether a word makes a run an organisation; initials (ING) only as such."""
    words = name_words()
    return word in words.institutions and len(word) > 2 and (word not in words.initials or written.isupper())


def _guess(written: list[str], run: list[str], own: int, gender: int, begin: int) -> Form:
    """Judge a run by the look of its words; a name that is no person's begins at `begin`."""
    words = name_words()
    rest = run[own:]
    letters = [word for word in rest if word not in {"-", "."} and word not in PARTICLES]
    if len(letters) == 1 and written[own].isupper() and len(written[own]) > 1:
        return Form(tuple(written), len(written), ORGANISATION, UNKNOWN)
    if any(word in words.places or word in words.demonyms or word in JOINING for word in rest):
        return Form(tuple(written), len(written), OTHER, UNKNOWN)
    plain = [w for i, w in enumerate(rest) if w in words.ordinary and "-" not in rest[max(i - 1, 0) : i + 2]]
    if 2 <= len(letters) <= 4 and not plain:
        return Form(tuple(written[own:]), own, PERSON, gender)
    if len(letters) == 1:
        return Form(tuple(written[own:]), own, OTHER, gender)
    return Form(tuple(written[begin:]), len(written), OTHER, gender)


def _gender(title: list[str], rest: list[str]) -> int:
    words = name_words()
    for word in title:
        if word in words.genders:
            return words.genders[word]
    return words.given.get(rest[0], UNKNOWN) if len(rest) > 1 else UNKNOWN
