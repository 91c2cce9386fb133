from dataclasses import replace
from datetime import date

import pytest

from domain.consultation import (
    DECIDER,
    DUTY,
    Asked,
    AskOpinion,
    ConsultationFacts,
    NotAsked,
    ReceiveOpinion,
    RecordSilence,
    consulting,
)
from domain.ids import obligation_id
from domain.law.rows import TimeLimit
from domain.obligation.commands import LapseObligation, MeetObligation, OpenObligation
from domain.refusal import AlreadyExists, Malformed, NotAuthorised, NotFound, WrongState
from events.base import ConsultationId, NominationId, UnitId
from events.consultation import ConsultationEvent, OpinionAsked, OpinionReceived, SilenceRecorded
from events.obligation import Counting
from tests.domain.rules import THE_LAW, law_and, row
from tests.spec import HOME, Given, by, every_role, given

ASKING = ConsultationId("consultation-1")
TAX, LAN = UnitId("unit-thue"), NominationId("nomination-lan")
TEN = row(TimeLimit, step="consult", days=10, article="Đ3")
FACTS = ConsultationFacts(
    standing=every_role(), organisation=HOME, rules=law_and(TEN), known=frozenset({TAX, LAN})
)
ASKED = OpinionAsked(
    consultation=ASKING, asked_by=HOME, agency=TAX, nominations=(LAN,), number="77/UBND", on=date(2024, 12, 2),
    term=Counting(since=date(2024, 12, 2), count=10, unit="working_day"), set_by="Đ3 Quy chế 01/QC-HĐTĐKT",
)  # fmt: skip
ANSWERED = OpinionReceived(consultation=ASKING, number="12/CCT", on=date(2024, 12, 10), against=(LAN,))
SILENT = SilenceRecorded(consultation=ASKING, on=date(2024, 12, 17))
OWED = obligation_id(ASKING, DUTY, None, TAX)


def ask(role: str = "standing_agency", answer_by: date | None = None) -> AskOpinion:
    return AskOpinion(
        consultation=ASKING, agency=TAX, nominations=(LAN,), number="77/UBND", on=ASKED.on, answer_by=answer_by,
        **by(role),
    )  # fmt: skip


def receive(*against: NominationId, role: str = "archivist") -> ReceiveOpinion:
    return ReceiveOpinion(consultation=ASKING, number="12/CCT", on=ANSWERED.on, against=against, **by(role))


def silent(on: date = SILENT.on, role: str = "standing_agency") -> RecordSilence:
    return RecordSilence(consultation=ASKING, on=on, **by(role))


def consultation(*past: ConsultationEvent, facts: ConsultationFacts = FACTS) -> Given:
    return given(DECIDER, *past, facts=facts)


def test_an_agency_is_asked_once_with_the_time_that_the_rule_gives_it() -> None:
    consultation().when(ask()).then(ASKED)
    consultation(ASKED).when(ask()).refused(AlreadyExists)
    consultation().when(ask("clerk")).refused(NotAuthorised)


def test_an_agency_is_asked_about_dossiers_that_are_there_each_once() -> None:
    consultation(facts=replace(FACTS, known=frozenset({LAN}))).when(ask()).refused(NotFound)
    consultation(facts=replace(FACTS, known=frozenset({TAX}))).when(ask()).refused(NotFound)
    consultation().when(replace(ask(), nominations=(LAN, LAN))).refused(Malformed)
    consultation().when(replace(ask(), nominations=())).refused(Malformed)


def test_without_a_rule_the_letter_itself_names_the_day_or_none_does() -> None:
    unruled = replace(FACTS, rules=THE_LAW)
    day = date(2024, 12, 20)
    named = {"term": None, "answer_by": day, "set_by": "công văn số 77/UBND"}
    consultation(facts=unruled).when(ask(answer_by=day)).then(ASKED.model_copy(update=named))
    consultation(facts=unruled).when(ask()).then(ASKED.model_copy(update={**named, "answer_by": None}))


def test_the_answer_is_recorded_once_late_or_not() -> None:
    consultation(ASKED).when(receive(LAN)).then(ANSWERED)
    consultation(ASKED, SILENT).when(receive(LAN)).then(ANSWERED)
    consultation(ASKED, ANSWERED).when(receive(LAN)).nothing()
    consultation(ASKED).when(receive(NominationId("nomination-x"))).refused(NotFound)
    consultation(ASKED).when(receive(role="clerk")).refused(NotAuthorised)


def test_silence_is_recorded_only_when_the_time_is_over() -> None:
    consultation(ASKED).when(silent()).then(SILENT)
    consultation(ASKED).when(silent(date(2024, 12, 16))).refused(WrongState)
    consultation(ASKED, SILENT).when(silent()).nothing()
    consultation(ASKED, ANSWERED).when(silent()).refused(WrongState)
    undated = ASKED.model_copy(update={"term": None})
    consultation(undated).when(silent()).then(SILENT)


def test_what_is_known_of_a_question_follows_its_events() -> None:
    assert DECIDER.fold([ASKED, SILENT, ANSWERED]) == Asked(ASKED, ANSWERED, SILENT.on)
    assert DECIDER.fold([ANSWERED]) == NotAsked()
    consultation().when(receive()).refused(NotFound)


def test_the_agencys_clock_starts_with_the_question_and_stops_with_answer_or_silence() -> None:
    (opened,) = consulting(ask(), ASKED, None)
    assert isinstance(opened, OpenObligation)
    assert (opened.obligation, opened.counting, str(opened.debtor)) == (OWED, ASKED.term, TAX)
    assert list(consulting(receive(), ANSWERED, ASKED)) == [
        MeetObligation(obligation=OWED, **by("archivist"))
    ]
    (lapsed,) = consulting(silent(), SILENT, ASKED)
    assert isinstance(lapsed, LapseObligation)
    assert lapsed.obligation == OWED


@pytest.mark.parametrize("event", [ANSWERED, SILENT, ASKED.model_copy(update={"term": None})])
def test_a_question_without_a_day_has_no_clock(event: ConsultationEvent) -> None:
    assert list(consulting(ask(), event, None)) == []
