"""An office with readers, duties and a mailroom, for the tests of the clock and the post."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import TypeVar

from sqlmodel import select

from domain.calendar import local_day, local_instant
from domain.decider import Said
from domain.ids import obligation_id
from domain.letter.commands import QueueLetter
from domain.obligation.commands import OpenObligation
from events.base import Event, LetterId, ObligationId, SubjectId, UnitId
from events.catalogue import event_of
from events.envelope import By
from mail.post import Post
from mail.relay import Patience, Relay
from projections import tables as t
from tests.mail.misbehaving import Misbehaving, Say, misbehaving, well
from tests.workflows.handle.offices import Office
from workflows.batch import Workshop
from workflows.claims import Claims
from workflows.engine import Engine
from workflows.mailroom.begun import FOLDER, Begun
from workflows.mailroom.office import Letterhead
from workflows.mailroom.room import Mailroom
from workflows.mailroom.rules import MailRules, Pace, Quiet
from workflows.reactor import Reactor, run_plainly

E = TypeVar("E", bound=Event)
SHORT = Patience(connect=0.3, command=0.3, data=0.3)
HEAD = Letterhead("so-vang@vidu.example", "Sổ Vàng", "so.vidu.example")
REACTOR = By("system:reactor", auth="engine")


class Alone:
    """Claims of a process that is alone."""

    def take(self, positions: Sequence[int]) -> list[int]:
        return list(positions)

    def let_go(self, positions: Sequence[int]) -> None:
        pass

    def lead(self) -> bool:
        return True

    def close(self) -> None:
        pass


def reader(number: object) -> SubjectId:
    return SubjectId(f"person-{number}")


def add_readers(office: Office, count: int) -> None:
    """Register readers with an address each."""
    for number in range(count):
        office.do(office.person(number, f"Người thứ {number}", email=f"nguoi{number}@vidu.example"))


def engine_said(office: Office, room: str = "reactor") -> Said:
    return Said(at=office.clock.now(), by=By(f"system:{room}", auth="engine"), late_reason=None)


def queue_letters(office: Office, count: int, readers: int | None = None) -> list[LetterId]:
    """Queue so many letters, for each of the first readers in turn."""
    letters = [LetterId(f"letter-{number:05}") for number in range(count)]
    queued = [
        QueueLetter(
            letter=letter,
            recipient=reader(number % (readers or count)),
            template="cancelled",
            facts={"title": f"Việc {number}", "reason": "đã có công văn mới"},
            speaks_from=local_day(office.clock.now()),
            **engine_said(office),
        )
        for number, letter in enumerate(letters)
    ]
    for start in range(0, count, 250):
        office.handler.handle_together(f"queue-{start}", queued[start : start + 250])
    return letters


def open_duties(office: Office, due_on: date, units: int) -> list[ObligationId]:
    """Open a duty of each of so many units, which have an address."""
    duties = []
    for number in range(units):
        unit = UnitId(f"unit-{number}")
        office.do(office.unit(number, f"Thôn {number}", email=f"thon{number}@vidu.example"))
        duty = obligation_id("movement-1", "register", "dang-ky", unit)
        office.do(
            OpenObligation(
                obligation=duty,
                duty="register",
                debtor=SubjectId(unit),
                about="movement-1",
                title="Đăng ký thi đua",
                due_on=due_on,
                set_by="văn bản số 01",
                told=True,
                **engine_said(office),
            )
        )
        duties.append(duty)
    return duties


def mailroom(
    office: Office, relay: Misbehaving | int, *, connections: int = 1, claims: Claims | None = None
) -> Mailroom:
    """Open a mailroom on a relay's port, with little patience."""
    port = relay if isinstance(relay, int) else relay.port
    post = Post(Relay("127.0.0.1", port), connections=connections, patience=SHORT)
    rules = MailRules(connections=connections)
    return Mailroom(office.handler, post, HEAD, claims or Alone(), rules, begun=begun(office, connections))


def begun(office: Office, lines: int) -> Begun:
    """Open the file of what a mailroom has begun, in the office's data folder."""
    return Begun(office.house.settings.data / FOLDER, lines)


def delivered(
    office: Office,
    say: Say = well,
    *,
    connections: int = 1,
    rounds: int = 1,
    quiet: str | None = None,
    pace: Pace | None = None,
) -> Misbehaving:
    """Deliver everything that may be tried, as often as told, to a relay that behaves so."""

    async def run() -> Misbehaving:
        async with misbehaving(say) as relay:
            room = mailroom(office, relay, connections=connections)
            room.rules = replace(room.rules, quiet=Quiet.parse(quiet) if quiet else None, pace=pace)
            for _ in range(rounds):
                await room.deliver()
            return relay

    return asyncio.run(run())


def reactor(office: Office, claims: Claims | None = None) -> Reactor:
    return Reactor(Workshop(office.handler), claims or Alone(), run_plainly)


def engine(office: Office, room: Mailroom | None = None) -> Engine:
    """Put an engine together, its flows run without Prefect."""
    return Engine(office.house, reactor(office), room, office.house.notary())


def tick(office: Office) -> int:
    """Let every ladder speak that is due; gives the batches."""
    return asyncio.run(reactor(office).remind())


def reactor_runs(office: Office) -> None:
    """React to everything that is pending."""
    asyncio.run(reactor(office).drain())


def at_hour(day: date, hour: int, minute: int = 0) -> datetime:
    """Give a local moment."""
    return local_instant(day, time(hour, minute))


def wait(office: Office, span: timedelta) -> None:
    office.clock.move_to(office.clock.now() + span)


def events(office: Office, *kinds: type[E]) -> list[E]:
    return [event for row in office.log() for event in [event_of(row)] if isinstance(event, kinds)]


def states(office: Office) -> dict[str, str]:
    with office.ledger.database.session() as session:
        return {row.letter: row.state for row in session.exec(select(t.LetterRow)).all()}


@dataclass(frozen=True, slots=True)
class At:
    """Moves a simulated clock to a moment and says so."""

    office: Office

    def __call__(self, moment: datetime) -> datetime:
        self.office.clock.move_to(moment)
        return self.office.clock.now()


async def until(
    true: Callable[[], bool], give_way: Callable[[], Awaitable[None]] = lambda: asyncio.sleep(0.01)
) -> None:
    """Give way to what runs beside until something is true; the test's own timeout ends it."""
    while not true():
        await give_way()
