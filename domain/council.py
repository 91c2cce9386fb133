"""Hội đồng Thi đua - Khen thưởng: its term, its members and its rules, each with validity."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import assert_never

from domain.attachment import FileFacts, check_blob
from domain.decider import Command, Decider, existing
from domain.facts import Facts
from domain.law.book import Rules
from domain.law.rows import Authority, CouncilShape
from domain.refusal import AlreadyExists, NotFound, Refusal, WrongState
from domain.standing import Held
from events.base import Citation, CouncilId, PersonId, UnitId
from events.blob import Blob
from events.council import (
    CouncilDissolved,
    CouncilEstablished,
    CouncilEvent,
    CouncilRulesAdopted,
    MemberAppointed,
    MemberResigned,
    Seat,
    TermExtended,
)
from events.unit import Level

MISSING = "Hội đồng này chưa có trong sổ."
DAY = timedelta(days=1)


class CouncilMisshapen(Refusal):
    """Cơ cấu Hội đồng trái quy định."""

    code = "council_misshapen"


@dataclass(frozen=True, slots=True, kw_only=True)
class CouncilFacts(Facts):
    """The level of the council's unit, the rules it sees, and the file to attach."""

    level: Level | None = None
    rules: Rules = field(default_factory=Rules)
    file: FileFacts = field(default_factory=FileFacts)


@dataclass(frozen=True, slots=True)
class Member:
    """A seat with its validity."""

    person: PersonId
    seat: Seat
    secretary: bool
    since: date
    until: date | None = None

    def on(self, day: date) -> bool:
        """Say whether the seat is held on `day`."""
        return self.since <= day and (self.until is None or day <= self.until)

    def meets(self, since: date, until: date | None) -> bool:
        """Say whether the seat is held on any day from `since` to `until`."""
        return (until is None or self.since <= until) and (self.until is None or since <= self.until)


@dataclass(frozen=True, slots=True)
class NoCouncil:
    """Not established."""


@dataclass(frozen=True, slots=True)
class Council:
    """A council."""

    council: CouncilId
    unit: UnitId
    name: str
    members: tuple[Member, ...] = ()
    term_from: date | None = None
    term_until: date | None = None
    rules: tuple[CouncilRulesAdopted, ...] = ()

    def sitting(self, day: date) -> tuple[Member, ...]:
        """Give the members of a day: the base that shares and quorum are counted against; none outside the term."""
        if self.term_until is not None and day > self.term_until:
            return ()
        return tuple(member for member in self.members if member.on(day))

    def roles_of(self, person: PersonId) -> tuple[Held, ...]:
        """Give the roles a seat brings, in this council."""
        roles = []
        for member in self.members:
            if member.person != person:
                continue
            names = ["member", member.seat, *(["secretary"] if member.secretary else [])]
            until = _earlier(member.until, self.term_until)
            roles += [Held(name, self.council, member.since, until) for name in dict.fromkeys(names)]
        return tuple(roles)


def _earlier(one: date | None, other: date | None) -> date | None:
    return min((day for day in (one, other) if day is not None), default=None)


State = NoCouncil | Council


@dataclass(frozen=True, slots=True, kw_only=True)
class EstablishCouncil(Command):
    """Establish a council for a unit."""

    council: CouncilId
    unit: UnitId
    name: str
    document: Citation
    term_from: date
    term_until: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AppointMember(Command):
    """Appoint a member to a seat."""

    council: CouncilId
    person: PersonId
    seat: Seat
    since: date
    secretary: bool = False
    until: date | None = None
    document: Citation | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ResignMember(Command):
    """End a seat; `on` is its last day."""

    council: CouncilId
    person: PersonId
    on: date
    reason: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplaceMember(Command):
    """Give a member's seat to somebody else, from `since` on."""

    council: CouncilId
    old: PersonId
    new: PersonId
    since: date
    reason: str | None = None
    document: Citation | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AdoptCouncilRules(Command):
    """Record the council's own rules of work: their paper, the overlay with their numbers, the scan or its hash."""

    council: CouncilId
    overlay: str
    document: Citation
    scan: str | None = None
    blob: Blob | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ExtendTerm(Command):
    """Extend the term; `until` is its last day."""

    council: CouncilId
    until: date
    document: Citation


@dataclass(frozen=True, slots=True, kw_only=True)
class DissolveCouncil(Command):
    """Dissolve the council; `on` is its last day."""

    council: CouncilId
    on: date
    document: Citation


CouncilCommand = (
    EstablishCouncil | AppointMember | ResignMember | ReplaceMember | AdoptCouncilRules | ExtendTerm | DissolveCouncil
)  # fmt: skip


def decide(state: State, command: CouncilCommand, facts: Facts) -> Sequence[CouncilEvent]:
    """Decide what happens to a council."""
    facts.require_staff(command, ("standing_agency", "authority"))
    told = facts if isinstance(facts, CouncilFacts) else CouncilFacts()
    if isinstance(command, EstablishCouncil):
        return _establish(state, command, told)
    council = existing(state, Council, MISSING)
    match command:
        case AppointMember():
            return _appoint(council, command, told)
        case ResignMember():
            return _resign(council, command)
        case ReplaceMember():
            return _replace(council, command)
        case AdoptCouncilRules():
            return _adopt(council, command, told)
        case ExtendTerm():
            return _extend(council, command, told)
        case DissolveCouncil():
            return _dissolve(council, command)
        case _:
            assert_never(command)


def _establish(state: State, command: EstablishCouncil, facts: CouncilFacts) -> Sequence[CouncilEvent]:
    if isinstance(state, Council):
        raise AlreadyExists(f"“{state.name}” đã có trong sổ.", todo="Hãy mở Hội đồng đã có.")
    if command.term_until is not None and command.term_until < command.term_from:
        raise WrongState("Nhiệm kỳ kết thúc trước khi bắt đầu.", todo="Hãy xem lại hai ngày của nhiệm kỳ.")
    for day in (command.term_from, command.term_until or command.term_from):
        _level_still_there(facts, day)
    return (
        CouncilEstablished(
            council=command.council,
            unit=command.unit,
            name=command.name,
            document=command.document,
            term_from=command.term_from,
            term_until=command.term_until,
        ),
    )


def _level_still_there(facts: CouncilFacts, day: date) -> None:
    """Refuse a council of a level whose heads decide nothing any more, as the law's rows say."""
    rows = [
        row
        for layer in facts.rules.layers
        for row in layer.rows.get(Authority, ())
        if isinstance(row, Authority) and row.level == facts.level and row.decides
    ]
    ended = [row for row in rows if row.until is not None and row.until < day]
    if ended and len(ended) == len(rows):
        last = max(ended, key=lambda row: row.until or date.max)
        raise CouncilMisshapen(
            f"Cấp này không còn Hội đồng sau ngày {last.until:%d/%m/%Y}.",
            basis=last.basis,
            todo="Hãy lập Hội đồng ở cấp kế tục, hoặc cho nhiệm kỳ kết thúc không muộn hơn ngày đó.",
        )


def _appoint(state: Council, command: AppointMember, facts: CouncilFacts) -> Sequence[CouncilEvent]:
    if any(member.person == command.person and member.on(command.since) for member in state.members):
        return ()
    if state.term_until is not None and command.since > state.term_until:
        raise WrongState(
            "Nhiệm kỳ Hội đồng đã kết thúc trước ngày này.",
            todo="Hãy kéo dài nhiệm kỳ, hoặc lập Hội đồng mới.",
        )
    others = [member for member in state.members if member.meets(command.since, command.until)]
    _seat_free(command, others, facts)
    return (
        MemberAppointed(
            council=state.council,
            person=command.person,
            seat=command.seat,
            secretary=command.secretary,
            since=command.since,
            until=command.until,
            document=command.document,
        ),
    )


def _seat_free(command: AppointMember, others: Iterable[Member], facts: CouncilFacts) -> None:
    """Refuse a second chair, and more vice-chairs than the rules allow."""
    seats = [member.seat for member in others]
    if command.seat == "chair" and "chair" in seats:
        raise CouncilMisshapen(
            "Hội đồng đã có Chủ tịch vào ngày này.", todo="Hãy ghi việc thôi chức hoặc thay người trước."
        )
    shape = facts.rules.one(CouncilShape, command.since, level=facts.level) if facts.level else None
    most = shape.most_vice_chairs if shape else None
    if shape and most is not None and command.seat == "vice_chair" and seats.count("vice_chair") >= most:
        raise CouncilMisshapen(f"Hội đồng có tối đa {most} Phó Chủ tịch.", basis=shape.basis)


def _held(state: Council, person: PersonId, day: date) -> list[Member]:
    seats = [member for member in state.members if member.person == person and member.on(day)]
    if not seats:
        raise NotFound(
            "Người này không phải thành viên Hội đồng vào ngày đã nêu.",
            todo="Hãy chọn người đang có ghế, hoặc sửa ngày.",
        )
    return seats


def _resign(state: Council, command: ResignMember) -> Sequence[CouncilEvent]:
    if all(member.until == command.on for member in _held(state, command.person, command.on)):
        return ()
    return (
        MemberResigned(council=state.council, person=command.person, on=command.on, reason=command.reason),
    )


def _replace(state: Council, command: ReplaceMember) -> Sequence[CouncilEvent]:
    """End a seat on the day before, and let its successor hold it; a seat already handed over adds nothing."""
    last = command.since - DAY
    if any(member.person == command.new and member.on(command.since) for member in state.members):
        if not any(member.person == command.old and member.on(command.since) for member in state.members):
            return ()
        raise AlreadyExists(
            "Người thay thế đã là thành viên Hội đồng vào ngày này.",
            todo="Hãy chọn người khác.",
        )
    seat = _held(state, command.old, command.since)[0]
    if seat.since > last:
        raise WrongState("Thành viên này mới giữ ghế từ ngày đã nêu; hãy chọn ngày muộn hơn.")
    return (
        MemberResigned(council=state.council, person=command.old, on=last, reason=command.reason),
        MemberAppointed(
            council=state.council,
            person=command.new,
            seat=seat.seat,
            secretary=seat.secretary,
            since=command.since,
            until=seat.until,
            document=command.document,
            replaces=command.old,
        ),
    )


def _adopt(state: Council, command: AdoptCouncilRules, facts: CouncilFacts) -> Sequence[CouncilEvent]:
    """Record the rules, or their scan beside what was recorded before; what is there already adds nothing."""
    if command.blob is not None:
        check_blob(command.blob, state.council, facts.file)
    adopted = CouncilRulesAdopted(
        council=state.council,
        overlay=command.overlay,
        document=command.document,
        scan=command.scan,
        blob=command.blob,
    )
    return () if adopted in state.rules else (adopted,)


def _extend(state: Council, command: ExtendTerm, facts: CouncilFacts) -> Sequence[CouncilEvent]:
    if state.term_until == command.until:
        return ()
    _level_still_there(facts, command.until)
    if state.term_until is None or command.until < state.term_until:
        raise WrongState("Nhiệm kỳ hiện nay không ngắn hơn ngày đã nêu nên không có gì để kéo dài.")
    return (TermExtended(council=state.council, until=command.until, document=command.document),)


def _dissolve(state: Council, command: DissolveCouncil) -> Sequence[CouncilEvent]:
    if state.term_until == command.on:
        return ()
    if state.term_until is not None and command.on > state.term_until:
        raise WrongState(
            "Nhiệm kỳ Hội đồng đã kết thúc trước ngày này.",
            todo="Hãy kéo dài nhiệm kỳ, hoặc lập Hội đồng mới.",
        )
    return (CouncilDissolved(council=state.council, on=command.on, document=command.document),)


def evolve(state: State, event: CouncilEvent) -> State:
    """Apply one event."""
    if isinstance(event, CouncilEstablished):
        return Council(
            event.council, event.unit, event.name, term_from=event.term_from, term_until=event.term_until
        )
    if isinstance(state, NoCouncil):
        return state
    match event:
        case MemberAppointed():
            member = Member(event.person, event.seat, event.secretary, event.since, event.until)
            return replace(state, members=(*state.members, member))
        case MemberResigned():
            return replace(state, members=tuple(_resigned(member, event) for member in state.members))
        case CouncilRulesAdopted():
            return replace(state, rules=(*state.rules, event))
        case TermExtended():
            return replace(state, term_until=event.until)
        case CouncilDissolved():
            return replace(state, term_until=event.on)
        case _:
            assert_never(event)


def _resigned(member: Member, event: MemberResigned) -> Member:
    return (
        replace(member, until=event.on) if member.person == event.person and member.on(event.on) else member
    )


DECIDER: Decider[State, CouncilCommand, CouncilEvent, Facts] = Decider("council", NoCouncil(), decide, evolve)
