"""Text out of markup is what a reader would have seen."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from framing.corpus.fields.markup import block_text, plain_text


@pytest.mark.parametrize(
    ("given_text", "wanted"),
    [
        ('<p>Met <a href="/terrorists">them</a>.</p><script>rioters()</script><p>Two</p>', "Met them.\nTwo"),
        ("One<br>Two<br/>Three", "One\nTwo\nThree"),
        ("&ldquo;We want our pay,&rdquo; he said &amp;mdash; loudly", "“We want our pay,” he said — loudly"),
        ("<div>A<!-- rioters --> b<style>x</style> c</div>", "A b c"),
        ("<p>5 &lt; 6</p>", "5 < 6"),
        ("a < b and c > d & e", "a < b and c > d & e"),
        ("if x<y then", "if x<y then"),
        ("<ul><li>one</li><li>two</li></ul>", "one\ntwo"),
    ],
)
def test_markup_becomes_text(given_text, wanted):
    assert plain_text(given_text) == wanted


@given(st.text(alphabet="ab <>&;/p\n\"'=!-", max_size=60))
def test_any_text_gives_a_text(text):
    assert isinstance(plain_text(text), str)
    assert isinstance(block_text(text), str)
