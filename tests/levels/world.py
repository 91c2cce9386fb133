"""One ledger in which a commune, a district and a province work, each with a council of three and an authority."""

import asyncio
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any, get_args

from sqlmodel import col, select

from domain.council import AppointMember, EstablishCouncil
from domain.decider import Command, Said
from domain.decision.commands import NumberDecision, PublishDecision, SignDecision
from domain.law.book import parse_tables, plain_tables
from domain.lawbook import AdoptOverlay
from domain.nomination.commands import DraftNomination, VerifyDossier
from domain.person import GrantRole, RegisterPerson
from domain.session.commands import (
    CastVote,
    CloseBallot,
    ConfirmInterests,
    ConveneSession,
    OpenBallot,
    RecordAttendance,
    SignMinutes,
    TallyBallot,
)
from domain.submission.commands import AcknowledgeReceipt, ForwardList, ReceiveSubmission
from domain.unit import EstablishUnit
from events.base import (
    Citation,
    CouncilId,
    DecisionId,
    NominationId,
    PersonId,
    SessionId,
    SubjectId,
    SubmissionId,
    UnitId,
)
from events.envelope import By
from events.person import Role
from events.session import Choice
from events.store.clock import SimulatedClock
from events.submission import Line, Paper
from events.unit import Level
from projections import tables as t
from tests.workflows.handle.offices import EVER, HOME, MAI, Office, settings_for
from workflows.batch import Workshop
from workflows.claims import FileClaims
from workflows.handle import Outcome
from workflows.opening import NewLedger, open_ledger, upgrade_tables
from workflows.reactor import Reactor, run_plainly
from workflows.wiring import open_house

DISTRICT, PROVINCE = UnitId("unit-huyen"), UnitId("unit-tinh")
LEVELS: dict[UnitId, Level] = {HOME: "commune", DISTRICT: "district", PROVINCE: "province"}
ABOVE = {HOME: DISTRICT, DISTRICT: PROVINCE}
DECIDED_AT = {"GK": HOME, "LDTT": HOME, "TTLDTT": DISTRICT, "BKT": PROVINCE}
"""Where each award is decided: by Đ80 of the law until 2025-06-30, and for the province by its own rule."""
SEATS = ("a", "b", "c")
NEEDED = 2
PAPER = Citation(number="01/QĐ-UBND", day=EVER)
ORIGIN = {"from": "2024-01-01", "document": "Quy chế 01/QC", "evidence": "local", "source": "thử"}
RULES: dict[str, list[dict[str, Any]]] = {
    "quorum": [{**ORIGIN, "numerator": 2, "denominator": 3}],
    "vote_share": [
        {**ORIGIN, "award": award, "percent": 50, "strict": True, "base": "all_members", "mode": "named"}
        for award in DECIDED_AT
    ],
    "authority": [{**ORIGIN, "award": "BKT", "level": "province", "office": "Chủ tịch UBND tỉnh"}],
    "time_limit": [
        {**ORIGIN, "step": "verify_dossier", "days": 10},
        {**ORIGIN, "step": "propose_cancellation", "days": 7, "working": False},
        {**ORIGIN, "step": "decide_cancellation", "days": 5},
        {**ORIGIN, "step": "recover_object", "days": 10},
        {**ORIGIN, "step": "recover_bonus", "days": 10},
    ],
    "multiplier": [{**ORIGIN, "award": "GK", "recipient": "collective", "factor": "2"}],
}
INIT = By("system:init", auth="test")


def council_of(unit: UnitId) -> CouncilId:
    return CouncilId(f"council-{unit.removeprefix('unit-')}")


def seat(unit: UnitId, name: str) -> PersonId:
    return PersonId(f"person-{unit.removeprefix('unit-')}-{name}")


@dataclass(slots=True)
class World:
    """The three levels, and what people do at each."""

    office: Office
    reactor: Reactor
    claims: FileClaims

    def close(self) -> None:
        """Stop, as a machine that is switched off."""
        self.claims.close()
        self.office.house.close()

    def settle(self) -> None:
        """Let the engine react to everything that is pending."""
        asyncio.run(self.reactor.drain())

    def do(self, command: Command) -> Outcome:
        return self.office.do(command)

    def said(self, role: str, who: PersonId = MAI) -> Said:
        return self.office.said_by(By(who, role=role, auth="test"))

    @property
    def today(self) -> date:
        return self.office.clock.now().date()

    def wait(self, days: int) -> None:
        self.office.clock.move_to(self.office.clock.now() + timedelta(days=days))

    def nominate(self, name: str, award: str, **said: Any) -> NominationId:
        """Draft a collective's dossier, hand it in and let it be assessed."""
        village = UnitId(f"unit-{name}")
        self.do(self.office.unit(name, f"Thôn {name}"))
        nomination = NominationId(f"nomination-{name}-{award.lower()}")
        whole: dict[str, Any] = {
            "nomination": nomination, "subject": SubjectId(village), "subject_kind": "collective", "award": award,
            "stated_kind": "title" if award in ("TTLDTT", "LDTT") else "form", "merit": "cong_trang", "award_year": 2024,
            "unit": village, "papers": (Paper(kind="bao_cao"),),
        }  # fmt: skip
        self.do(DraftNomination(**{**whole, **said}, **self.said("standing_agency")))
        self.do(
            ReceiveSubmission(
                submission=SubmissionId(f"submission-{name}-{award.lower()}"),
                unit=village,
                lines=(Line(nomination=nomination, votes_for=9, votes_of=10),),
                papers=(Paper(kind="to_trinh"), Paper(kind="bien_ban")),
                **self.said("standing_agency"),
            )
        )
        self.settle()
        return nomination

    def verify(self, unit: UnitId, nomination: NominationId) -> None:
        self.do(
            VerifyDossier(
                nomination=nomination, department=unit, on=self.today, **self.said("standing_agency")
            )
        )

    def convene(self, unit: UnitId, name: str, agenda: Sequence[NominationId]) -> SessionId:
        session = SessionId(f"session-{name}")
        self.do(
            ConveneSession(
                session=session,
                council=council_of(unit),
                starts_at=self.office.clock.now() + timedelta(hours=1),
                place="Hội trường",
                agenda=tuple(agenda),
                **self.said("standing_agency"),
            )
        )
        self.settle()
        return session

    def vote(
        self, unit: UnitId, session: SessionId, lines: Sequence[NominationId], passed: Iterable[NominationId]
    ) -> None:
        """Attend, vote by name, count and sign."""
        self.count(unit, session, lines, passed)
        self.do(
            SignMinutes(
                session=session,
                kind="meeting",
                signed_on=self.today,
                signers=(MAI,),
                number="1/BB",
                **self.said("secretary"),
            )
        )
        self.settle()

    def count(
        self, unit: UnitId, session: SessionId, lines: Sequence[NominationId], passed: Iterable[NominationId]
    ) -> None:
        """Attend, vote by name and count: two of three agree to what passes, one to what does not."""
        people, for_it = [seat(unit, name) for name in SEATS], set(passed)
        lead = self.said("secretary")
        self.do(RecordAttendance(session=session, present=tuple(people), **lead))
        self.do(OpenBallot(session=session, ballot="all", lines=tuple(lines), **lead))
        for number, member in enumerate(people):
            choices: dict[NominationId, Choice] = {
                line: "for" if number < (NEEDED if line in for_it else 1) else "against" for line in lines
            }
            said = self.said("member", member)
            self.do(ConfirmInterests(session=session, member=member, **said))
            self.do(CastVote(session=session, ballot="all", member=member, choices=choices, **said))
        self.do(CloseBallot(session=session, ballot="all", **lead))
        self.do(TallyBallot(session=session, ballot="all", **self.said("teller")))

    def judge(
        self,
        unit: UnitId,
        name: str,
        agenda: Sequence[NominationId],
        passed: Iterable[NominationId] | None = None,
    ) -> SessionId:
        """Verify at a level, and hold its council's meeting."""
        for nomination in agenda:
            self.verify(unit, nomination)
        session = self.convene(unit, name, agenda)
        self.vote(unit, session, agenda, agenda if passed is None else passed)
        return session

    def forward(self, unit: UnitId, lines: Sequence[NominationId], to: UnitId | None = None) -> SubmissionId:
        """Send a list up with its tờ trình."""
        above = to or ABOVE[unit]
        submission = SubmissionId(f"submission-{unit}-{above}-{'-'.join(lines)}"[:100])
        self.do(
            ForwardList(
                submission=submission,
                from_unit=unit,
                to_unit=above,
                signed_on=self.today,
                number="97/TTr-UBND",
                nominations=tuple(lines),
                **self.said("authority"),
            )
        )
        self.settle()
        return submission

    def receive(self, submission: SubmissionId) -> None:
        self.do(AcknowledgeReceipt(submission=submission, on=self.today, **self.said("standing_agency")))
        self.settle()

    def decisions(self, stage: str, unit: UnitId | None = None) -> list[DecisionId]:
        asked = (
            select(t.DecisionRow).where(t.DecisionRow.stage == stage).order_by(col(t.DecisionRow.decision))
        )
        with self.office.ledger.database.session() as session:
            return [
                DecisionId(row.decision)
                for row in session.exec(asked).all()
                if unit is None or row.authority == unit
            ]

    def sign(self, decision: DecisionId) -> None:
        self.do(SignDecision(decision=decision, signer=MAI, on=self.today, **self.said("authority")))
        self.settle()

    def issue(self, decision: DecisionId, number: str) -> None:
        """Sign, enter the office's number, publish."""
        self.sign(decision)
        said = self.said("archivist")
        self.do(NumberDecision(decision=decision, number=number, **said))
        self.do(PublishDecision(decision=decision, on=self.today, **said))
        self.settle()

    def state(self, stream: str) -> Any:
        with self.office.ledger.database.session() as session:
            return self.office.handler.reading(session, "system:test").stream(stream).state

    def rows(self, table: Any) -> list[Any]:
        with self.office.ledger.database.session() as session:
            return list(session.exec(select(table)).all())

    def types(self, stream: str) -> list[str]:
        return [row.type for row in self.office.ledger.stored(stream)]


def enter_world(folder: Path, url: str, clock: SimulatedClock) -> World:
    """Open a house on the ledger as it is."""
    house = open_house(settings_for(folder, url), clock)
    claims = FileClaims(folder / "engine.lock")
    return World(
        Office(house, clock, name=f"act-{house.ledger.head()}"),
        Reactor(Workshop(house.handler), claims, run_plainly),
        claims,
    )


def found_world(folder: Path, url: str, clock: SimulatedClock) -> World:
    """Open a ledger and enter the three levels, their councils and their rules."""
    upgrade_tables(settings_for(folder, url))
    world = enter_world(folder, url, clock)
    open_ledger(
        world.office.house,
        NewLedger(
            ledger="so-ba-cap", title="Sổ ba cấp", organisation=HOME, organisation_name="UBND xã", level="commune",
            since=EVER, administrator=MAI, administrator_name="Hoàng Thị Mai", parent=DISTRICT,
        ),
    )  # fmt: skip
    said = world.office.said_by(INIT)
    for unit, name, parent in ((DISTRICT, "UBND huyện", PROVINCE), (PROVINCE, "UBND tỉnh", None)):
        world.do(
            EstablishUnit(unit=unit, name=name, kind="authority", level=LEVELS[unit], parent=parent, **said)
        )
    for unit in LEVELS:
        _council(world, unit, said)
    tables = plain_tables(parse_tables(RULES))
    world.do(
        AdoptOverlay(
            overlay="quy-che", scope=PROVINCE, title="Quy chế", document=PAPER, tables=tables, **said
        )
    )
    world.settle()
    return world


def _council(world: World, unit: UnitId, said: Said) -> None:
    council = council_of(unit)
    world.do(
        EstablishCouncil(
            council=council, unit=unit, name=f"Hội đồng {unit}", document=PAPER, term_from=EVER,
            **world.office.said("administrator"),
        )
    )  # fmt: skip
    for name in SEATS:
        world.do(RegisterPerson(person=seat(unit, name), name=f"Uỷ viên Ví Dụ {name}", **said))
        world.do(
            AppointMember(
                council=council, person=seat(unit, name), seat="member", since=EVER,
                **world.office.said("administrator"),
            )
        )  # fmt: skip
    for role in get_args(Role):
        for scope in (unit, council):
            world.do(GrantRole(person=MAI, role=role, scope=scope, since=EVER, **said))
