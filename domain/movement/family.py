"""Cấp trên, cấp dưới và đối tượng tham gia: which movements are answered, who joins later and who leaves."""

from collections.abc import Sequence

from domain.movement.commands import AnswerParent, JoinMovement, LeaveMovement
from domain.movement.facts import LAUNCH, MovementFacts, NotAParticipant
from domain.movement.states import Movement
from domain.refusal import Malformed, NotFound
from events.movement import MovementEvent, OutsideMovement, ParentAnswered, UnitDeparted, UnitJoined


def answer(state: Movement, command: AnswerParent, facts: MovementFacts) -> Sequence[MovementEvent]:
    """Answer a movement from above; one launched elsewhere may be called by several names."""
    if (command.parent is None) == (command.outside is None):
        raise Malformed(
            "Hãy nêu đúng một trong hai: phong trào cấp trên có trong sổ này, hoặc phong trào do nơi khác phát động."
        )
    if command.outside is not None:
        return _answer_outside(state, command.outside)
    above = facts.parent
    if above is None:
        raise NotFound(
            "Phong trào cấp trên chưa có trong sổ.",
            todo="Hãy ghi là phong trào do nơi khác phát động, có số và ngày văn bản.",
        )
    if state.organisation not in above.participants or above.movement == state.movement:
        raise NotAParticipant(
            "Cơ quan này không thuộc đối tượng tham gia phong trào cấp trên đã nêu.",
            basis=LAUNCH,
            todo="Hãy chọn phong trào có cơ quan này trong đối tượng, hoặc ghi phong trào do nơi khác phát động.",
        )
    if command.milestone is not None:
        above.milestone(command.milestone)
    if above.movement in state.answered:
        return ()
    return (
        ParentAnswered(
            movement=state.movement,
            organisation=state.organisation,
            parent=above.movement,
            milestone=command.milestone,
        ),
    )


def _answer_outside(state: Movement, outside: OutsideMovement) -> Sequence[MovementEvent]:
    known = next((parent for parent in state.outside if parent.called_any(outside.names)), None)
    names = outside.names
    if known is not None:
        names = tuple(name for name in names if not known.called_any((name,)))
        if not names:
            return ()
        names = (known.names[0], *names)
    named = outside.model_copy(update={"names": names})
    return (ParentAnswered(movement=state.movement, organisation=state.organisation, outside=named),)


def join(state: Movement, command: JoinMovement) -> Sequence[MovementEvent]:
    """Let a unit take part; its duties are those whose dates are still to come."""
    if command.unit in state.participants:
        return ()
    return (UnitJoined(movement=state.movement, unit=command.unit, on=command.on, document=command.document),)


def leave(state: Movement, command: LeaveMovement) -> Sequence[MovementEvent]:
    """End a unit's part; what it owes in this movement ends with it."""
    if command.unit not in state.participants:
        return ()
    return (UnitDeparted(movement=state.movement, unit=command.unit, on=command.on, reason=command.reason),)
