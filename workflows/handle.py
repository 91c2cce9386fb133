"""The write path: load, decide, append; at once or not at all, and the same command twice is once."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Literal

from domain.calendar import WorkingCalendar
from domain.commands import BY_CLASS
from domain.decider import Command
from domain.facts import Beside
from domain.refusal import AlreadyExists, BackdatingRefused, Malformed, NotAuthorised, Refusal
from events.base import Event
from events.envelope import Stored
from events.personal import Json
from events.store import box
from events.store.blobs import BlobStore
from events.store.errors import Conflict, DuplicateCommand, KeyTaken
from events.store.hot import Hot
from events.store.ledger import Act, Ledger, Meta, Projector
from projections.projector import projector
from workflows.decided import Decided, decide_beside, noted
from workflows.digest import digest
from workflows.reading import Folded, Reading, Standards
from workflows.recall import Recall, Recalling
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
    read: Folded | None = None
    """Its stream as the asker has read it, so that `handle_many` need not; where it has moved since, it is read anew."""


@dataclass(frozen=True, slots=True)
class _Request:
    """The commands of one act, in a shape that can be kept: what they say as JSON, and what caused them."""

    command_id: str
    commands: Sequence[Command]
    told: Sequence[Json]
    cause: Cause | None

    @classmethod
    def of(cls, command_id: str, commands: Sequence[Command], cause: Cause | None) -> "_Request":
        """Take commands in; raises `Malformed`."""
        told = [check_shape(command_id, command) for command in commands]
        return cls(command_id, commands, told, cause)


_Answered = tuple[_Request, Decided] | Outcome | Refusal
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
        self.reactions = reactions
        self.blobs = blobs
        self._standards = Standards(printed)
        self._recall = Recall(ledger)

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
        request = _Request.of(command_id, commands, cause)
        known = self._already(request)
        if known is not None:
            return known
        self._check_time(commands[0])
        for attempt in range(ATTEMPTS):
            try:
                outcome = self._once(request, dry_run=dry_run)
            except (Refusal, Conflict, DuplicateCommand) as fault:
                known = self._already(request)  # the same command may have been quicker
                if known is not None:
                    return known
                if isinstance(fault, Refusal) or attempt == ATTEMPTS - 1:
                    raise
            else:
                return (outcome.status == "nothing" and self._already(request)) or outcome
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
        with self.ledger.database.session() as session:
            reading = self.reading(session, "system:many")
            reading.know(
                {BY_CLASS[type(one.command)].stream(one.command): one.read for one in asked if one.read}
            )
            answers = [*self._decided(asked, reading)]
        acts = [answer for answer in answers if isinstance(answer, tuple)]
        touched = [stream for _, act in acts for stream in act.streams]
        if len(set(touched)) != len(touched):
            raise Conflict("các lệnh cùng ghi vào một dòng sự kiện")
        done = iter(self._append(acts, reading))
        return [next(done) if isinstance(answer, tuple) else answer for answer in answers]

    def _decided(self, asked: Sequence[Asked], reading: Reading) -> Iterator[_Answered]:
        """Decide commands side by side; gives of each an act to append, or an answer at once."""
        acts = [Decided(reading) for _ in asked]
        refused: dict[int, Refusal] = {}
        sound: dict[int, _Request] = {}
        for place, one in enumerate(asked):
            with noted(place, refused):
                request = _Request.of(one.command_id, (one.command,), one.cause)
                if not one.command.by.is_system:
                    raise NotAuthorised("Chỉ việc của hệ thống mới ghi chung một lần.")
                sound[place] = request
        decide_beside(acts, {place: asked[place].command for place in sound}, refused, reading)
        for place, act in enumerate(acts):
            if place in refused:
                yield refused[place]
            else:
                yield (sound[place], act) if act.events else Outcome("nothing")

    def _already(self, request: _Request) -> Outcome | None:
        """Say what this act has come to already; raises `CommandReused` when its id stands for another."""
        known = self.ledger.recorded_command(request.command_id)
        if known is None:
            return None
        if known.digest != digest(request.commands, request.told, self.ledger.keys):
            raise CommandReused(
                "Mã lệnh này đã dùng cho một nội dung khác.", todo="Hãy dùng mã mới cho nội dung mới."
            )
        return Outcome("repeated", known.first_seq, known.last_seq)

    def _once(self, request: _Request, *, dry_run: bool) -> Outcome:
        with self.ledger.database.session() as session:
            reading = self.reading(session, request.commands[0].by.who)
            act = Decided(reading)
            act.carry_out_all(request.commands)
        if not act.events or dry_run:
            return Outcome("nothing" if not act.events else "recorded", events=tuple(act.events))
        try:
            [outcome] = self._append([(request, act)], reading)
        except KeyTaken as fault:
            raise _taken(fault) from fault
        return outcome

    def _append(self, acts: Sequence[tuple[_Request, Decided]], reading: Reading) -> list[Outcome]:
        """Append acts that concern different streams in one commit, with everything beside the log that they change."""
        if not acts:
            return []
        changes = [change for _, act in acts for change in act.changes()]
        beside = [one for _, act in acts for one in act.beside]
        appended = self.ledger.append_all(
            [self._act(request, act) for request, act in acts],
            guards=tuple(reading.versions.items()),
            projector=_with_the_box(projector(changes, self.reactions), beside),
        )
        for one in beside:
            if one.shares_gone:
                self.ledger.keys.destroy(one.shares_gone)
        return [
            Outcome("recorded", done.first, done.last, tuple(act.events))
            for (_, act), done in zip(acts, appended, strict=True)
        ]

    def _act(self, request: _Request, act: Decided) -> Act:
        """Put what was decided into the form in which it is appended."""
        first, cause = request.commands[0], request.cause
        meta = Meta(
            at=first.at,
            by=first.by,
            command=request.command_id,
            digest=digest(request.commands, request.told, self.ledger.keys),
            correlation=cause.correlation if cause else request.command_id,
            causation=cause.seq if cause else None,
            flow_run=cause.flow_run if cause else None,
            rules=act.rules,
            backdated=first.late_reason,
        )
        for beside in act.beside:
            if beside.shares:
                self.ledger.keys.keep(beside.shares)
        return Act(act.writes(), meta, act.reserve, act.let_go)

    def reading(self, session: Any, who: str) -> Reading:  # noqa: ANN401  # SQLModel's session
        """Open a view of the ledger as it stands."""
        return Reading(self.ledger, session, standards=self._standards, blobs=self.blobs, who=who)

    def recalling(self) -> Recalling:
        """Say what of everything that was read before still stands: one question, once for all that a reader is shown."""
        return Recalling(self._recall, self._recall.look())

    def looking(self, session: Any, who: str, recall: Recalling | None = None) -> Reading:  # noqa: ANN401  # SQLModel's session
        """Open a view for somebody who reads: what was folded for others and still stands is not folded again."""
        return Reading(
            self.ledger,
            session,
            standards=self._standards,
            blobs=self.blobs,
            who=who,
            recall=recall or self.recalling(),
        )

    def _check_time(self, command: Command) -> None:
        """Refuse an act from the future, and one from the past that gives no reason or comes from no such role."""
        if command.by.is_system:
            return
        now = self.ledger.clock.now()
        if command.at > now + PROMPT:
            raise Malformed(
                "Thời điểm của việc này còn ở tương lai.",
                todo="Hãy ghi thời điểm đã xảy ra, không muộn hơn lúc này.",
            )
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
