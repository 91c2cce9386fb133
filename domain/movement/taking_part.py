"""Đăng ký và báo cáo: what a unit, or the standing agency for it, enters of its own part."""

from collections.abc import Sequence

from domain.facts import Facts
from domain.movement.commands import RegisterUnit, ReportProgress
from domain.movement.facts import LAUNCH, NotAParticipant
from domain.movement.states import Movement
from domain.refusal import NotFound
from events.base import UnitId
from events.movement import Figure, MovementEvent, ProgressReported, UnitRegistered


def _participant(state: Movement, unit: UnitId) -> None:
    if unit not in state.participants:
        raise NotAParticipant(
            "Đơn vị này không thuộc đối tượng tham gia phong trào.",
            basis=LAUNCH,
            todo="Hãy kiểm tra mục đối tượng trong văn bản phát động.",
        )


def _for_unit(state: Movement, command: RegisterUnit | ReportProgress, facts: Facts) -> None:
    """Refuse whoever is neither of the unit nor of the standing agency, which may type for it and says so."""
    _participant(state, command.unit)
    if command.typed_by is not None:
        facts.require(command, ("standing_agency",), state.organisation)
    elif command.by.role == "standing_agency":
        facts.require(command, ("standing_agency",), command.unit, state.organisation)
    else:
        facts.require(command, ("clerk", "head"), command.unit)


def register(state: Movement, command: RegisterUnit, facts: Facts) -> Sequence[MovementEvent]:
    """Register a unit, once."""
    _for_unit(state, command, facts)
    if command.unit in state.registered:
        return ()
    return (
        UnitRegistered(
            movement=state.movement,
            milestone=command.milestone,
            unit=command.unit,
            titles=command.titles,
            works=command.works,
            arrived=command.arrived or command.legal_day,
            typed_by=command.typed_by,
            scan=command.scan,
        ),
    )


def known_targets(state: Movement, figures: Sequence[Figure]) -> None:
    """Refuse figures for indicators that the movement does not have."""
    unknown = [figure.target for figure in figures if figure.target not in {t.code for t in state.targets}]
    if unknown:
        raise NotFound(f"Phong trào không có chỉ tiêu {', '.join(unknown)}.")


def report(state: Movement, command: ReportProgress, facts: Facts) -> Sequence[MovementEvent]:
    """Record what a unit reports."""
    _for_unit(state, command, facts)
    known_targets(state, command.figures)
    state.milestone(command.milestone)
    if (command.milestone, command.unit) in state.reported and not command.figures:
        return ()
    return (
        ProgressReported(
            movement=state.movement,
            milestone=command.milestone,
            unit=command.unit,
            arrived=command.arrived or command.legal_day,
            figures=command.figures,
            typed_by=command.typed_by,
        ),
    )
