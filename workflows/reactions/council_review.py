"""`council_review`: a convened session freezes its dossiers and invites; a tallied ballot records every outcome."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from typing import assert_never

from domain import upward
from domain.council import Council
from domain.ids import derived
from domain.nomination.commands import BringToCouncil, RecordAdvice
from domain.nomination.states import Ended, Recommended, fallen
from domain.session.owed import slip_duty
from domain.session.states import Session
from domain.submission.commands import ForwardList
from domain.unit import Unit
from domain.wording import award_name
from events.base import NominationId, PersonId, SessionId, SubjectId, SubmissionId, UnitId, instant_text
from events.letter import CalendarItem
from events.session import (
    AgendaExtended,
    BallotTallied,
    LineTallied,
    RoundsEnded,
    SessionConvened,
    TieDecided,
)
from workflows.facts.duties import told_with
from workflows.reactions.steps import Bench, Letter, Step, Steps, Trigger, chunks, letter_step
from workflows.reading import Reading

CHUNK = 100


def council_review(bench: Bench, batch: Sequence[Trigger]) -> Steps:
    """Prepare the sessions and record the outcomes of the batch."""
    for trigger in batch:
        match trigger.event:
            case SessionConvened():
                yield from _convened(bench, trigger, trigger.event)
            case AgendaExtended():
                event = trigger.event
                yield from _frozen(bench, trigger, event.session, event.lines, None)
            case BallotTallied() | RoundsEnded() | TieDecided():
                yield from _tallied(bench, trigger, trigger.event.session, *_final(trigger.event))
            case _:
                continue


def _frozen(
    bench: Bench,
    trigger: Trigger,
    session: SessionId,
    dossiers: Sequence[NominationId],
    instead_of: SessionId | None,
) -> Steps:
    """Freeze dossiers for a session, in chunks."""
    freeze = [
        Step(
            trigger,
            "bring_to_council",
            dossier,
            BringToCouncil(nomination=dossier, session=session, instead_of=instead_of, **bench.said),
        )
        for dossier in dossiers
    ]
    yield from chunks(freeze, CHUNK)


def _convened(bench: Bench, trigger: Trigger, convened: SessionConvened) -> Steps:
    yield from _frozen(bench, trigger, convened.session, convened.agenda, convened.supplements)
    with bench.reading() as reading:
        session = reading.state(convened.session, Session)
        council = reading.state(convened.council, Council)
        members = council.sitting(session.held_on)
    invite = _asking if convened.in_writing else _inviting
    yield [
        letter_step(bench, trigger, invite(convened, council, SubjectId(member.person))) for member in members
    ]


def _inviting(convened: SessionConvened, council: Council, to: SubjectId) -> Letter:
    """Invite to a meeting: its hour and place."""
    return Letter(
        recipient=to,
        template="session_invitation",
        facts={
            "starts_at": instant_text(convened.starts_at),
            "place": convened.place,
            "lines": str(len(convened.agenda)),
        },
        item=CalendarItem(
            uid=convened.session,
            sequence=0,
            method="PUBLISH",
            summary=f"Họp {council.name}",
            starts_at=convened.starts_at,
            place=convened.place,
        ),
    )


def _asking(convened: SessionConvened, council: Council, to: SubjectId) -> Letter:
    """Ask for an opinion in writing: by when it must be back."""
    due = convened.due_at or convened.starts_at
    return Letter(
        recipient=to,
        template="opinion_slip",
        facts={"due_at": instant_text(due), "lines": str(len(convened.agenda))},
        item=CalendarItem(
            uid=convened.session,
            sequence=0,
            method="PUBLISH",
            summary=f"Hạn gửi ý kiến: {council.name}",
            starts_at=due,
        ),
        obligation=slip_duty(convened.session, PersonId(to)),
    )


def _final(event: BallotTallied | RoundsEnded | TieDecided) -> tuple[str, list[LineTallied]]:
    """Give the lines whose count nothing can change any more, and what they are told apart from others by."""
    match event:
        case BallotTallied():
            return event.ballot, [line for line in event.lines if line.awaits is None]
        case RoundsEnded():
            return f"rounds/{event.lines[0].nomination}", list(event.lines)
        case TieDecided():
            line = LineTallied(nomination=event.nomination, tally=event.tally)
            return f"{event.ballot}/tie/{line.nomination}", [line]
        case _:
            assert_never(event)


def _tallied(
    bench: Bench, trigger: Trigger, session: SessionId, of: str, lines: Sequence[LineTallied]
) -> Steps:
    advice = [
        Step(
            trigger,
            "advice",
            line.nomination,
            RecordAdvice(nomination=line.nomination, session=session, tally=line.tally, **bench.said),
        )
        for line in lines
    ]
    yield from chunks(advice, CHUNK)
    with bench.reading() as reading:
        yield _tell_declined(bench, trigger, lines, reading)
        yield _lay_before_authority(bench, trigger, (session, of), lines, reading)


def _tell_declined(
    bench: Bench, trigger: Trigger, lines: Sequence[LineTallied], reading: Reading
) -> list[Step]:
    rules = reading.rules(reading.organisation)
    steps = []
    for line in lines:
        ended = reading.maybe(line.nomination, Ended)
        if ended is None or ended.tally is None:
            continue
        tally, dossier = ended.tally, ended.dossier
        facts = {
            "about": dossier.nomination,
            "award": award_name(rules, dossier.award),
            "votes_for": str(tally.votes_for),
            "base": str(tally.base),
            "needed": str(tally.needed),
            "basis": str(tally.basis or "quy chế của Hội đồng"),
        }
        for to in told_with(dossier.subject, dossier.unit, bench.today, reading):
            letter = Letter(
                recipient=to, template="declined", facts=facts, names={"subject": dossier.subject}
            )
            steps.append(letter_step(bench, trigger, letter))
    return steps


def _lay_before_authority(
    bench: Bench,
    trigger: Trigger,
    vote: tuple[SessionId, str],
    counted: Sequence[LineTallied],
    reading: Reading,
) -> list[Step]:
    """Put what this organisation's own authority decides before it, a list per award; the rest waits for a tờ trình."""
    session_id, of = vote
    session = reading.state(session_id, Session)
    own = reading.state(session.council, Council).unit
    lists: dict[str, list[NominationId]] = defaultdict(list)
    for line in counted:
        recommended = reading.maybe(line.nomination, Recommended)
        if (
            recommended is not None
            and not fallen(recommended)
            and decides(reading, recommended.dossier.award, own, bench.today)
        ):
            lists[recommended.dossier.award].append(line.nomination)
    return [
        _own_list(bench, trigger, own, tuple(nominations), f"{session_id}/{of}/{award}")
        for award, nominations in lists.items()
    ]


def decides(reading: Reading, award: str, unit: UnitId, on: date) -> bool:
    """Say whether the head of `unit` decides an award on a day."""
    return upward.decides(reading.rules(unit), award, reading.state(unit, Unit).level, on)


def _own_list(
    bench: Bench, trigger: Trigger, own: UnitId, nominations: tuple[NominationId, ...], name: str
) -> Step:  # a list is these five things
    submission = SubmissionId(f"submission-{derived('own-list', name)}")
    command = ForwardList(
        submission=submission,
        from_unit=own,
        to_unit=own,
        signed_on=bench.today,
        nominations=nominations,
        **bench.said,
    )
    return Step(trigger, "forward", submission, command)
