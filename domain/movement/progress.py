"""Tiến độ: figures as they were reported, and who answers for an indicator."""

from collections.abc import Sequence

from domain.arrival import arrived_on
from domain.attachment import EVIDENCE, check_blob
from domain.movement.commands import AttachProgressEvidence, EntrustTarget, ReportProgress
from domain.movement.facts import MovementFacts
from domain.movement.part import still_open, unit_or_typist
from domain.movement.states import Movement
from domain.refusal import NotFound, WrongState
from events.movement import Figure, MovementEvent, ProgressEvidenceAttached, ProgressReported, TargetEntrusted
from events.personal import Clear


def known_targets(state: Movement, targets: Sequence[str]) -> None:
    """Refuse indicators that the movement does not have."""
    unknown = [target for target in targets if target not in {one.code for one in state.targets}]
    if unknown:
        raise NotFound(f"Phong trào không có chỉ tiêu {', '.join(unknown)}.")


def targets_of(figures: Sequence[Figure]) -> list[str]:
    """List the indicators that some figures are about."""
    return [figure.target for figure in figures]


def report(state: Movement, command: ReportProgress, facts: MovementFacts) -> Sequence[MovementEvent]:
    """Record what a unit reports."""
    unit_or_typist(state, command, facts)
    known_targets(state, targets_of(command.figures))
    state.milestone(command.milestone)
    again = (command.milestone, command.unit) in state.reported
    if again and not command.figures:
        return ()
    if not again:
        still_open(facts)
    return (
        ProgressReported(
            movement=state.movement,
            milestone=command.milestone,
            unit=command.unit,
            arrived=arrived_on(command, command.arrived),
            figures=command.figures,
            typed_by=command.typed_by,
        ),
    )


def attach(state: Movement, command: AttachProgressEvidence, facts: MovementFacts) -> Sequence[MovementEvent]:
    """Add a file to what a unit has reported, sealed under the movement's own key."""
    unit_or_typist(state, command, facts)
    state.milestone(command.milestone)
    if command.target is not None:
        known_targets(state, [command.target])
    if (command.milestone, command.unit) not in state.reported:
        raise WrongState(
            "Đơn vị chưa báo cáo mốc này.", todo="Hãy gửi báo cáo, rồi đính kèm tài liệu chứng minh."
        )
    check_blob(command.blob, state.movement, facts.file)
    if (command.milestone, command.unit, command.target, command.blob.sha256) in state.evidence:
        return ()
    return (
        ProgressEvidenceAttached(
            movement=state.movement,
            milestone=command.milestone,
            unit=command.unit,
            blob=command.blob,
            target=command.target,
            title=_sealed(state, command.title),
            name=_sealed(state, command.name),
            typed_by=command.typed_by,
        ),
    )


def _sealed(state: Movement, text: str | None) -> Clear | None:
    return Clear(state.movement, EVIDENCE, text) if text else None


def entrust(state: Movement, command: EntrustTarget) -> Sequence[MovementEvent]:
    """Say who answers for an indicator."""
    known_targets(state, [command.target])
    if state.entrusted.get(command.target) == command.to:
        return ()
    return (
        TargetEntrusted(movement=state.movement, target=command.target, to=command.to, since=command.since),
    )
