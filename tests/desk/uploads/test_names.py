"""Whatever a file was called: what is shown of it is short, plain and leads nowhere."""

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from desk.uploads.names import LONGEST, NAMELESS, shown_name
from events.base import nfc

RIGHT_TO_LEFT = "\u202e"


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\mai\\Báo cáo.pdf", "Báo cáo.pdf"),
        ("..", NAMELESS),
        ("", NAMELESS),
        ("\x00", NAMELESS),
        ("bao\x00cao.pdf", "baocao.pdf"),
        ("CON", f"{NAMELESS} (CON)"),
        ("nul.pdf", f"{NAMELESS} (nul.pdf)"),
        (f"bao{RIGHT_TO_LEFT}fdp.exe", "baofdp.exe"),
        ("a\r\nBcc: x@y", "aBcc: x@y"),
        ("Giấy khen.pdf", "Giấy khen.pdf"),
    ],
)
def test_a_name_is_shown_without_its_tricks(raw: str, shown: str) -> None:
    assert shown_name(raw) == shown


def test_a_name_of_three_hundred_bytes_keeps_its_beginning_and_its_ending() -> None:
    name = shown_name("Đ" * 150 + ".pdf")
    assert name.endswith("….pdf")
    assert len(name) == LONGEST


@given(st.text(st.characters()) | st.text("./\\ \x00\u202eCONnul:*?"))
@example("a" * 10_000)
@example("\ud800.pdf")
def test_any_name_comes_out_fit_to_be_recorded_and_shown(raw: str) -> None:
    name = shown_name(raw)
    assert 0 < len(name) <= LONGEST + len(NAMELESS)
    assert not set("/\\\x00").intersection(name)
    assert not {unicodedata.category(char) for char in name} & {"Cc", "Cf", "Cs", "Zl", "Zp"}
    assert name not in {".", ".."}
    assert nfc(name) == name
    assert shown_name(name) == name or name.startswith(NAMELESS)
