"""The second half of a dossier's life: verified, public, before the council, forwarded, decided, presented, paid."""

from collections.abc import Sequence

from domain.nomination.commands import (
    AnswerComment,
    BringToCouncil,
    ForwardNomination,
    PublishNomination,
    ReceiveComment,
    RecordAdvice,
    TakeUpNomination,
)
from domain.nomination.facts import FROM_BELOW, ConditionFell, NominationFacts
from domain.nomination.states import (
    BeforeCouncil,
    Eligible,
    Forwarded,
    Recommended,
    State,
    fallen,
)
from domain.publication import require_length
from domain.refusal import NotFound, WrongState
from domain.standing import require_system
from events.base import Basis
from events.nomination import (
    CommentAnswered,
    CommentReceived,
    NominationDeclined,
    NominationEvent,
    NominationForwarded,
    NominationPublished,
    NominationRecommended,
    NominationTakenUp,
    PutToCouncil,
)
from events.personal import Clear

SIMPLIFIED = Basis(document="Luật 06/2022/QH15", article="Đ85")
IN_PREPARATION = "Hồ sơ không ở bước chuẩn bị họp Hội đồng."


def in_preparation(state: State) -> Eligible:
    """Give a dossier that is being prepared for the council; refuses any other."""
    if isinstance(state, Eligible):
        return state
    raise WrongState(IN_PREPARATION)


def open_to_comment(state: State) -> Eligible:
    """Give a dossier that may be commented on: until the council's outcome, since its notice ends after the invitation."""
    return state.eligible if isinstance(state, BeforeCouncil) else in_preparation(state)


def publish(state: State, command: PublishNomination, facts: NominationFacts) -> Sequence[NominationEvent]:
    """Record the public notice, first and last day included."""
    facts.require(command, ("standing_agency",))
    if in_preparation(state).published == (command.first_day, command.last_day):
        return ()
    if command.last_day < command.first_day:
        raise WrongState(
            "Ngày kết thúc công khai trước ngày bắt đầu.", todo="Hãy xem lại hai ngày công khai."
        )
    days = (command.first_day, command.last_day)
    require_length(facts.rules, in_preparation(state).dossier.award, days, facts.calendar)
    return (
        NominationPublished(
            nomination=command.nomination,
            first_day=command.first_day,
            last_day=command.last_day,
            where=command.where,
        ),
    )


def receive_comment(
    state: State, command: ReceiveComment, facts: NominationFacts
) -> Sequence[NominationEvent]:
    """Record a comment; who gives name and address is told so."""
    facts.require(command, ("standing_agency",))
    if command.comment in open_to_comment(state).comments:
        return ()
    commenter = f"{command.nomination}.{command.comment}"
    return (
        CommentReceived(
            nomination=command.nomination,
            comment=command.comment,
            name=Clear(commenter, "identity", command.name),
            address=Clear(commenter, "contact", command.address),
            text=Clear(commenter, "evidence", command.text),
        ),
    )


def answer_comment(state: State, command: AnswerComment, facts: NominationFacts) -> Sequence[NominationEvent]:
    """Record the answer to a comment."""
    facts.require(command, ("standing_agency",))
    comments = open_to_comment(state).comments
    if command.comment not in comments:
        raise NotFound("Không có ý kiến này.")
    if comments[command.comment]:
        return ()
    answer = Clear(f"{command.nomination}.{command.comment}", "evidence", command.answer)
    return (CommentAnswered(nomination=command.nomination, comment=command.comment, answer=answer),)


def bring_to_council(
    state: State, command: BringToCouncil, facts: NominationFacts
) -> Sequence[NominationEvent]:
    """Freeze for a session, or for the one that supplements it; already on it adds nothing."""
    require_system(command, "reactor")
    if isinstance(state, BeforeCouncil) and state.session == command.session:
        return ()
    if isinstance(state, BeforeCouncil) and state.session == command.instead_of:
        return (PutToCouncil(nomination=command.nomination, session=command.session),)
    eligible = in_preparation(state)
    if facts.council_unit is not None and facts.council_unit != facts.organisation:
        raise WrongState(
            "Hồ sơ đang ở cấp khác, không đưa ra Hội đồng này được.",
            basis=FROM_BELOW,
            todo="Hãy chọn hồ sơ đang ở cấp của Hội đồng.",
        )
    _require_verified(eligible, "chưa đưa ra Hội đồng được", FROM_BELOW)
    return (PutToCouncil(nomination=command.nomination, session=command.session),)


def record_advice(state: State, command: RecordAdvice, _facts: NominationFacts) -> Sequence[NominationEvent]:
    """Record the council's outcome for a dossier it has; a dossier that has one already stays as it is."""
    require_system(command, "reactor")
    if not isinstance(state, BeforeCouncil) or state.session != command.session:
        return ()
    advised = NominationRecommended if command.tally.passed else NominationDeclined
    return (advised(nomination=command.nomination, session=command.session, tally=command.tally),)


def forward(state: State, command: ForwardNomination, facts: NominationFacts) -> Sequence[NominationEvent]:
    """Lay before an authority, as a line of a list: after the council, or without one by the simplified procedure."""
    facts.require_along()
    match state:
        case Forwarded(to_unit=known) if known == command.to_unit:
            return ()
        case Recommended() | Forwarded():
            pass
        case Eligible() if state.dossier.simplified:
            _require_verified(state, "chưa trình được", SIMPLIFIED)
        case _:
            raise WrongState(
                "Chỉ trình lên hồ sơ đã được Hội đồng đề nghị.",
                basis=FROM_BELOW,
                todo="Hãy bỏ hồ sơ đó khỏi danh sách, hoặc đưa ra Hội đồng trước.",
            )
    if command.from_unit != facts.organisation:
        raise WrongState(
            "Hồ sơ đang ở cấp khác, cơ quan này không trình được.",
            basis=FROM_BELOW,
            todo="Cơ quan đang giữ hồ sơ trình.",
        )
    if fell := fallen(state):
        raise ConditionFell(
            "Một điều kiện của hồ sơ không còn đạt sau khi hồ sơ liên quan có kết quả.",
            basis=fell[0].basis,
            todo="Hãy bỏ hồ sơ này khỏi danh sách và báo Hội đồng xem xét lại.",
        )
    return (
        NominationForwarded(
            nomination=command.nomination, to_unit=command.to_unit, submission=command.submission
        ),
    )


def _require_verified(state: Eligible, refused: str, basis: Basis) -> None:
    if not state.verified:
        waiting = f"; còn chờ {len(state.outstanding)} cơ quan" if state.outstanding else ""
        raise WrongState(f"Hồ sơ chưa thẩm định xong nên {refused}{waiting}.", basis=basis)


def take_up(state: State, command: TakeUpNomination, facts: NominationFacts) -> Sequence[NominationEvent]:
    """Take up what was sent to this level; a dossier that has ended on the way stays as it is."""
    facts.require_along()
    if not isinstance(state, Forwarded) or state.to_unit != command.unit or state.at == command.unit:
        return ()
    return (
        NominationTakenUp(
            nomination=command.nomination, unit=command.unit, submission=command.submission, on=command.on
        ),
    )
