from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from domain.movement.commands import (
    CloseResults,
    EntrustTarget,
    HoldReview,
    NoteExample,
    PublishExample,
    RegisterUnit,
    ReportProgress,
)
from domain.movement.decider import DECIDER
from domain.movement.facts import NotAParticipant
from domain.refusal import AlreadyExists, NotAuthorised, NotFound, WrongState
from events.base import PersonId, SubjectId, UnitId
from events.movement import (
    ExampleNoted,
    ExamplePublished,
    Figure,
    FinalReviewHeld,
    InterimReviewHeld,
    Judged,
    ResultsClosed,
    TargetAssigned,
    TargetEntrusted,
)
from tests.domain.movements import (
    AT_THE_END,
    CLOSED,
    HALFWAY,
    MOVEMENT,
    POOR,
    REGISTERED,
    REPORTED,
    ROADS,
    SCHOOL,
    SIX_KM,
    VILLAGE,
    movement,
    under_way,
)
from tests.spec import by, given

TYPIST = PersonId("person-1")
INTERIM = InterimReviewHeld(
    movement=MOVEMENT, milestone="so-ket", held_on=date(2024, 7, 12), findings=HALFWAY, praised=(SCHOOL,)
)
FINAL = FinalReviewHeld(
    movement=MOVEMENT, milestone="tong-ket", held_on=date(2024, 12, 19), findings=AT_THE_END
)


def register(role: str = "clerk", unit: UnitId = SCHOOL) -> RegisterUnit:
    return RegisterUnit(
        movement=MOVEMENT,
        milestone="dang-ky",
        unit=unit,
        titles=("TTLDTT",),
        works=("Vườn trường xanh",),
        **by(role),
    )


def report(*figures: Figure, milestone: str = "quy-2", role: str = "clerk") -> ReportProgress:
    return ReportProgress(movement=MOVEMENT, milestone=milestone, unit=SCHOOL, figures=figures, **by(role))


def interim() -> HoldReview:
    return HoldReview(
        movement=MOVEMENT,
        milestone="so-ket",
        held_on=INTERIM.held_on,
        praised=(SCHOOL,),
        **by("standing_agency"),
    )


def final(milestone: str = "tong-ket", role: str = "authority") -> HoldReview:
    return HoldReview(movement=MOVEMENT, milestone=milestone, held_on=FINAL.held_on, **by(role))


def close(*figures: Figure, role: str = "standing_agency") -> CloseResults:
    return CloseResults(movement=MOVEMENT, on=CLOSED.on, figures=figures, **by(role))


def test_a_unit_registers_on_the_legal_day_it_does_so() -> None:
    under_way().when(register()).then(REGISTERED)
    under_way().when(register("head")).then(REGISTERED)


def test_a_unit_registers_once() -> None:
    under_way(REGISTERED).when(register()).nothing()


def test_the_standing_agency_types_for_a_unit_and_says_who_typed() -> None:
    scanned = replace(
        register("standing_agency"), typed_by=TYPIST, arrived=date(2024, 1, 30), scan="ban-giay.pdf"
    )
    kept = {"typed_by": TYPIST, "arrived": date(2024, 1, 30), "scan": "ban-giay.pdf"}
    under_way().when(scanned).then(REGISTERED.model_copy(update=kept))
    under_way().when(register("standing_agency")).then(REGISTERED)


def test_a_clerk_does_not_type_as_the_standing_agency() -> None:
    under_way().when(replace(register(), typed_by=TYPIST)).refused(NotAuthorised)


@pytest.mark.law("Luật 06/2022/QH15, Đ17-18")
def test_whom_the_movement_does_not_address_neither_registers_nor_reports() -> None:
    stranger = UnitId("unit-khac")
    under_way().when(register(unit=stranger)).refused(NotAParticipant)
    under_way().when(replace(report(SIX_KM), unit=stranger)).refused(NotAParticipant)


def test_a_member_of_the_council_registers_no_unit() -> None:
    under_way().when(register("member")).refused(NotAuthorised)
    under_way().when(report(SIX_KM, role="member")).refused(NotAuthorised)


def test_a_unit_reports_its_figures() -> None:
    under_way().when(report(SIX_KM)).then(REPORTED)


def test_a_typed_report_keeps_the_day_it_came_and_who_typed_it() -> None:
    typed = replace(report(SIX_KM, role="standing_agency"), typed_by=TYPIST, arrived=date(2024, 6, 18))
    kept = {"typed_by": TYPIST, "arrived": date(2024, 6, 18)}
    under_way().when(typed).then(REPORTED.model_copy(update=kept))


def test_a_report_without_figures_is_made_once() -> None:
    empty = REPORTED.model_copy(update={"figures": ()})
    under_way().when(report()).then(empty)
    under_way(empty).when(report()).nothing()


def test_a_corrected_figure_takes_the_place_of_the_first() -> None:
    seven = Figure(target=ROADS.code, value=Decimal(7))
    corrected = REPORTED.model_copy(update={"figures": (seven,)})
    under_way(REPORTED).when(report(seven)).then(corrected)
    assert movement(REPORTED, corrected).figures == {ROADS.code: seven}


def test_no_figure_is_taken_for_an_unknown_target_or_milestone() -> None:
    under_way().when(report(Figure(target="QT-x", value=Decimal(1)))).refused(NotFound)
    under_way().when(report(SIX_KM, milestone="quy-9")).refused(NotFound)
    under_way().when(close(Figure(target="QT-x", value=Decimal(1)))).refused(NotFound)


@pytest.mark.law("Luật 06/2022/QH15, Đ17.5")
def test_so_ket_finds_what_is_reached_and_lets_the_rest_run_on() -> None:
    under_way(REPORTED).when(interim()).then(INTERIM)


@pytest.mark.law("Luật 06/2022/QH15, Đ17.5")
def test_tong_ket_finds_every_target_met_missed_or_not_measurable() -> None:
    under_way(REPORTED).when(final()).then(FINAL)


def test_a_review_is_held_once() -> None:
    under_way(INTERIM).when(interim()).nothing()
    under_way(FINAL).when(final()).nothing()
    assert movement(INTERIM).findings == HALFWAY
    assert movement(INTERIM, FINAL).reviews == {"so-ket": INTERIM.held_on, "tong-ket": FINAL.held_on}


def test_only_a_reviews_milestone_is_a_review() -> None:
    under_way().when(final("dang-ky")).refused(WrongState)
    under_way().when(final("quy-9")).refused(NotFound)


def test_the_figures_of_the_year_are_closed_with_the_last_ones() -> None:
    under_way().when(close(SIX_KM)).then(CLOSED)
    under_way(REPORTED).when(close()).then(CLOSED)


def test_the_figures_are_closed_once() -> None:
    under_way(CLOSED).when(close(SIX_KM)).nothing()


def test_after_closing_a_review_keeps_what_was_found() -> None:
    late = Figure(target=POOR.code, value=Decimal("1.2"))
    reported = REPORTED.model_copy(update={"figures": (late,)})
    under_way(REPORTED, CLOSED, reported).when(final()).then(FINAL)
    found = Judged(target=POOR.code, assigned_by="self", finding="exceeded", figure=Decimal("1.2"))
    under_way(REPORTED, reported).when(final()).then(
        FINAL.model_copy(update={"findings": (AT_THE_END[0], found)})
    )


def test_a_clerk_neither_reviews_nor_closes() -> None:
    under_way().when(final(role="clerk")).refused(NotAuthorised)
    under_way().when(close(role="clerk")).refused(NotAuthorised)


def test_a_movement_that_was_not_launched_takes_nothing() -> None:
    for command in (register(), report(SIX_KM), interim(), close()):
        given(DECIDER).when(command).refused(NotFound)


NOTED = ExampleNoted(
    movement=MOVEMENT,
    example="dh-1",
    subject=SubjectId("unit-thon-1"),
    what="Mô hình vườn mẫu",
    on=date(2024, 5, 6),
)
SHOWN = ExamplePublished(movement=MOVEMENT, example="dh-1", where="Đài truyền thanh xã", on=date(2024, 5, 8))
ENTRUSTED = TargetEntrusted(
    movement=MOVEMENT, target=ROADS.code, to=SubjectId("person-2"), since=date(2024, 1, 15)
)
TERM_ROADS = ROADS.model_copy(update={"code": "NK-duong", "horizon": "term"})
OF_THE_TERM = TargetAssigned(movement=MOVEMENT, target=TERM_ROADS)


def note(what: str = NOTED.what) -> NoteExample:
    return NoteExample(
        movement=MOVEMENT,
        example="dh-1",
        subject=NOTED.subject,
        what=what,
        on=NOTED.on,
        **by("standing_agency"),
    )


def publish(example: str = "dh-1") -> PublishExample:
    return PublishExample(
        movement=MOVEMENT, example=example, where=SHOWN.where, on=SHOWN.on, **by("standing_agency")
    )


def entrust(target: str = ROADS.code) -> EntrustTarget:
    return EntrustTarget(
        movement=MOVEMENT, target=target, to=ENTRUSTED.to, since=ENTRUSTED.since, **by("authority")
    )


def test_a_best_example_is_noted_once_and_made_known_in_each_place_once() -> None:
    under_way().when(note()).then(NOTED)
    under_way(NOTED).when(note()).nothing()
    under_way(NOTED).when(note("khác")).refused(AlreadyExists)
    under_way(NOTED).when(publish()).then(SHOWN)
    under_way(NOTED, SHOWN).when(publish()).nothing()
    under_way().when(publish()).refused(NotFound)
    assert movement(NOTED, SHOWN).examples["dh-1"].published == ((SHOWN.where, SHOWN.on),)


def test_somebody_answers_for_an_indicator() -> None:
    under_way().when(entrust()).then(ENTRUSTED)
    under_way(ENTRUSTED).when(entrust()).nothing()
    under_way().when(entrust("QT-khong-co")).refused(NotFound)
    assert movement(ENTRUSTED).entrusted == {ROADS.code: ENTRUSTED.to}


def test_the_terms_goals_are_judged_apart_from_the_years() -> None:
    still = Judged(target="NK-duong", assigned_by="self", finding="running")
    (closed,) = under_way(REPORTED, OF_THE_TERM).when(close()).decides()
    assert isinstance(closed, ResultsClosed)
    assert (closed.findings, closed.term) == ((*AT_THE_END, still), None)
    with_the_term = replace(close(), term=True)
    (ended,) = under_way(REPORTED, OF_THE_TERM).when(with_the_term).decides()
    assert isinstance(ended, ResultsClosed)
    assert ended.findings[-1].finding == "not_measurable"
    assert ended.term is True


def test_every_figure_is_kept_in_its_series_and_a_part_is_never_taken_for_the_whole() -> None:
    part = SIX_KM.model_copy(
        update={"value": Decimal(2), "partial": True, "as_written": "gần 2 km", "said": "nearly"}
    )
    more = REPORTED.model_copy(update={"unit": VILLAGE, "figures": (part,)})
    state = movement(REPORTED, more)
    assert [(point.unit, point.figure.value) for point in state.series[ROADS.code]] == [
        (SCHOOL, Decimal(6)),
        (VILLAGE, Decimal(2)),
    ]
    assert state.figures[ROADS.code] == SIX_KM
