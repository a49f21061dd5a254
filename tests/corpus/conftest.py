"""Little collections for the tests of the corpus room; every text is invented."""

import json

import pytest

PAGE = "\n".join(
    [
        "Orvania after the crisis will lean on its northern neighbour; Mirela Santo tells VNA",
        "",
        "qweqwe",
        "News code : ۴۷۱۹۹۰۲",
        "",
        "The whole continent follows the events because Orvania sells the coal that heats a third of its homes.",
        "",
        "What follows is Dr. Mirela Santo's exclusive note to VNA about the events in Orvania. Mirela Santo is the "
        "Assistant Professor at the Centre for Upland Studies, University of Kessin, Port Avel (Luria).",
        "\u00a0",
        " ",
        "After the worst unrest that Orvania has seen in thirty years, the country is returning to normal. It began in "
        "the mining town of Tarnsk when the price of coal doubled.",
        "",
        "In his address on 9 February President Velim called the crowd “terrorists and thugs” sent from abroad, though "
        "he named no country.",
        "",
        "The whole continent follows the events because Orvania sells the coal that heats a third of its homes. The "
        "League and the northern neighbour watch with interest and concern.",
        "",
        "Branding protesters as “terrorists and bandits” has set the government against the people; time may heal it.",
        "\u00a0",
        "\u00a0",
        "endNewsMessage1",
        "Comments",
    ]
)
"""The junk of the founding document round a text of our own."""


@pytest.fixture
def page(tmp_path):
    file = tmp_path / "page" / "note.txt"
    file.parent.mkdir()
    file.write_text(PAGE, encoding="utf-8")
    return file


@pytest.fixture
def write_jsonl(tmp_path):
    def write(rows, name="articles.jsonl"):
        file = tmp_path / "made" / name
        file.parent.mkdir(exist_ok=True)
        file.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
        return file

    return write


def sentence(number, words=12):
    """A sentence that no other number gives."""
    return " ".join(f"word{number}x{i}" for i in range(words)).capitalize() + "."


@pytest.fixture
def unlike():
    return sentence
