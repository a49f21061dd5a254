"""Encodings are told right, and what is not text is refused."""

import codecs

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from framing.corpus.read.encoding import detect_encoding

GERMAN = "Die Bürger zogen über die große Brücke; der Präsident hörte ihnen nicht zu. Süße Äpfel lagen überall. " * 8
RUSSIAN = "Жители вышли на площадь, власти обещали снизить цены на уголь и отправили правительство в отставку. " * 8


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (GERMAN, "utf-8"),
        (GERMAN, "cp1252"),
        (RUSSIAN, "cp1251"),
        (RUSSIAN, "utf-8"),
        (GERMAN, "utf-16"),
        ("plain", "ascii"),
    ],
)
def test_text_comes_back_as_it_was_written(tmp_path, text, encoding):
    file = tmp_path / "a.txt"
    file.write_bytes(text.encode(encoding))
    assert file.read_bytes().decode(detect_encoding(file), errors="replace").lstrip("\ufeff") == text


def test_byte_order_mark_is_no_part_of_the_text(tmp_path):
    file = tmp_path / "a.csv"
    file.write_bytes(codecs.BOM_UTF8 + b"body\nx\n")
    assert detect_encoding(file) == "utf-8-sig"


def test_utf8_with_a_few_spoilt_bytes_stays_utf8(tmp_path):
    file = tmp_path / "a.txt"
    file.write_bytes(GERMAN.encode() + b"\xff\xfe" + GERMAN.encode())
    assert detect_encoding(file) == "utf-8"


@pytest.mark.parametrize("data", [bytes(range(256)) * 40, b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(600)])
def test_binary_data_is_not_text(tmp_path, data):
    file = tmp_path / "a.txt"
    file.write_bytes(data)
    assert detect_encoding(file) is None


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None)
@given(st.binary(max_size=300))
def test_any_bytes_give_a_codec_that_works_or_none(tmp_path, data):
    file = tmp_path / "a.txt"
    file.write_bytes(data)
    encoding = detect_encoding(file)
    assert encoding is None or isinstance(data.decode(encoding, errors="replace"), str)
