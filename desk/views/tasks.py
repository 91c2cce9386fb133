"""What waits for one person: open duties and the steps that only they can take, each with where to go."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from sqlalchemy import func
from sqlmodel import Session, col, select

from desk.views.duty_places import place_of_duty
from desk.views.mask import Mask
from desk.views.names import Names
from desk.views.read import keeps_decision
from domain.calendar import ZONE, end_of_day, local_day
from domain.obligation.states import Obligation
from domain.session.carrying import may_go_on
from domain.session.owed import SLIP, unanswered
from domain.session.states import Session as Meeting
from domain.standing import Standing
from domain.wording import award_name
from events.base import PersonId, instant_text, parse_instant
from projections import tables as t
from workflows.facts.session import facts_of
from workflows.facts.slips import has_left
from workflows.reading import Reading

SOON = timedelta(days=14)
STILL_TO_DO = ("convened", "voting")
"""The stages of a meeting that is not counted yet."""
Group = Literal["overdue", "waiting", "soon", "later"]
GROUPS: tuple[tuple[Group, str], ...] = (
    ("overdue", "Quá hạn"),
    ("waiting", "Đang chờ đồng chí"),
    ("soon", "Sắp đến hạn"),
    ("later", "Sau này"),
)


@dataclass(frozen=True, slots=True)
class Task:
    """One thing to do: in a verb, with why, and where."""

    title: str
    path: str
    note: str = ""
    due_on: str | None = None
    group: Group = "waiting"


@dataclass(frozen=True, slots=True)
class Asked:
    """Whose work is asked for, on which day."""

    person: str
    standing: Standing
    today: date
    organisation: str

    def holds(self, *roles: str) -> bool:
        """Say whether one of `roles` is held at the organisation."""
        return self.standing.holds(roles, (self.organisation,), self.today)

    def scopes(self, *roles: str) -> list[str]:
        """Give where one of `roles` is held."""
        return sorted(
            {held.scope for held in self.standing.held if held.role in roles and held.on(self.today)}
        )


def tasks(session: Session, names: Names, reading: Reading, asked: Asked) -> list[Task]:
    """List everything, overdue first and then by date."""
    found = [
        *_duties(session, names, reading, asked),
        *_meetings(session, reading, asked),
        *_returned(session, names, reading, asked),
        *_office(session, asked),
        *_decisions(session, reading, asked),
    ]
    order = {group: place for place, (group, _) in enumerate(GROUPS)}
    return sorted(found, key=lambda task: (order[task.group], task.due_on or "", task.title))


def _group(due_on: str, today: date) -> Group:
    due = date.fromisoformat(due_on)
    if due < today:
        return "overdue"
    return "soon" if due <= today + SOON else "later"


def _duties(session: Session, names: Names, reading: Reading, asked: Asked) -> Iterator[Task]:
    """The open duties of the person, of the units they prepare papers for, and of the organisation for its staff."""
    owed_by = {asked.person, *asked.scopes("clerk", "head")}
    if asked.holds("standing_agency"):
        owed_by.add(asked.organisation)
    rows = session.exec(
        select(t.ObligationRow).where(
            t.ObligationRow.status == "open", col(t.ObligationRow.debtor).in_(sorted(owed_by))
        )
    ).all()
    names.know(row.debtor for row in rows)
    for row in rows:
        if row.duty == SLIP and _no_slip(row, reading, asked):
            continue
        whose = "" if row.debtor == asked.person else names.of(row.debtor)
        hour = "" if row.due_at == instant_text(end_of_day(date.fromisoformat(row.due_on))) else _hour(row)
        yield Task(
            title=row.title,
            path=_about(row),
            note=" · ".join(filter(None, (whose, hour, f"căn cứ {row.set_by}"))),
            due_on=row.due_on,
            group=_group(row.due_on, asked.today),
        )


def _no_slip(row: t.ObligationRow, reading: Reading, asked: Asked) -> bool:
    """Say whether no slip is taken from its debtor any more: its day is over and the office ends the session, or they have left."""
    over = date.fromisoformat(row.due_on) < asked.today
    return over or has_left(reading.state(row.obligation, Obligation), asked.today, reading)


def _hour(row: t.ObligationRow) -> str:
    return f"trước {parse_instant(row.due_at).astimezone(ZONE):%H giờ %M}"


def _about(row: t.ObligationRow) -> str:
    """Lead to the page where the duty is met, else to its own."""
    if row.about.startswith("movement-"):
        return f"/phong-trao/{row.about}"
    return place_of_duty(row) or f"/nhiem-vu/{row.obligation}"


def _meetings(session: Session, reading: Reading, asked: Asked) -> Iterator[Task]:
    """Votes that are open, slips to count, and meetings to come, of the councils somebody sits in."""
    councils = asked.scopes("member", "teller", "secretary", "chair", "vice_chair")
    if not councils:
        return
    rows = session.exec(
        select(t.SessionRow)
        .where(col(t.SessionRow.council).in_(councils), col(t.SessionRow.stage).in_(STILL_TO_DO))
        .order_by(col(t.SessionRow.starts_at).desc())
        .limit(10)
    ).all()
    owed = select(t.ObligationRow.about).where(
        t.ObligationRow.debtor == asked.person,
        t.ObligationRow.duty == SLIP,
        t.ObligationRow.status == "open",
    )
    told = {*session.exec(owed)}
    reading.preload(row.session for row in rows)
    for row in rows:
        meeting = reading.maybe(row.session, Meeting)
        if meeting is not None:
            yield from _meeting(meeting, asked)
            yield from _ending(meeting, asked)
            if meeting.in_writing and row.session not in told:
                yield from _slip(meeting, reading, asked)


def _ending(meeting: Meeting, asked: Asked) -> Iterator[Task]:
    """A session in writing whose slips are due, to be ended by whoever leads it: closed and counted, or carried over."""
    due = local_day(meeting.due_at or meeting.starts_at)
    leads = asked.standing.holds(("secretary", "chair"), (meeting.council,), asked.today)
    if not (meeting.in_writing and leads and may_go_on(meeting)) or asked.today < due:
        return
    yield Task(
        "Kết thúc lấy ý kiến bằng văn bản",
        f"/phien-hop/{meeting.session}",
        "hết hạn gửi phiếu thì đóng và kiểm phiếu; thiếu phiếu thì triệu tập phiên bổ sung",
        due.isoformat(),
        _group(due.isoformat(), asked.today),
    )


def _slip(meeting: Meeting, reading: Reading, asked: Asked) -> Iterator[Task]:
    """The slip that a session in writing still takes from a member, though none is owed among the duties."""
    due = local_day(meeting.due_at or meeting.starts_at)
    facts = facts_of(meeting, reading)
    if asked.person not in facts.members or due < asked.today:
        return
    waiting = unanswered(meeting, PersonId(asked.person), facts)
    if waiting and asked.standing.holds(("member",), (meeting.council,), asked.today):
        yield Task(
            "Gửi phiếu lấy ý kiến",
            f"/phien-hop/{meeting.session}",
            f"{len(waiting)} hồ sơ, lấy ý kiến bằng văn bản",
            due.isoformat(),
            _group(due.isoformat(), asked.today),
        )


def _meeting(meeting: Meeting, asked: Asked) -> Iterator[Task]:
    """What a meeting asks of those who sit in it."""
    path = f"/phien-hop/{meeting.session}"
    yield from _telling(meeting, asked)
    votes = asked.standing.holds(("member",), (meeting.council,), asked.today)
    for code, ballot in meeting.ballots.items():
        there = asked.person in (meeting.present or ())
        cast = ballot.received if ballot.mode == "sealed" else ballot.votes
        if votes and there and ballot.mode != "paper" and not ballot.closed and asked.person not in cast:
            yield Task(
                f"Bỏ phiếu {len(ballot.lines)} hồ sơ", f"{path}/phieu/{code}", "Hội đồng đang biểu quyết"
            )
    if votes and not meeting.in_writing and not meeting.ballots:
        day = meeting.held_on.isoformat()
        yield Task(
            "Đọc hồ sơ và xác nhận về xung đột lợi ích trước phiên họp",
            path,
            f"{len(meeting.agenda)} hồ sơ, họp tại {meeting.place}",
            day,
            _group(day, asked.today),
        )


def _telling(meeting: Meeting, asked: Asked) -> Iterator[Task]:
    """What a teller of the meeting has to count."""
    teller = asked.standing.holds(("teller",), (meeting.council,), asked.today)
    if not teller or asked.person not in meeting.tellers:
        return
    path = f"/phien-hop/{meeting.session}"
    for code, ballot in meeting.ballots.items():
        if not ballot.closed or ballot.tallied is not None:
            continue
        note = f"{len(ballot.lines)} hồ sơ, đã đóng bỏ phiếu"
        match ballot.mode:
            case "sealed":
                yield Task("Cùng mở hòm phiếu kín", f"{path}/hom-phieu/{code}", note)
            case "paper":
                yield Task("Nhập kết quả kiểm phiếu giấy", f"{path}/phieu-giay/{code}", note)
            case _:
                yield Task("Kiểm phiếu", f"{path}/to-kiem-phieu", note)


def _returned(session: Session, names: Names, reading: Reading, asked: Asked) -> Iterator[Task]:
    """Dossiers sent back to the units somebody prepares papers for."""
    units = asked.scopes("clerk", "head")
    if not units:
        return
    rows = session.exec(
        select(t.NominationRow)
        .where(t.NominationRow.stage == "returned", col(t.NominationRow.unit).in_(units))
        .limit(50)
    ).all()
    names.know(row.subject for row in rows)
    rules = reading.rules(reading.organisation)
    for row in rows:
        yield Task(
            f"Bổ sung hồ sơ {names.of(row.subject)}", f"/ho-so/{row.nomination}", award_name(rules, row.award)
        )


def _count(session: Session, *conditions: object) -> int:
    asked = select(func.count()).select_from(t.NominationRow).where(*conditions)  # type: ignore[arg-type]  # SQLAlchemy's conditions
    return session.exec(asked).one()


def _office(session: Session, asked: Asked) -> Iterator[Task]:
    """What piles up at the standing agency and the accountant."""
    row = t.NominationRow
    if asked.holds("standing_agency"):
        unverified = _count(session, row.stage == "eligible", col(row.verified).is_(False))
        if unverified:
            yield Task(
                f"Thẩm định {unverified} hồ sơ", "/ho-so?buoc=eligible", "đã đủ điều kiện, chưa thẩm định"
            )
        failed = session.exec(
            select(func.count()).select_from(t.LetterRow).where(t.LetterRow.state == "failed")
        ).one()
        if failed:
            yield Task(f"Xem {failed} thư không gửi được", "/thu?trang_thai=failed", "cần báo bằng cách khác")
    if asked.holds("accountant"):
        unpaid = _count(session, *t.owed())
        if unpaid:
            yield Task(f"Chi thưởng {unpaid} hồ sơ", "/quy", "đã có quyết định, chưa chi")


def _decisions(session: Session, reading: Reading, asked: Asked) -> Iterator[Task]:
    """Decisions that wait for a signature, a number or their issue."""
    steps = [
        ("drafted", "authority", "Ký quyết định khen thưởng"),
        ("signed", "archivist", "Vào số quyết định khen thưởng"),
        ("numbered", "archivist", "Phát hành quyết định khen thưởng"),
    ]
    wanted = {stage: title for stage, role, title in steps if asked.holds(role)}
    if not wanted:
        return
    rows = session.exec(
        select(t.DecisionRow).where(
            col(t.DecisionRow.stage).in_(sorted(wanted)), col(t.DecisionRow.outside).is_(False)
        )
    ).all()
    rules, mask = reading.rules(reading.organisation), Mask(reading, asked.person)
    for row in rows:
        many = "" if keeps_decision(row.decision, reading, mask) else f"{row.lines} người, tập thể"
        note = " · ".join(filter(None, (award_name(rules, row.award) if row.award else "", many)))
        yield Task(wanted[row.stage], f"/quyet-dinh/{row.decision}", note)
