"""January to June: the house is set up, the movement launched, units register and report, sơ kết is held."""

import tomllib
from datetime import date
from typing import Any

from sqlmodel import col, select

from desk.demo.data import PersonData, UnitData, person_id, unit_id
from desk.demo.stage import Stage, clerk
from desk.plans.reader import read_plan
from domain.council import AppointMember, EstablishCouncil
from domain.fund import BudgetFund
from domain.ids import letter_id, obligation_id
from domain.law.book import parse_tables, plain_tables
from domain.lawbook import AdoptOverlay
from domain.letter import DeliverNotice, QueueLetter, Waiting
from domain.movement import HoldReview, LaunchMovement, RegisterUnit, ReportProgress, SignPact
from domain.obligation import RescheduleObligation
from domain.person import CompletePersonDetails, EmployPerson, GrantRole, RegisterPerson
from domain.unit import ChangeUnitContact, EstablishUnit
from events.base import Citation, LetterId, SubjectId
from events.person import Role
from projections import tables as t

MAIL = "vidu.example"
YEAR_START = date(2024, 1, 1)
REGISTRATION = "dang-ky"
OFFICES: tuple[tuple[str, Role], ...] = (
    ("lat", "authority"), ("lat", "head"), ("mai", "standing_agency"), ("mai", "archivist"),
    ("lim", "accountant"), ("mai", "organiser"),
)  # fmt: skip


def set_up(stage: Stage) -> None:
    """Enter units, people, roles, the council, its rules and the fund."""
    cast = stage.script.cast
    for unit in cast.units:
        if unit.key != cast.organisation:
            _establish(stage, unit)
    stage.do(
        ChangeUnitContact(unit=stage.organisation, email=f"ubnd@{MAIL}", **stage.said("mai", "administrator"))
    )
    for person in cast.people:
        _register(stage, person)
    for unit_key, name in cast.clerks.items():
        _register(stage, PersonData(key=clerk(unit_key), name=name, unit=unit_key))
        _grant(stage, clerk(unit_key), "clerk", unit_id(unit_key))
    for who, role in OFFICES:
        _grant(stage, who, role, stage.organisation)
    _council(stage)
    _rules(stage)
    stage.do(
        BudgetFund(
            unit=stage.organisation,
            year=2024,
            amount=25_000_000,
            document=Citation(number="06/QĐ-UBND", day=date(2024, 1, 4), issuer="UBND xã"),
            **stage.said("lim", "accountant"),
        )
    )


def _establish(stage: Stage, unit: UnitData) -> None:
    inside = unit.level == "agency"
    stage.do(
        EstablishUnit(
            unit=unit_id(unit.key),
            name=unit.name,
            kind=unit.kind,
            level=unit.level,
            parent=unit_id(unit.parent) if unit.parent else (stage.organisation if inside else None),
            managed_by=unit_id(unit.managed_by)
            if unit.managed_by
            else (stage.organisation if inside else None),
            outside_chain=unit.outside_chain,
            email=f"{unit.mail}@{MAIL}" if unit.mail else None,
            **stage.said("mai", "administrator"),
        )
    )


def _register(stage: Stage, person: PersonData) -> None:
    said = stage.said("mai", "administrator")
    if person.key != "mai":
        stage.do(
            RegisterPerson(
                person=person_id(person.key),
                name=person.name,
                born=person.born,
                email=f"{person.mail}@{MAIL}" if person.mail else None,
                **said,
            )
        )
    elif person.born is not None:
        stage.do(CompletePersonDetails(person=person_id(person.key), born=person.born, **said))
    if person.since is not None:
        stage.do(
            EmployPerson(
                person=person_id(person.key),
                unit=unit_id(person.unit),
                since=person.since,
                recruited=True,
                position=person.position,
                **said,
            )
        )


def _grant(stage: Stage, who: str, role: Role, scope: str) -> None:
    stage.do(
        GrantRole(
            person=person_id(who),
            role=role,
            scope=scope,
            since=YEAR_START,
            **stage.said("mai", "administrator"),
        )
    )


def _council(stage: Stage) -> None:
    told = stage.script.cast.council
    said = stage.said("mai", "administrator")
    stage.do(
        EstablishCouncil(
            council=stage.council,
            unit=stage.organisation,
            name=told.name,
            document=Citation(number=told.number, day=told.day, issuer="UBND xã"),
            term_from=told.day,
            **said,
        )
    )
    for member in told.members:
        stage.do(
            AppointMember(
                council=stage.council,
                person=person_id(member.person),
                seat=member.seat,
                secretary=member.secretary,
                since=YEAR_START,
                **said,
            )
        )
    for teller in told.tellers:
        _grant(stage, teller, "teller", stage.council)


def _rules(stage: Stage) -> None:
    """Adopt the council's own rules; they are the demonstration's assumption and say so."""
    content: dict[str, Any] = tomllib.loads((stage.script.folder / "rules.toml").read_text(encoding="utf-8"))
    stage.do(
        AdoptOverlay(
            overlay="quy-che-hoi-dong",
            scope=stage.organisation,
            title="Quy chế làm việc của Hội đồng TĐKT xã (giả định của bản demo)",
            document=Citation(number="01/QC-HĐTĐKT", day=date(2024, 1, 5), issuer="Hội đồng TĐKT xã"),
            tables=plain_tables(parse_tables(content, "rules.toml")),
            assumed=True,
            **stage.said("mai", "administrator"),
        )
    )


def launch(stage: Stage) -> None:
    """Try to launch on the bare document, which names no date; then with the demonstration's overlay."""
    examples = stage.script.folder.parent
    bare = examples / "quang-trung-2024.yaml"
    overlay = examples / "quang-trung-2024.demo.yaml"
    participants = tuple(unit_id(key) for key in stage.script.cast.participants)
    for plan in (read_plan(bare), read_plan(bare, [overlay])):
        stage.try_to(
            LaunchMovement(
                movement=stage.movement,
                organisation=stage.organisation,
                plan=plan,
                participants=participants,
                **stage.said("lat", "authority"),
            ),
            "phát động theo văn bản chưa có số, ngày",
        )


def deliver_notices(stage: Stage, how: str = "printed") -> None:
    """Hand over every printed notice that waits, or tell it by phone."""
    with stage.house.ledger.database.session() as session:
        waiting = session.exec(
            select(t.LetterRow.letter)
            .where(t.LetterRow.state == "to_print")
            .order_by(col(t.LetterRow.letter))
        ).all()
    for letter in waiting:
        stage.do(
            DeliverNotice(
                letter=LetterId(letter),
                how="phone" if how == "phone" else "printed",
                told_by=person_id("mai"),
                on=stage.today,
                **stage.said("mai", "standing_agency"),
            )
        )


def tell_by_phone(stage: Stage) -> None:
    """Thôn 1 has no mail: its notice is read out over the phone."""
    deliver_notices(stage, "phone")


def correct_address(stage: Stage) -> None:
    """The school's letter bounced: its address is put right and the launch letter queued again."""
    school = unit_id("thcs")
    said = stage.said("mai", "standing_agency")
    stage.do(ChangeUnitContact(unit=school, email=f"thcs@{MAIL}", reason="thư bị trả lại (550)", **said))
    with stage.house.ledger.database.session() as session:
        failed = session.exec(
            select(t.LetterRow.letter).where(t.LetterRow.recipient == school, t.LetterRow.state == "failed")
        ).all()
        reading = stage.house.handler.reading(session, person_id("mai"))
        letters = [reading.stream(letter).state for letter in failed]
    for letter in letters:
        if isinstance(letter, Waiting):
            continue
        queued = letter.queued
        stage.do(
            QueueLetter(
                letter=letter_id("again", queued.letter),
                recipient=SubjectId(school),
                template=queued.template,
                facts=queued.facts,
                names=queued.names,
                speaks_from=stage.today,
                replaces=queued.letter,
                **said,
            )
        )


def register(stage: Stage, units: list[str]) -> None:
    """Register units, each by its own clerk."""
    for unit in units:
        stage.do(
            RegisterUnit(
                movement=stage.movement,
                milestone=REGISTRATION,
                unit=unit_id(unit),
                titles=("LDTT", "GK"),
                **stage.said(clerk(unit), "clerk"),
            )
        )


def register_for_school(stage: Stage) -> None:
    """Type the school's registration for it, with the scan."""
    stage.do(
        RegisterUnit(
            movement=stage.movement,
            milestone=REGISTRATION,
            unit=unit_id("thcs"),
            titles=("GK",),
            typed_by=person_id("mai"),
            scan="bản đăng ký ký tay ngày 27/02/2024",
            **stage.said("mai", "standing_agency", behalf="thcs"),
        )
    )


def extend(stage: Stage, duty: tuple[str, str], unit: str, due: date, reason: str) -> None:
    """Give one unit more time, after the date has passed."""
    kind, milestone = duty
    stage.do(
        RescheduleObligation(
            obligation=obligation_id(stage.movement, kind, milestone, unit_id(unit)),
            due_on=due,
            set_by=f"gia hạn cho đơn vị ngày {stage.today:%d/%m/%Y}",
            extension=True,
            reason=reason,
            **stage.said("mai", "standing_agency"),
        )
    )


def sign_pact(stage: Stage) -> None:
    """The cluster's pact is signed."""
    stage.do(
        SignPact(
            movement=stage.movement,
            cluster="Cụm thi đua số 01 khối xã, phường trên địa bàn Thị xã",
            on=stage.today,
            **stage.said("lat", "authority"),
        )
    )


def report(stage: Stage, milestone: str, units: list[str]) -> None:
    """Report progress, with the figures that the script gives a unit."""
    told = stage.script.progress.get(milestone, {})
    for unit in units:
        stage.do(
            ReportProgress(
                movement=stage.movement,
                milestone=milestone,
                unit=unit_id(unit),
                figures=tuple(told.get(unit, ())),
                **stage.said(clerk(unit), "clerk"),
            )
        )


def hold_review(stage: Stage, milestone: str) -> None:
    """Hold sơ kết or tổng kết."""
    stage.do(
        HoldReview(
            movement=stage.movement,
            milestone=milestone,
            held_on=stage.today,
            praised=(unit_id("quan-su"),),
            **stage.said("lat", "authority"),
        )
    )
