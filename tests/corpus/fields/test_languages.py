"""Languages: as files say, else as texts show, else missing."""

import pytest

from framing.corpus.fields.languages import detect_language, read_language

GERMAN = (
    "Die Polizei ging am Montag gegen die Demonstranten vor, und der Präsident sprach im Fernsehen von Banditen, die "
    "aus dem Ausland gekommen seien."
)
RUSSIAN = (
    "Жители вышли на площадь, власти обещали снизить цены на уголь и отправили правительство в отставку, "
    "сообщили в понедельник."
)
ENGLISH = (
    "The mayor met the strikers on Monday and said that they would have their pay by Friday, but few of them "
    "believed him."
)


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("en", "en"),
        ("en-GB", "en"),
        ("ENGLISH", "en"),
        ("eng", "en"),
        ("English; EN", "en"),
        ("Deutsch", "de"),
        ("русский", "ru"),
        ("??", None),
    ],
)
def test_names_of_languages(name, code):
    assert read_language(name) == code


@pytest.mark.parametrize(
    ("text", "code"), [(GERMAN, "de"), (RUSSIAN, "ru"), (ENGLISH, "en"), ("Rioters fled", None), ("", None)]
)
def test_language_of_a_text(text, code):
    assert detect_language(text) == code
