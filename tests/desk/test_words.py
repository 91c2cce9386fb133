"""Everything that is shown has its word: a code is never a reader's to guess."""

from typing import get_args

import pytest

from desk.letter_preview import names_of
from desk.requests import body_model
from desk.views.asked import ASKS
from desk.web.labels import LABELS
from desk.web.titles import SENDABLE, TITLES
from desk.web.words import MERITS, STAGES, WORDS, day, event_name, money, number
from domain.wording import SENTENCES
from events.catalogue import CLASSES
from events.nomination import MeritType
from events.person import Role
from mail.names import TEMPLATES
from mail.rendering import shipped_templates
from projections import dossier_rows


def test_every_stage_merit_and_role_has_a_word() -> None:
    assert set(dossier_rows.STAGES.values()) <= set(STAGES)
    assert set(get_args(MeritType)) == set(MERITS)
    assert set(get_args(Role)) == set(WORDS["role"])


def test_every_letter_has_its_name() -> None:
    assert {*names_of(shipped_templates())} == TEMPLATES.keys()


def test_every_event_has_a_vietnamese_name_of_a_line() -> None:
    for name in CLASSES:
        assert 0 < len(event_name(name)) < 120, name
        assert "." not in event_name(name), name


def test_every_rule_that_can_fail_says_what_it_asks() -> None:
    assert set(SENTENCES) - set(ASKS) == set()


def test_every_titled_command_is_there() -> None:
    assert set(TITLES) - set(SENDABLE) == set()


def test_every_field_of_a_form_asks_in_words() -> None:
    asked = {(name, field) for name in TITLES for field in body_model(name).model_fields}
    assert {one for one in asked if one[1] not in LABELS and ".".join(one) not in LABELS} == set()


@pytest.mark.parametrize(
    ("value", "said"),
    [(1234567, "1.234.567"), ("1234.5", "1.234,5"), (None, "–"), ("-3", "-3"), ("gần 3", "gần 3")],
)
def test_numbers_are_written_as_people_do(value: object, said: str) -> None:
    assert number(value) == said


def test_days_and_money_are_written_as_people_do() -> None:
    assert (day("2024-12-24"), day("2024-06"), money(18_870_000)) == ("24/12/2024", "06/2024", "18.870.000 đ")
