"""Lists sent on to the level above, and its receipt."""

from collections.abc import Sequence

from domain.refusal import AlreadyExists, Malformed
from domain.submission.commands import AcknowledgeReceipt, ForwardList
from domain.submission.facts import DOSSIERS, SubmissionFacts
from domain.submission.states import Forwarded, NoSubmission, State
from domain.upward import require_road
from events.submission import ListForwarded, ReceiptAcknowledged, SubmissionEvent


def forward(state: State, command: ForwardList, facts: SubmissionFacts) -> Sequence[SubmissionEvent]:
    """Send a list up; a list of one award holds no other."""
    own = command.to_unit == command.from_unit
    if not (command.by.is_system and own):
        facts.require(command, ("authority",), command.from_unit, basis=DOSSIERS)
    if isinstance(state, Forwarded) and state.nominations == command.nominations:
        return ()
    if not isinstance(state, NoSubmission):
        raise AlreadyExists(
            "Danh sách này đã được trình.", todo="Hãy xem danh sách đã trình ở trang bộ hồ sơ."
        )
    if not own:
        require_road(facts.road, command.to_unit, command.signed_on)
        if command.number is None:
            raise Malformed("Tờ trình lên cấp trên cần có số.", todo="Hãy lấy số văn thư rồi trình.")
    _check_list(command, facts)
    return (
        ListForwarded(
            submission=command.submission,
            from_unit=command.from_unit,
            to_unit=command.to_unit,
            number=command.number,
            day=command.signed_on,
            nominations=command.nominations,
            papers=command.papers,
            advice=None if own else facts.road.advice,
            award=command.award,
            sources=command.sources or None,
        ),
    )


def _check_list(command: ForwardList, facts: SubmissionFacts) -> None:
    if len(set(command.nominations)) != len(command.nominations):
        raise Malformed("Trong danh sách có hồ sơ ghi hai lần.", todo="Hãy bỏ dòng trùng.")
    if command.award is None:
        return
    others = [one for one in command.nominations if facts.awards.get(one) != command.award]
    if others:
        raise Malformed(
            f"Danh sách chỉ cho một danh hiệu, hình thức; {len(others)} hồ sơ đề nghị loại khác.",
            todo=f"Hãy lập danh sách riêng cho: {', '.join(others[:5])}.",
        )


def acknowledge(
    state: Forwarded, command: AcknowledgeReceipt, facts: SubmissionFacts
) -> Sequence[SubmissionEvent]:
    """Record a receipt once: by the level itself where it works in this ledger, else by the house that was told."""
    facts.require(command, ("standing_agency", "archivist"), *([state.to_unit] if facts.taken_up else []))
    if state.received_on is not None:
        return ()
    return (
        ReceiptAcknowledged(
            submission=state.submission,
            on=command.on,
            unit=state.to_unit if facts.taken_up else None,
            nominations=state.nominations if facts.taken_up else None,
        ),
    )
