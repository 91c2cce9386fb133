import unicodedata
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal

import pytest
from hypothesis import given as for_all
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from events.base import (
    MAX_INT,
    Basis,
    Citation,
    Code,
    Count,
    Dong,
    Instant,
    Number,
    Text,
    instant_text,
    nfc,
    parse_instant,
    to_utc,
)
from tests.domain.often import often

CODE: TypeAdapter[str] = TypeAdapter(Code)
COUNT: TypeAdapter[int] = TypeAdapter(Count)
DONG: TypeAdapter[int] = TypeAdapter(Dong)
INSTANT: TypeAdapter[datetime] = TypeAdapter(Instant)
NUMBER: TypeAdapter[Decimal] = TypeAdapter(Number)
TEXT: TypeAdapter[str] = TypeAdapter(Text)
HA_NOI = timezone(timedelta(hours=7))
moments = st.datetimes(datetime(1900, 1, 1), timezones=st.sampled_from([UTC, HA_NOI]))  # noqa: DTZ001  # bounds are naive


def test_text_is_composed_and_trimmed() -> None:
    apart = unicodedata.normalize("NFD", "Đường bê tông")
    assert TEXT.validate_python(f"  {apart}\n") == "Đường bê tông"


@pytest.mark.parametrize("text", ["", "  ", "\n", "a\x00b", "\ud800", "x" * 20_001])
def test_text_that_no_reader_keeps_is_refused(text: str) -> None:
    with pytest.raises(ValidationError):
        TEXT.validate_python(text)


def test_nul_and_half_a_character_are_refused_wherever_text_is_composed() -> None:
    for text in ("a\x00", "\udfff"):
        with pytest.raises(ValueError, match="cannot be stored"):
            nfc(text)
    assert nfc("e\u0301") == "é"


@pytest.mark.parametrize("code", ["GK", "a", "215/QD-UBND", "unit-1.x_y:z", "0", "x" * 120])
def test_a_code_is_a_short_ascii_name(code: str) -> None:
    assert CODE.validate_python(code) == code


@pytest.mark.parametrize("code", ["", "-a", "a b", "QĐ", "a\n", "x" * 121, "/x"])
def test_anything_else_is_no_code(code: str) -> None:
    with pytest.raises(ValidationError):
        CODE.validate_python(code)


@pytest.mark.parametrize("adapter", [COUNT, DONG])
def test_counts_and_amounts_are_whole_and_within_what_every_reader_keeps(adapter: TypeAdapter[int]) -> None:
    assert [adapter.validate_python(number) for number in (0, MAX_INT)] == [0, MAX_INT]
    for wrong in (-1, MAX_INT + 1, 1.5):
        with pytest.raises(ValidationError):
            adapter.validate_python(wrong)


def test_a_number_is_exact_and_stored_as_text() -> None:
    assert NUMBER.dump_json(NUMBER.validate_python("0.10")) == b'"0.10"'
    for wrong in ("NaN", "Infinity", "1" * 31):
        with pytest.raises(ValidationError):
            NUMBER.validate_python(wrong)


def test_an_instant_without_its_zone_is_refused() -> None:
    with pytest.raises(ValidationError, match="needs its zone"):
        INSTANT.validate_python("2024-12-24T07:00:00")
    with pytest.raises(ValueError, match="needs its zone"):
        to_utc(datetime(2024, 12, 24, 7))  # noqa: DTZ001  # that is the case


def test_an_instant_is_kept_in_utc() -> None:
    noon = INSTANT.validate_python("2024-12-24T14:00:00+07:00")
    assert noon == datetime(2024, 12, 24, 7, tzinfo=UTC)
    assert noon.utcoffset() == timedelta()
    assert INSTANT.dump_json(noon) == b'"2024-12-24T07:00:00.000000Z"'


@often(35)
@for_all(one=moments, other=moments)
def test_the_order_of_instants_is_the_order_of_their_texts(one: datetime, other: datetime) -> None:
    assert parse_instant(instant_text(one)) == one
    assert (instant_text(one) < instant_text(other)) == (one < other)


def test_a_basis_is_cited_by_article_and_document() -> None:
    assert str(Basis(document="Luật 06/2022/QH15", article="Đ5.2")) == "Đ5.2 Luật 06/2022/QH15"
    assert str(Basis(document="NĐ 98/2023/NĐ-CP")) == "NĐ 98/2023/NĐ-CP"


def test_a_fact_is_frozen_and_knows_no_further_field() -> None:
    paper = Citation(number="1", day=date(2024, 1, 5))
    with pytest.raises(ValidationError, match="frozen"):
        paper.__setattr__("number", "2")  # as a stranger would
    with pytest.raises(ValidationError, match="Extra inputs"):
        Citation.model_validate({"number": "1", "day": "2024-01-05", "seal": "x"})
