"""English second: whatever is refused says so in English too, with its values, its article and what to do."""

import re
from functools import cache
from importlib import import_module

import pytest
from typer.core import TyperGroup

from desk.cli.help import in_words
from desk.cli.main import NOUNS
from desk.web.english import catalogue
from desk.web.phrases import PLACES
from desk.web.told import RUN, refusals, sentence, told
from domain.refusal import NotAuthorised, WrongState
from events.base import Basis
from tests.docs.said_when_refused import said_when_refused
from workflows.decided import SeveralRefused

MARKED = re.compile(r'<span lang="vi">.*?</span>|\bđ\b')
"""What says that it is Vietnamese, and money."""

MADE_ELSEWHERE = {
    "desk.intake.intake: str(refusal)",
    "desk.intake.people: '; '.join(told) or None",
    "desk.intake.row: str(bad)",
    "desk.intake.whom: meant.remark",
    "desk.intake.whom: str(bad)",
    "domain.letter.decider: facts.fault",
    "workflows.decided: refused",
}
"""Refusals that tell what another one says, which is read where it is made."""
said = cache(said_when_refused)


def test_every_sentence_of_every_refusal_has_its_english() -> None:
    """What a decider or a door says newly needs its entry in `desk/web/refusals.po`."""
    pages = {words for kind, words in catalogue() if kind is None}
    assert said()[0] - refusals().keys() - pages == set()
    assert len(said()[0]) > 500


def test_the_catalogue_has_nothing_that_nobody_says() -> None:
    assert refusals().keys() - said()[0] == set()


def test_what_is_not_written_in_the_code_is_known() -> None:
    assert said()[1] == MADE_ELSEWHERE


def test_every_command_that_a_refusal_names_is_there() -> None:
    named = {found for words in said()[0] for found in re.findall(r"`sovang ([a-z]+) ([a-z-]+)", words)}
    assert len(named) > 8
    for noun, verb in named:
        group = in_words(import_module(NOUNS[noun][0]).app)
        assert isinstance(group, TyperGroup)
        assert verb in group.commands, f"sovang {noun} {verb}"


def test_english_has_each_value_once_and_keeps_together_what_stands_together() -> None:
    for words, english in refusals().items():
        assert sorted(RUN.findall(words)) == sorted(RUN.findall(english)), words


@pytest.mark.parametrize("value", ["7", "Xã Ví Dụ", "Trần Ví Dụ, Lê Ví Dụ"])
def test_no_refusal_is_vietnamese_in_english_whatever_its_values_are(value: str) -> None:
    """But for the values that are names, which say so."""
    for words in said()[0]:
        english = told(PLACES.sub(value, words))
        assert not [letter for letter in MARKED.sub("", english) if letter.isalpha() > letter.isascii()], (
            english
        )


@pytest.mark.parametrize(
    ("said", "english"),
    [
        ("Việc này thuộc về: kế toán, văn thư, lưu trữ.", "This is for: accountant, archivist."),
        (
            "Phiếu kín phải giữ đến hết ngày 24/12/2029.",
            "Sealed slips must be kept until the end of 24 Dec 2029.",
        ),
        (
            "Danh sách cần 12.500.000 đ, quỹ còn 300.000 đ.",
            "The list needs 12,500,000 đ, the fund has 300,000 đ left.",
        ),
        (
            (
                "Chưa có quy định được kiểm chứng về tỷ lệ phiếu cho “GK” vào ngày 24/12/2024. "
                "Mới chỉ có giá trị theo trí nhớ (Đ5.2, Đ30.7 Luật 06/2022/QH15), không dùng để quyết định."
            ),
            (
                "There is no verified rule on the share of votes for “GK” on 24 Dec 2024. "
                "What is known is only from memory (Arts. 5.2, 30.7 of Law 06/2022/QH15) and decides nothing."
            ),
        ),
        (
            (
                "Có 9 trên 12 thành viên dự họp, 2 thành viên có người dự thay được tính vào số dự họp, "
                "1 thành viên vắng mặt đã gửi ý kiến được tính; cần ít nhất 10."
            ),
            (
                "9 of 12 members take part, 2 members are represented, counted in the quorum, "
                "1 absent members have sent an opinion that counts; 10 at least are needed."
            ),
        ),
        (
            "trang “DS”, ô B3, ô B4 và 3 chỗ nữa: “abc” không phải một số nguyên",
            "sheet “DS”, cell B3, cell B4 and 3 more places: “abc” is no whole number",
        ),
        (
            "Đơn vị “UBND TP. Hồ Chí Minh <b>” đã có trong sổ.",
            'The unit “<span lang="vi">UBND TP. Hồ Chí Minh &lt;b&gt;</span>” is in the ledger already.',
        ),
        (
            "Mốc “Sơ kết” không phải là sơ kết hay tổng kết.",
            '“<span lang="vi">Sơ kết</span>” is neither an interim nor a final review.',
        ),
        ("Mật khẩu không mở được tệp khoá thứ 1.", "The passphrase does not open the key file in place 1."),
    ],
)
def test_values_are_told_as_english_has_them(said: str, english: str) -> None:
    assert told(said) == english


@pytest.mark.parametrize("written", ["Danh sách cần ă, b. c; ", "“ă”: “b” ", "1 ý trên ", "ă, b; c. "])
@pytest.mark.parametrize("times", [3, 50, 5000])
def test_whatever_people_write_is_looked_at_only_so_long(written: str, times: int) -> None:
    """Values are looked up within values, and parts of a text together; a text made for that stays as it is."""
    assert "ă" not in written or "ă" in told(written * times)
    assert sentence(written * times)


def test_several_refusals_at_once_are_told_with_their_articles() -> None:
    one = NotAuthorised(
        "Việc này thuộc về: kế toán.", basis=Basis(document="Luật 06/2022/QH15", article="Đ83.1")
    )
    other = WrongState("Quyết định đã có số 12.", todo="Hãy trình ký trước.")
    assert told(str(SeveralRefused({0: one, 1: other}))) == (
        "This is for: accountant. Basis: Art. 83.1 of Law 06/2022/QH15. "
        "The decision has the number 12 already. Have it signed first."
    )
