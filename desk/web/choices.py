"""Where a form's choices come from: the people, units, dossiers and awards that the field can mean."""

from collections.abc import Callable, Iterable, Mapping, Sequence

from sqlmodel import col, select

from desk.web.forms import Option, Options
from desk.web.movement_choices import of_form
from desk.web.people_choices import MANY, meeting_of, members, of_people, people, subjects, units
from desk.web.visit import Visit
from desk.web.words import SEATS
from domain.ceremony import Ceremony
from domain.law.rows import Award, CancellationGround
from domain.session.carrying import may_go_on
from domain.session.states import Session as Meeting
from events.base import NominationId
from projections import tables as t

NOTES = {
    "quota": "số lượng, tỷ lệ", "double": "trùng người, trùng khen thưởng", "papers": "giấy tờ", "achievement": "thành tích",
    "money": "tiền thưởng", "other": "việc khác",
}  # fmt: skip
"""What a note in a dossier is about: a code in the log, a word for who writes it."""


def choices(visit: Visit, command: str, settled: Mapping[str, str]) -> Options:
    """Give the choices of a command's form."""

    def of(name: str, type_: str) -> Iterable[Option] | None:
        special = _special(visit, command, name, settled)
        special = of_people(visit, command, name, settled) if special is None else special
        special = of_form(visit, command, name, settled) if special is None else special
        if special is not None:
            return special
        match type_:
            case "PersonId":
                return members(visit, settled) or people(visit)
            case "UnitId":
                return units(visit, command)
            case "CouncilId":
                return [(row.council, row.name) for row in visit.session.exec(select(t.CouncilRow))]
            case "MovementId":
                return [(row.movement, row.title) for row in visit.session.exec(select(t.MovementRow))]
            case "SubjectId":
                return subjects(visit)
            case "Role":
                return list(SEATS.items())
            case _:
                return None

    return of


def _special(visit: Visit, command: str, name: str, settled: Mapping[str, str]) -> Iterable[Option] | None:
    match command, name:
        case "session.convene", "agenda" if settled.get("supplements"):
            left = {**settled, "session": settled["supplements"]}
            return of_meeting(visit, left, may_go_on)
        case "session.convene", "agenda":
            return dossiers(
                visit, t.NominationRow.stage == "eligible", col(t.NominationRow.verified).is_(True)
            )
        case "session.open_ballot", "lines":
            return of_meeting(visit, settled, lambda meeting: meeting.open_to_vote)
        case "session.decide_tie", "nomination":
            return of_meeting(visit, settled, lambda meeting: meeting.ties)
        case "session.end_rounds", "lines":
            return of_meeting(visit, settled, lambda meeting: meeting.again)
        case (("decision.refuse" | "cancellation.open"), "nominations") if settled.get("decision"):
            return of_decision(visit, settled["decision"])
        case "cancellation.open", "ground":
            rules = visit.reading.rules(visit.reading.organisation)
            rows = rules.every(CancellationGround, visit.viewer.today)
            return [(row.ground, row.name) for row in rows]
        case "consultation.receive", "against":
            return dossiers(
                visit,
                col(t.NominationRow.nomination).in_(
                    select(t.ConsultedRow.nomination).where(
                        t.ConsultedRow.consultation == settled.get("consultation", "")
                    )
                ),
            )
        case "ceremony.answer", "subject":
            return of_ceremony(visit, settled)
        case "ceremony.schedule", "nominations":
            return dossiers(
                visit, t.NominationRow.stage == "awarded", col(t.NominationRow.presented).is_(None)
            )
        case "nomination.note", "about":
            return list(NOTES.items())
        case _, "award":
            return awards(visit)
        case _, "scope":
            councils = [(row.council, row.name) for row in visit.session.exec(select(t.CouncilRow))]
            return [*units(visit, ""), *councils]
        case _:
            return None


def dossiers(visit: Visit, *conditions: object) -> list[Option]:
    """Dossiers that fit, by award and name."""
    rows = visit.session.exec(
        select(t.NominationRow).where(*conditions).order_by(t.NominationRow.award).limit(MANY)  # type: ignore[arg-type]  # SQLAlchemy's conditions
    ).all()
    visit.names.know(row.subject for row in rows)
    return [(row.nomination, f"{row.award} – {visit.names.of(row.subject)}") for row in rows]


def of_meeting(
    visit: Visit, settled: Mapping[str, str], wanted: Callable[[Meeting], Sequence[NominationId]]
) -> list[Option]:
    """Some lines of the meeting that a form is about."""
    meeting = meeting_of(visit, settled)
    if meeting is None:
        return []
    return dossiers(visit, col(t.NominationRow.nomination).in_(wanted(meeting)))


def of_decision(visit: Visit, decision: str) -> list[Option]:
    """The lines of a decision."""
    order = getattr(visit.reading.stream(decision).state, "order", None)
    return dossiers(visit, col(t.NominationRow.nomination).in_(order.nominations)) if order else []


def of_ceremony(visit: Visit, settled: Mapping[str, str]) -> list[Option] | None:
    """Whoever is called at a ceremony, in the order of the programme."""
    known = visit.reading.maybe(settled.get("ceremony", ""), Ceremony)
    if known is None:
        return None
    visit.names.know(called.subject for called in known.programme)
    return [
        (subject, visit.names.of(subject))
        for subject in dict.fromkeys(called.subject for called in known.programme)
    ]


def awards(visit: Visit) -> list[Option]:
    """The awards of the catalogue in force today."""
    rules = visit.reading.rules(visit.reading.organisation)
    rows = {
        row.award: row.name
        for layer in rules.layers
        for row in layer.rows.get(Award, ())
        if isinstance(row, Award)
    }
    return sorted(((code, f"{name} ({code})") for code, name in rows.items()), key=lambda one: one[1])
