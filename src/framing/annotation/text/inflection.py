"""Forms of English words, by rule: of a verb said, says, saying; of a noun the plural, with or without its hyphens."""

from functools import cache

from framing.lexicon import read_lexicon

VOWELS = frozenset("aeiou")


@cache
def _doubling() -> frozenset[str]:
    return frozenset(read_lexicon("doubling-verbs").terms["term"])


def verb_forms(verb: str, irregular: str = "") -> list[str]:
    """Give the forms of a verb: the verb, -s, -ed and -ing; irregular past forms replace -ed.

    Parameters
    ----------
    verb : str
        In its plain form; a phrase is inflected in its first word ("point out").
    irregular : str
        Past forms, separated by ``|``; whole phrases where the verb is one ("went on").
    """
    head, _, tail = verb.partition(" ")
    forms = [head, third_person(head), _participle(head)]
    past = [form for form in irregular.split("|") if form]
    forms += [] if past else [_past(head)]
    whole = [f"{form} {tail}".strip() for form in forms]
    whole += [form if " " in form or not tail else f"{form} {tail}" for form in past]
    return list(dict.fromkeys(whole))


def third_person(verb: str) -> str:
    """Give the form of a verb after he, she or it; of a noun, its plural all the same."""
    if verb in {"have", "be"}:
        return {"have": "has", "be": "is"}[verb]
    if verb.endswith("y") and verb[-2:-1] not in VOWELS:
        return verb[:-1] + "ies"
    return verb + ("es" if verb.endswith(("s", "x", "z", "ch", "sh", "o")) else "s")


def _participle(verb: str) -> str:
    if verb.endswith("ie"):
        return verb[:-2] + "ying"
    if verb.endswith("e") and not verb.endswith(("ee", "oe", "ye")):
        return verb[:-1] + "ing"
    return _doubled(verb) + "ing"


def _past(verb: str) -> str:
    if verb.endswith("e"):
        return verb + "d"
    if verb.endswith("y") and verb[-2:-1] not in VOWELS:
        return verb[:-1] + "ied"
    return _doubled(verb) + "ed"


def _doubled(verb: str) -> str:
    return verb + verb[-1] if verb in _doubling() else verb


def noun_forms(term: str) -> list[str]:
    """Give the forms in which a codebook term is looked up: singular, plural, and with or without its hyphens.

    Parameters
    ----------
    term : str
        As in the column `term` of a codebook; a term that ends in `*` or already in the plural gains no odd form.

    Returns
    -------
    list of str
        The term itself first.
    """
    if term.endswith("*"):
        return [term]
    *before, word = term.split(" ")
    forms = [term, " ".join([*before, plural(word)])]
    loose = [form.replace("-", " ") for form in forms if "-" in form]
    tight = [form.replace(" ", "-") for form in forms if form.count(" ") == 1 and "-" not in form]
    return list(dict.fromkeys([*forms, *loose, *tight]))


def plural(word: str) -> str:
    """Give the regular plural of an English noun."""
    low = word.lower()
    if low.endswith(("man", "woman")) and low not in {"human", "german", "roman"}:
        return word[:-2] + "en"
    return word + "s" if low.endswith("o") else third_person(word)
