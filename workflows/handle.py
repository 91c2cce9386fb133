"""The write path: load, decide, append; at once or not at all, and the same command twice is once."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Literal

from domain.calendar import WorkingCalendar
from domain.decider import Command
from domain.facts import Beside
from domain.refusal import AlreadyExists, BackdatingRefused, Malformed, NotAuthorised, Refusal
from events.base import Event
from events.envelope import Stored
from events.store import box
from events.store.blobs import BlobStore
from events.store.errors import Conflict, DuplicateCommand, KeyTaken
from events.store.hot import Hot
from events.store.ledger import Act, Ledger, Meta, Projector
from projections.projector import projector
from workflows.decided import Decided, decide_beside, noted
from workflows.digest import digest
from workflows.reading import Reading, Standards
from workflows.shape import check_shape

PROMPT = timedelta(minutes=5)
"""How much older than the clock an act may be without a reason."""


MAY_BACKDATE = ("standing_agency", "secretary", "archivist", "administrator", "accountant")


ATTEMPTS = 6


class CommandReused(AlreadyExists):
    """Mã lệnh này đã dùng cho một nội dung khác."""

    code = "command_reused"


@dataclass(frozen=True, slots=True)
class Cause:
    """What a reaction answers: the event, its correlation, and the flow run that carries it."""

    seq: int
    correlation: str
    flow_run: str | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a command came to."""

    status: Literal["recorded", "nothing", "repeated"]
    first: int | None = None
    last: int | None = None
    events: tuple[tuple[str, Event], ...] = ()
    """(stream, event), in order; empty when repeated."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A command with its id, and what caused it."""

    command_id: str
    command: Command
    cause: Cause | None = None


_Answered = tuple[Decided | None, Outcome | Refusal | None]
"""An act to append, or an answer at once."""


class Handler:
    """Handles commands on one ledger; safe to call from several threads."""

    def __init__(
        self,
        ledger: Ledger,
        printed: Callable[[], WorkingCalendar],
        reactions: Mapping[str, str],
        blobs: BlobStore,
    ) -> None:
        self.ledger = ledger
        self.printed = printed
        self.reactions = reactions
        self.blobs = blobs
        self._standards = Standards()

    def handle(
        self, command_id: str, command: Command, cause: Cause | None = None, *, dry_run: bool = False
    ) -> Outcome:
        """Decide and append; raises a `Refusal` when a rule forbids it, a `StoreError` when the store cannot."""
        return self.handle_together(command_id, (command,), cause, dry_run=dry_run)

    def handle_together(
        self,
        command_id: str,
        commands: Sequence[Command],
        cause: Cause | None = None,
        *,
        dry_run: bool = False,
    ) -> Outcome:
        """Decide several commands of one person and moment and append them as one act, all or none.

        Raises `SeveralRefused` with every refusal when there are several commands.
        """
        if len({(command.at, command.by, command.late_reason) for command in commands}) != 1:
            raise ValueError("an act has one person and one moment")
        for command in commands:
            check_shape(command_id, command)
        known = self._already(command_id, commands)
        if known is not None:
            return known
        self._check_time(commands[0])
        for attempt in range(ATTEMPTS):
            try:
                outcome = self._once(command_id, commands, cause, dry_run=dry_run)
            except (Refusal, Conflict, DuplicateCommand) as fault:
                known = self._already(command_id, commands)  # the same command may have been quicker
                if known is not None:
                    return known
                if isinstance(fault, Refusal) or attempt == ATTEMPTS - 1:
                    raise
            else:
                return (outcome.status == "nothing" and self._already(command_id, commands)) or outcome
        raise Conflict("có người khác đang ghi cùng lúc; hãy thử lại")

    def alone(self, one: Asked) -> Outcome | Refusal:
        """Handle one command; a refusal is an answer."""
        try:
            return self.handle(one.command_id, one.command, one.cause)
        except Refusal as refusal:
            return refusal

    def handle_many(self, asked: Sequence[Asked]) -> list[Outcome | Refusal]:
        """Handle commands of the engine that concern different streams, each an act of its own, in one durable commit.

        When the commit cannot stand, since somebody wrote to one of the streams meanwhile or one of the commands is on
        record already, each is handled alone.
        """
        try:
            return self._many(asked)
        except (Conflict, DuplicateCommand, KeyTaken):
            return [self.alone(one) for one in asked]

    def _many(self, asked: Sequence[Asked]) -> list[Outcome | Refusal]:
        answers: list[Outcome | Refusal | None] = [None] * len(asked)
        acts: list[tuple[int, Act, tuple[tuple[str, Event], ...]]] = []
        with self.ledger.database.session() as session:
            reading = self.reading(session, "system:many")
            touched: set[str] = set()
            for place, (one, (act, answers[place])) in enumerate(
                zip(asked, self._decided(asked, reading), strict=True)
            ):
                if act is None:
                    continue
                if not touched.isdisjoint(act.streams):
                    raise Conflict("các lệnh cùng ghi vào một dòng sự kiện")
                touched |= act.streams.keys()
                acts.append(
                    (place, self._append(one.command_id, (one.command,), one.cause, act), (*act.events,))
                )
        appended = (
            self.ledger.append_all([act for _, act, _ in acts], guards=(*reading.versions.items(),))
            if acts
            else ()
        )
        for (place, _, events), done in zip(acts, appended, strict=True):
            answers[place] = Outcome("recorded", done.first, done.last, events)
        return [answer for answer in answers if answer is not None]

    def _decided(self, asked: Sequence[Asked], reading: Reading) -> Iterator[_Answered]:
        """Decide commands side by side; gives of each an act to append, or an answer at once."""
        acts = [Decided(reading) for _ in asked]
        refused: dict[int, Refusal] = {}
        for place, one in enumerate(asked):
            with noted(place, refused):
                check_shape(one.command_id, one.command)
                if not one.command.by.is_system:
                    raise NotAuthorised("Chỉ việc của hệ thống mới ghi chung một lần.")
        sound = {place: one.command for place, one in enumerate(asked) if place not in refused}
        decide_beside(acts, sound, refused, reading)
        for place, act in enumerate(acts):
            if place in refused:
                yield None, refused[place]
            else:
                yield (act, None) if act.events else (None, Outcome("nothing"))

    def _already(self, command_id: str, commands: Sequence[Command]) -> Outcome | None:
        """Say what this act has come to already; raises `CommandReused` when its id stands for another."""
        known = self.ledger.recorded_command(command_id)
        if known is None:
            return None
        if known.digest != digest(commands, self.ledger.keys):
            raise CommandReused(
                "Mã lệnh này đã dùng cho một nội dung khác.", todo="Hãy dùng mã mới cho nội dung mới."
            )
        return Outcome("repeated", known.first_seq, known.last_seq)

    def _once(
        self, command_id: str, commands: Sequence[Command], cause: Cause | None, *, dry_run: bool
    ) -> Outcome:
        with self.ledger.database.session() as session:
            reading = self.reading(session, commands[0].by.who)
            act = Decided(reading)
            act.carry_out_all(commands)
        if not act.events or dry_run:
            return Outcome("nothing" if not act.events else "recorded", events=tuple(act.events))
        try:
            [appended] = self.ledger.append_all(
                [self._append(command_id, commands, cause, act)], guards=tuple(reading.versions.items())
            )
        except KeyTaken as fault:
            raise _taken(fault) from fault
        for beside in act.beside:
            if beside.shares_gone:
                self.ledger.keys.destroy(beside.shares_gone)
        return Outcome("recorded", appended.first, appended.last, tuple(act.events))

    def _append(self, command_id: str, commands: Sequence[Command], cause: Cause | None, act: Decided) -> Act:
        """Put what was decided into the form in which it is appended."""
        first = commands[0]
        meta = Meta(
            at=first.at,
            by=first.by,
            command=command_id,
            digest=digest(commands, self.ledger.keys),
            correlation=cause.correlation if cause else command_id,
            causation=cause.seq if cause else None,
            flow_run=cause.flow_run if cause else None,
            rules=act.rules,
            backdated=first.late_reason,
        )
        for beside in act.beside:
            if beside.shares:
                self.ledger.keys.keep(beside.shares)
        writer = _with_the_box(projector(act.changes(), self.reactions), act.beside)
        return Act(act.writes(), meta, act.reserve, act.let_go, writer)

    def reading(self, session: Any, who: str) -> Reading:  # noqa: ANN401  # SQLModel's session
        """Open a view of the ledger as it stands."""
        return Reading(
            self.ledger, session, standards=self._standards, printed=self.printed, blobs=self.blobs, who=who
        )

    def _check_time(self, command: Command) -> None:
        """Refuse an act from the future, and one from the past that gives no reason or comes from no such role."""
        if command.by.is_system:
            return
        now = self.ledger.clock.now()
        if command.at > now + PROMPT:
            raise Malformed("Thời điểm của việc này còn ở tương lai.")
        if command.at >= now - PROMPT:
            return
        if not command.late_reason or command.by.role not in MAY_BACKDATE:
            raise BackdatingRefused(
                "Việc đã xảy ra từ trước thì cần nêu lý do ghi chậm, và người ghi phải có vai trò được ghi chậm.",
                todo="Hãy ghi lý do (late_reason), hoặc nhờ cơ quan thường trực ghi.",
            )


def _with_the_box(read_tables: Projector, beside: Sequence[Beside]) -> Projector:
    """Let sealed slips go into the box, or out of it, in the transaction that says so."""
    if not any(one.slips or one.slips_gone for one in beside):
        return read_tables

    def write(hot: Hot, stored: Sequence[Stored]) -> None:
        read_tables(hot, stored)
        for one in beside:
            box.put(hot, one.slips, one.slips_gone)

    return write


def _taken(fault: KeyTaken) -> AlreadyExists:
    match fault.key.split("/", 3):
        case ["nomination", *_]:
            return AlreadyExists(
                "Đã có một hồ sơ của người này cho cùng danh hiệu, hình thức và kỳ xét.",
                todo="Hãy mở hồ sơ đã có, hoặc rút nó trước khi lập hồ sơ mới.",
            )
        case ["decision-number", *_, year, number]:
            return AlreadyExists(
                f"Số {number} đã cấp cho một quyết định khác trong năm {year}.",
                todo="Hãy xem lại sổ văn thư.",
            )
        case _:
            return AlreadyExists(f"Đã có: {fault.key}.")
