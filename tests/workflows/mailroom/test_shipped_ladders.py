"""The ladders that ship: each opens, escalates, and ends with a letter that says that it is the last, in both languages."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from desk.letter_preview import names_of, samples
from domain.calendar import WorkingCalendar
from domain.decider import Said
from domain.ladder import dated
from domain.policy import AdoptLadder
from mail.rendering import LetterView, Stationery, shipped_templates
from tests.mail.letters import VIEW
from tests.workflows.handle.offices import START
from workflows.opening import INIT, shipped_ladders

LADDERS = [*shipped_ladders(Said(at=START, by=INIT, late_reason=None))]
TOLD_OTHERWISE = {"correct_registration"}
"""The letter that sends a registration back tells of the duty to register again."""
TAKEN_TO_ITS_DATE_ONLY = {"send_slip"}
"""After the date it is too late: whoever can still call has to hear of it before."""
each = pytest.mark.parametrize("ladder", LADDERS, ids=lambda ladder: ladder.ladder)


@each
def test_a_ladder_opens_reminds_escalates_and_says_when_it_ends(ladder: AdoptLadder) -> None:
    opening = [rung for rung in ladder.rungs if rung.opens]
    assert len(opening) == (0 if {*ladder.duties} <= TOLD_OTHERWISE else 1)
    dated = sorted((rung for rung in ladder.rungs if not rung.opens), key=lambda rung: rung.days)
    assert dated[0].days < 0
    too_late = {*ladder.duties} <= TAKEN_TO_ITS_DATE_ONLY
    told = {rung.audience for rung in dated if (rung.days < 0 if too_late else rung.days > 0)}
    assert told & {"head", "chair", "standing_agency"}
    assert [rung.last for rung in dated] == [False] * (len(dated) - 1) + [True]


@each
def test_every_rung_has_its_words_in_both_languages(ladder: AdoptLadder) -> None:
    templates = shipped_templates()
    for rung in ladder.rungs:
        assert f"vi/{rung.template}.txt" in templates
        assert f"en/{rung.template}.txt" in templates


@each
def test_the_last_letter_says_that_no_more_will_be_sent(ladder: AdoptLadder) -> None:
    [last] = [rung for rung in ladder.rungs if rung.last]
    words = Stationery(shipped_templates()).words(_last_letter(last.template)).text
    assert "hệ thống sẽ không gửi thêm" in words
    assert "no more will be sent" in words


def test_the_chair_gets_one_list_a_week_and_it_comes_before_the_last_letter() -> None:
    [default] = [ladder for ladder in LADDERS if ladder.ladder == "default"]
    [chair] = [rung for rung in default.rungs if rung.audience == "chair"]
    [last] = [rung for rung in default.rungs if rung.last]
    assert (chair.digest, chair.template) == ("monday", "weekly")
    for start in range(7):
        due_on = date(2024, 3, 1) + timedelta(days=start)
        laid = dated([chair, last], due_on, WorkingCalendar(), not_before=START)
        assert [rung.name for rung in laid] == [chair.name, last.name]


@pytest.mark.parametrize("template", names_of(shipped_templates()))
def test_a_letter_greets_in_a_paragraph_of_its_own_and_leaves_no_gaps(template: str) -> None:
    said = Stationery(shipped_templates()).words(
        replace(VIEW, template=template, facts=samples(), english=True)
    )
    paragraphs = said.text.rstrip("\n").split("\n\n")
    assert "Kính gửi: Thôn 5," in paragraphs
    assert "To: Thôn 5," in paragraphs
    assert all(paragraph.strip() for paragraph in paragraphs)
    assert "  " not in said.text


def _last_letter(template: str) -> LetterView:
    return replace(VIEW, template=template, facts={**samples(), "last": "1"}, english=True)
