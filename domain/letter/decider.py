"""Decides what happens to a letter: queued once, tried until it has an end, never two ends."""

from collections.abc import Sequence
from datetime import timedelta
from typing import assert_never

from domain.decider import Decider, existing
from domain.ids import letter_id
from domain.letter.commands import (
    DeliverNotice,
    HoldLetter,
    LetterCommand,
    QueueLetter,
    RecordBounce,
    RecordDeferred,
    RecordFailed,
    RecordSent,
    RecordUnknown,
    ReleaseLetter,
    ResendLetter,
    SupersedeLetter,
)
from domain.letter.facts import LetterFacts
from domain.letter.states import UNDELIVERED, Ended, NoLetter, State, Waiting, evolve
from domain.refusal import AlreadyExists, Malformed, NotFound, WrongState
from domain.standing import require_system
from events.letter import (
    Channel,
    LetterBounced,
    LetterDeferred,
    LetterEvent,
    LetterFailed,
    LetterHeld,
    LetterOutcomeUnknown,
    LetterQueued,
    LetterQueuedAgain,
    LetterReleased,
    LetterSent,
    LetterSuperseded,
    NoticeDelivered,
)

BACK_OFF = (
    timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=30), timedelta(hours=2), timedelta(hours=8),
)  # fmt: skip
"""How long to wait after each failed attempt; the last one repeats."""
GIVE_UP = timedelta(days=5)
"""How long a recipient's server may put a letter off before it counts as failed (RFC 5321, 4.5.4.1)."""
HANDLERS = ("standing_agency", "secretary")
RESENDABLE = frozenset({"sent", "failed", "bounced"})
MISSING = "Thư này chưa có trong sổ."
NOT_WAITING = "Thư này không còn chờ: đã gửi, đã báo hoặc đã được thay."
MAILROOM = "mailroom"


def decide(state: State, command: LetterCommand, facts: LetterFacts) -> Sequence[LetterEvent]:
    """Decide what happens to a letter."""
    match command:
        case QueueLetter():
            return _queue(state, command, facts)
        case DeliverNotice():
            return _deliver(state, command, facts)
        case RecordSent() | RecordDeferred() | RecordFailed() | RecordUnknown():
            require_system(command, MAILROOM)
            return _attempted(state, command)
        case RecordBounce():
            require_system(command, MAILROOM)
            return _bounced(state, command)
        case SupersedeLetter():
            return _supersede(state, command, facts)
        case HoldLetter() | ReleaseLetter():
            facts.require(command, HANDLERS)
            return _hold_or_release(_waiting(state), command)
        case ResendLetter():
            facts.require(command, HANDLERS)
            return _resend(state, command)
        case _:
            assert_never(command)


def _queue(state: State, command: QueueLetter, facts: LetterFacts) -> Sequence[LetterEvent]:
    by_hand = not command.by.is_system and not facts.along
    if by_hand:
        facts.require(command, HANDLERS)
    if not isinstance(state, NoLetter):
        if by_hand and (state.queued.recipient, state.queued.facts) != (command.recipient, command.facts):
            raise AlreadyExists("Mã này đã là mã của một lá thư khác.", todo="Hãy chọn mã khác cho thư mới.")
        return ()
    if facts.templates is None:
        raise NotFound("Sổ chưa ban hành mẫu thư nào.", todo="Hãy chạy `sovang db upgrade`.")
    if by_hand and facts.fault is not None:
        raise Malformed(facts.fault, todo="Hãy xem mẫu và các giá trị cần có: `sovang letters preview`.")
    channel: Channel = "mail" if facts.has_mail else "paper"
    return (
        LetterQueued(
            letter=command.letter,
            recipient=command.recipient,
            channel=channel,
            template=command.template,
            templates=facts.templates,
            facts=dict(command.facts),
            names=dict(command.names),
            day=command.speaks_from,
            obligation=command.obligation,
            rung=command.rung,
            item=command.item,
            entries=command.entries,
            replaces=command.replaces,
            delayed_from=command.delayed_from,
            resent_from=command.resent_from,
        ),
    )


def _attempted(
    state: State, command: RecordSent | RecordDeferred | RecordFailed | RecordUnknown
) -> Sequence[LetterEvent]:
    """Record how an attempt ended; a letter that is over stays as it is."""
    if isinstance(state, NoLetter):
        raise NotFound(MISSING)
    if isinstance(state, Ended):
        return ()
    match command:
        case RecordSent():
            return (LetterSent(letter=command.letter, message_id=command.message_id, reply=command.reply),)
        case RecordFailed():
            return (LetterFailed(letter=command.letter, code=command.code, reply=command.reply),)
        case RecordDeferred() if _given_up(state, command):
            return (LetterFailed(letter=command.letter, code=command.code, reply=command.reply),)
        case RecordDeferred():
            wait = BACK_OFF[min(state.attempts, len(BACK_OFF) - 1)]
            return (
                LetterDeferred(
                    letter=command.letter,
                    attempt=state.attempts + 1,
                    code=command.code,
                    reply=command.reply,
                    next_attempt_at=command.at + wait,
                ),
            )
        case RecordUnknown(interrupted=True):
            return (
                LetterOutcomeUnknown(letter=command.letter, next_attempt_at=command.at, interrupted=True),
            )
        case RecordUnknown():
            if state.unknown:
                return (LetterFailed(letter=command.letter),)
            return (LetterOutcomeUnknown(letter=command.letter, next_attempt_at=command.at + BACK_OFF[1]),)
        case _:
            assert_never(command)


def _given_up(state: Waiting, command: RecordDeferred) -> bool:
    """Say whether the recipient's server has put the letter off for too long, counted from its first day."""
    since = state.queued.delayed_from or state.queued.day
    return not command.halted and command.legal_day - since >= GIVE_UP


def _bounced(state: State, command: RecordBounce) -> Sequence[LetterEvent]:
    """Record a bounce of a letter that left, or may have; a second report of it adds nothing."""
    if isinstance(state, NoLetter):
        raise NotFound(MISSING)
    left = state.perhaps_there if isinstance(state, Waiting) else state.how == "sent"
    if not left:
        return ()
    return (LetterBounced(letter=command.letter, status=command.status, reply=command.reply),)


def _waiting(state: State) -> Waiting:
    """Give the letter as one that waits; refuses with what became of it."""
    if isinstance(state, Ended):
        raise WrongState(
            NOT_WAITING, todo="Hãy xem thư đã ra sao ở trang Thư, hoặc bằng `sovang letters show`."
        )
    return existing(state, Waiting, MISSING)


def _hold_or_release(state: Waiting, command: HoldLetter | ReleaseLetter) -> Sequence[LetterEvent]:
    if isinstance(command, ReleaseLetter):
        return (LetterReleased(letter=command.letter),) if state.held else ()
    if state.queued.channel == "paper":
        raise WrongState(
            "Thông báo in không gửi qua thư điện tử, không cần giữ.",
            todo="Hãy báo tận nơi rồi ghi là đã báo.",
        )
    return () if state.held else (LetterHeld(letter=command.letter, reason=command.reason),)


def _resend(state: State, command: ResendLetter) -> Sequence[LetterEvent]:
    """Ask for a new letter in place of one that left or failed; what is superseded has its own successor."""
    if isinstance(state, Waiting):
        raise WrongState(
            "Thư này còn đang chờ gửi nên chưa cần gửi lại.", todo="Nếu thư đang bị giữ, hãy thôi giữ."
        )
    ended = existing(state, Ended, MISSING)
    if ended.resent_as is not None:
        raise WrongState(f"Thư này đã được gửi lại bằng thư {ended.resent_as}.")
    if ended.how not in RESENDABLE:
        raise WrongState(
            "Thư này đã được thay hoặc đã báo bằng cách khác, không gửi lại.",
            todo="Hãy xem thư mới nhất về việc này ở trang Thư.",
        )
    return (
        LetterQueuedAgain(
            letter=command.letter, by_letter=letter_id("resent", command.letter), reason=command.reason
        ),
    )


def _supersede(state: State, command: SupersedeLetter, facts: LetterFacts) -> Sequence[LetterEvent]:
    if not command.by.is_system:
        facts.require(command, HANDLERS)
    if not isinstance(state, Waiting):
        return ()
    return (LetterSuperseded(letter=command.letter, reason=command.reason, by_letter=command.by_letter),)


def _deliver(state: State, command: DeliverNotice, facts: LetterFacts) -> Sequence[LetterEvent]:
    """Record a printed notice handed over, or a letter that mail could not deliver told in another way."""
    facts.require(command, HANDLERS)
    if not (isinstance(state, Ended) and state.how in UNDELIVERED):
        waiting = _waiting(state)
        if waiting.queued.channel != "paper":
            raise WrongState("Thư này gửi bằng thư điện tử, không cần bản in.")
    return (NoticeDelivered(letter=command.letter, how=command.how, by=command.told_by, on=command.on),)


DECIDER: Decider[State, LetterCommand, LetterEvent, LetterFacts] = Decider(
    "letter", NoLetter(), decide, evolve
)
