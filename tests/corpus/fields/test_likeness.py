"""Outlets that look alike are proposed, and never joined."""

from framing.corpus.fields.likeness import alike_outlets

ARTICLES = {
    "Orlov Herald": 50,
    "The Orlov Herald": 9,
    "Orlov Herald (Online)": 3,
    "orlovherald.example": 2,
    "Daily Valley": 40,
    "BBC": 7,
}


def test_names_of_one_paper_are_proposed_to_the_one_with_most_articles():
    found = alike_outlets(ARTICLES)
    assert set(found["name"]) == {"The Orlov Herald", "Orlov Herald (Online)", "orlovherald.example"}
    assert set(found["nearest"]) == {"Orlov Herald"}
    assert list(found["outlet_id"]) == list(found["name"])


def test_papers_of_like_names_are_left_alone():
    assert not len(
        alike_outlets(
            {
                "Herald": 5,
                "Harold": 4,
                "Daily News": 3,
                "Daily Mirror": 2,
                "CNN": 1,
                "CNBC": 1,
                "Channel 4": 9,
                "Channel 5": 8,
            }
        )
    )


def test_outlets_that_share_a_host_are_proposed():
    found = alike_outlets(
        {"Post": 5, "Upland Post Group": 2}, {"Post": {"post.example"}, "Upland Post Group": {"post.example"}}
    )
    assert list(found["nearest"]) == ["Post"]
