"""Text comes out plain, whatever went in, and nothing that was said is lost."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wayfinder.ingest.cleaning.text import line, paragraphs, quoted, stated, summary


@pytest.mark.parametrize(
    ("given", "plain"),
    [
        ("<h1>About</h1>\n\n<p>We help.</p>\n<p>Call us.</p>", "About\n\nWe help.\n\nCall us."),
        ("<ul><li>advice</li><li>a <b>warm</b> space</li></ul>", "- advice\n- a warm space"),
        ("one<br/>two", "one\ntwo"),
        ("Tea &amp; talk &#8211; free", "Tea & talk – free"),
        ("<p>Fish &amp; chips</p>", "Fish & chips"),
        ("for under &lt;5s and < 5 years", "for under <5s and < 5 years"),
        ("Help &lt;b&gt;and&lt;/b&gt; advice", "Help and advice"),
        ("<p>Help &lt;b&gt;and&lt;/b&gt; advice</p>", "Help and advice"),
        ("<p>Help <![foo[ and advice</p>", "Help <![foo[ and advice"),
        ("ask for <anyone@home>", "ask for <anyone@home>"),
        ("<script>alert(1)</script><p>Hello</p><style>p{}</style>", "Hello"),
        ("<table><tr><td>Mon</td><td>9-5</td></tr></table>", "Mon 9-5"),
        ("first\r\n\r\n\r\nsecond\rthird", "first\n\nsecond\nthird"),
        ("zero\u200bwidth\x00 and\u00a0hard   blanks", "zerowidth and hard blanks"),
        ('<p>Fill in <a href="https://x.example/form">our form</a>.</p>',
         "Fill in our form (https://x.example/form)."),
        ('<a href="http://www.x.example/">x.example</a> <a href="mailto:a@b.example?subject=Hi">'
         "write</a>", "x.example write (a@b.example)"),
        ('<a href="#top">Up</a> <a href="/rel">here</a> <a href="javascript:go()">go</a>',
         "Up here go"),
        ('<a href="tel:01727866100">01727 866100</a>', "01727 866100"),
        ("   ", None),
        ("<p> </p>", None),
        (None, None),
        (12, None),
    ],
)  # fmt: skip
def test_paragraphs_are_kept_and_markup_is_not(given: object, plain: str | None) -> None:
    assert paragraphs(given) == plain


def test_a_line_holds_no_line_break() -> None:
    assert line("<p>Advice</p>\n<p>and support </p>") == "Advice and support"
    assert line('<a href="https://x.example">Advice</a>') == "Advice"


@pytest.mark.parametrize("nothing", ["Unknown", "N/A", "see postcode", "-", "", None])
def test_a_placeholder_is_nothing_stated(nothing: str | None) -> None:
    assert stated(nothing) is None
    assert stated("Hertford") == "Hertford"


@pytest.mark.parametrize(
    ("text", "short"),
    [
        (None, None),
        ("Short and whole.", "Short and whole."),
        ("About us\n\nWe help people who are homeless or may be soon.",
         "We help people who are homeless or may be soon."),
        ("One. Two. " + "x" * 200, "One. Two."),
        ("Ask Dr. Who, e.g. about time. " + "x" * 200, "Ask Dr. Who, e.g. about time."),
        ("word " * 60, "word " * 38 + "word..."),
    ],
)  # fmt: skip
def test_a_summary_ends_at_a_sentence_or_else_at_a_word(text: str, short: str) -> None:
    assert summary(text) == short


@given(st.text())
def test_plain_text_stays_plain(text: str) -> None:
    once = paragraphs(text)
    short = summary(once)
    assert once is None or once == once.strip()
    assert short is None or len(short) <= 200


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Name", "Name"),
        ("  two\n lines\t", "two lines"),
        ("\x1b[31mred\x00", "[31mred"),
        ("Café Zürs", "Café Zürs"),
        ("eleven long", "eleven lo…"),
        ("just so 10", "just so 10"),
        ("", ""),
    ],
)
def test_a_message_quotes_a_feed_on_one_line_and_not_for_long(text: str, told: str) -> None:
    assert quoted(text, 10) == told
