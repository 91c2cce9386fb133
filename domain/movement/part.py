"""Who may enter something of a unit's own part: the unit itself, or the standing agency that types for it."""

from domain.movement.commands import AttachProgressEvidence, CompleteWork, RegisterUnit, ReportProgress
from domain.movement.facts import LAUNCH, MovementFacts, NotAParticipant
from domain.movement.states import Movement
from domain.refusal import DeadlinePassed
from events.base import UnitId


def participant(state: Movement, unit: UnitId) -> None:
    """Refuse a unit that the movement does not address."""
    if unit not in state.participants:
        raise NotAParticipant(
            "Đơn vị này không thuộc đối tượng tham gia phong trào.",
            basis=LAUNCH,
            todo="Hãy kiểm tra mục đối tượng trong văn bản phát động.",
        )


def unit_or_typist(
    state: Movement,
    command: RegisterUnit | ReportProgress | AttachProgressEvidence | CompleteWork,
    facts: MovementFacts,
) -> None:
    """Refuse whoever is neither of the unit nor of the standing agency, which may type for it and says so."""
    participant(state, command.unit)
    if command.typed_by is not None:
        facts.require(command, ("standing_agency",), state.organisation)
    elif command.by.role == "standing_agency":
        facts.require(command, ("standing_agency",), command.unit, state.organisation)
    else:
        facts.require(command, ("clerk", "head"), command.unit)


def still_open(facts: MovementFacts) -> None:
    """Refuse what comes after a hard date and its grace; without such a date nothing ever shuts by itself."""
    if facts.shut:
        raise DeadlinePassed(
            "Đã hết hạn nhận theo văn bản.",
            todo="Cơ quan thường trực có thể gia hạn, có nêu lý do, cả khi đã quá hạn.",
        )
