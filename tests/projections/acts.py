"""Acts drawn by lot, over few ids so that they meet, and so that many of them are refused."""

import random  # noqa: TID251  # seeded
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from functools import cache
from typing import Any

from sqlmodel import col, select

from desk.demo.data import examples_folder
from desk.plans.reader import read_plan
from domain.council import AppointMember, EstablishCouncil, ResignMember
from domain.decider import Command
from domain.decision.commands import DraftDecision, NumberDecision, PublishDecision, SignDecision
from domain.flow import FinishFlow, ParkFlow, RetryFlow
from domain.fund import BudgetFund
from domain.ids import letter_id, obligation_id
from domain.letter.commands import (
    DeliverNotice,
    QueueLetter,
    RecordDeferred,
    RecordFailed,
    RecordSent,
    RecordUnknown,
    SupersedeLetter,
)
from domain.movement.commands import (
    HoldReview,
    LaunchMovement,
    RegisterUnit,
    ReportProgress,
    ReschedulePeriod,
)
from domain.nomination.commands import (
    AssessNomination,
    AttachEvidence,
    DraftNomination,
    VerifyDossier,
    WithdrawNomination,
)
from domain.obligation.commands import LapseObligation, OpenObligation, RecordReminder, RescheduleObligation
from domain.person import (
    ChangePersonContact,
    CompletePersonDetails,
    EmployPerson,
    EndRole,
    GrantRole,
)
from domain.refusal import Refusal
from domain.registry import EnterAward
from domain.submission.commands import ReceiveSubmission
from domain.unit import ChangeUnitContact, CloseUnit, EstablishUnit
from events.base import Citation, LetterId, MovementId, UnitId
from events.movement import Figure
from events.plan import Plan
from events.submission import Line, Paper
from projections.tables import LetterRow, NominationRow, PendingRow
from tests.workflows.handle.offices import EVER, HOME, MAI, MAILROOM, REACTOR, Office

MOVEMENT = MovementId("movement-2024")
PAPER = Citation(number="06/QĐ-UBND", day=date(2024, 1, 4), issuer="UBND xã")


@cache
def plan() -> Plan:
    folder = examples_folder()
    return read_plan(folder / "quang-trung-2024.yaml", [folder / "quang-trung-2024.demo.yaml"])


class Lots:
    """Draws commands; the same seed draws the same ones."""

    def __init__(self, office: Office, seed: int) -> None:
        self.office = office
        self.chance = random.Random(seed)
        self.refused = 0
        self.recorded = 0
        self._draws: list[Callable[[], Command | None]] = [
            self._unit, self._unit_life, self._person, self._person, self._person_life, self._role, self._council,
            self._member, self._movement, self._movement_life, self._nomination, self._nomination,
            self._nomination_life, self._submission, self._assessment, self._decision, self._decision_life,
            self._entry, self._fund, self._obligation, self._obligation_life, self._reminder, self._letter,
            self._letter_life, self._flow, self._retry,
        ]  # fmt: skip

    def draw(self) -> bool:
        """Let one act happen, after a while; say whether it was recorded."""
        self.office.clock.move_to(
            self.office.clock.now() + timedelta(hours=self.chance.choice((0, 1, 30, 400)))
        )
        command = self.chance.choice(self._draws)()
        if command is None:
            return False
        try:
            outcome = self.office.do(command)
        except Refusal:
            self.refused += 1
            return False
        self.recorded += outcome.status == "recorded"
        return outcome.status == "recorded"

    def _of(self, *choices: Any) -> Any:
        return self.chance.choice(choices)

    def _key(self, kind: str, keys: str = "abc") -> Any:
        return f"{kind}-{self.chance.choice(keys)}"

    def _day(self) -> date:
        return EVER + timedelta(days=self.chance.randrange(1400, 2000, 50))

    def _said(self, role: str = "administrator") -> Any:
        return self.office.said(role)

    def _unit(self) -> Command:
        return EstablishUnit(
            unit=self._key("unit"), name=self._of("Thôn Đông", "Thôn Đoài"), kind="village", level="agency",
            parent=HOME, managed_by=HOME, outside_chain=self._of(True, False),
            email=self._of(None, "don-vi@vidu.example"), **self._said(),
        )  # fmt: skip

    def _unit_life(self) -> Command:
        unit = self._key("unit")
        if self.chance.random() < 0.2:
            return CloseUnit(unit=unit, on=self._day(), **self._said())
        return ChangeUnitContact(unit=unit, email=self._of(None, "moi@vidu.example"), **self._said())

    def _person(self) -> Command:
        key, born = self.chance.choice("abcd"), self._of(None, "1980-01-01")
        return self.office.person(key, born=born, email=self._of(None, "x@vidu.example"))

    def _person_life(self) -> Command:
        who, said = self._key("person", "abcd"), self._said()
        lives: Sequence[Callable[[], Command]] = [
            lambda: ChangePersonContact(person=who, email=self._of(None, "y@vidu.example"), **said),
            lambda: CompletePersonDetails(person=who, born="1981-02-03", **said),
            lambda: EmployPerson(
                person=who, unit=self._key("unit"), since=self._day(), recruited=self._of(True, False),
                position=self._of(None, "văn thư", "trưởng thôn"), **said,
            ),
        ]  # fmt: skip
        return self.chance.choice(lives)()

    def _role(self) -> Command:
        who, scope, role = self._key("person", "abcd"), self._key("unit"), self._of("clerk", "head")
        if self.chance.random() < 0.4:
            return EndRole(person=who, role=role, scope=scope, on=self._day(), **self._said())
        until = self._of(None, date(2025, 12, 31))
        return GrantRole(person=who, role=role, scope=scope, since=self._day(), until=until, **self._said())

    def _council(self) -> Command:
        return EstablishCouncil(
            council=self._key("council", "ab"), unit=HOME, name=self._of("Hội đồng xã", "Hội đồng cũ"),
            document=PAPER, term_from=EVER, **self._said(),
        )  # fmt: skip

    def _member(self) -> Command:
        council, who, said = self._key("council", "ab"), self._key("person", "abcd"), self._said()
        if self.chance.random() < 0.4:
            return ResignMember(council=council, person=who, on=self._day(), **said)
        return AppointMember(
            council=council, person=who, seat=self._of("chair", "member"), since=self._day(),
            secretary=self._of(True, False), **said,
        )  # fmt: skip

    def _movement(self) -> Command:
        units = (UnitId("unit-a"), UnitId("unit-b"))
        return LaunchMovement(
            movement=MOVEMENT, organisation=HOME, plan=plan(), participants=units, **self._said("authority")
        )

    def _movement_life(self) -> Command:
        unit, said = self._key("unit"), self._said("standing_agency")
        milestone = self._of("dang-ky", "tien-do-1", "so-ket", "khong-co")
        target = self._of("QT01a", "QT02")
        figures = (Figure(target=target, value=self._of(1, 90, 1000)),)
        moved = self._day() + timedelta(days=365)
        lives: Sequence[Callable[[], Command]] = [
            lambda: RegisterUnit(movement=MOVEMENT, milestone="dang-ky", unit=unit, **said),
            lambda: ReportProgress(
                movement=MOVEMENT, milestone="tien-do-1", unit=unit, figures=figures, **said
            ),
            lambda: ReschedulePeriod(
                movement=MOVEMENT, milestone=milestone, due=moved, document=PAPER, **said
            ),
            lambda: HoldReview(movement=MOVEMENT, milestone=milestone, held_on=self._day(), **said),
        ]
        return self.chance.choice(lives)()

    def _nomination(self) -> Command:
        sudden = self.chance.random() < 0.3
        return DraftNomination(
            nomination=self._key("nomination", "abcdef"), subject=self._key("person", "abc"), subject_kind="person",
            award="GK", stated_kind="form", merit="dot_xuat" if sudden else "phong_trao", award_year=2024,
            unit=self._key("unit"), movement=self._of(None, MOVEMENT), achievement="Cứu người trong lũ.",
            happened=self._day() if sudden else None, papers=(Paper(kind="bao_cao"),),
            **self._said("standing_agency"),
        )  # fmt: skip

    def _nomination_life(self) -> Command:
        nomination, said = self._key("nomination", "abcdef"), self._said("standing_agency")
        lives: Sequence[Callable[[], Command]] = [
            lambda: AttachEvidence(nomination=nomination, paper=Paper(kind=self._of("anh", "don")), **said),
            lambda: WithdrawNomination(nomination=nomination, reason="Xin rút.", **said),
            lambda: VerifyDossier(nomination=nomination, department=HOME, on=self._day(), **said),
        ]
        return self.chance.choice(lives)()

    def _submission(self) -> Command | None:
        drafts = self._nominations("draft")
        chosen = self.chance.sample(drafts, self.chance.randint(0, len(drafts)))
        lines = tuple(Line(nomination=nomination, votes_for=9, votes_of=10) for nomination in chosen)
        return ReceiveSubmission(
            submission=self._key("submission", "123456789"), unit=self._key("unit"), lines=lines,
            movement=self._of(None, MOVEMENT), milestone=self._of(None, "ho-so"),
            papers=(Paper(kind="to_trinh", number="1"), Paper(kind="bien_ban", number="2")),
            **self._said("standing_agency"),
        )  # fmt: skip

    def _assessment(self) -> Command | None:
        submitted = self._nominations("submitted")
        if not submitted:
            return None
        said = self.office.said_by(REACTOR)
        return AssessNomination(nomination=self.chance.choice(submitted), **said)

    def _nominations(self, stage: str) -> list[Any]:
        asked = select(NominationRow.nomination).where(NominationRow.stage == stage)
        with self.office.ledger.database.session() as session:
            return sorted(session.exec(asked).all())

    def _decision(self) -> Command:
        return DraftDecision(
            decision=self._key("decision"), authority=HOME, award="GK", nominations=(self._key("nomination"),),
            **self._said("standing_agency"),
        )  # fmt: skip

    def _decision_life(self) -> Command:
        decision = self._key("decision")
        number = self._of("331/QĐ-UBND", "332/QĐ-UBND")
        lives: Sequence[Callable[[], Command]] = [
            lambda: SignDecision(
                decision=decision, signer=MAI, on=self._of(date(2024, 12, 30), date(2025, 1, 2)),
                **self._said("authority"),
            ),
            lambda: NumberDecision(decision=decision, number=number, **self._said("archivist")),
            lambda: PublishDecision(decision=decision, on=self._day(), **self._said("archivist")),
        ]  # fmt: skip
        return self.chance.choice(lives)()

    def _entry(self) -> Command:
        return EnterAward(
            authority=HOME, year=2024, nomination=self._key("nomination", "abcdef"), subject=self._key("person"),
            award="GK", decision=self._key("decision"), **self.office.said_by(REACTOR),
        )  # fmt: skip

    def _fund(self) -> Command:
        amount = self._of(0, 25_000_000, 2**53 - 1)
        return BudgetFund(unit=HOME, year=self._of(2024, 2025), amount=amount, **self._said("accountant"))

    def _duty(self) -> Any:
        return obligation_id(MOVEMENT, "register", "dang-ky", self._key("unit"))

    def _obligation(self) -> Command:
        debtor = self._key("unit")
        return OpenObligation(
            obligation=obligation_id(MOVEMENT, "register", "dang-ky", debtor), duty="register", debtor=debtor,
            about=MOVEMENT, milestone="dang-ky", title="Đăng ký thi đua", due_on=self._soon(), set_by="kế hoạch",
            **self._said("standing_agency"),
        )  # fmt: skip

    def _soon(self) -> date:
        return self.office.clock.now().date() + timedelta(days=self.chance.randrange(1, 60, 7))

    def _obligation_life(self) -> Command:
        said = self._said("standing_agency")
        if self.chance.random() < 0.3:
            return LapseObligation(obligation=self._duty(), reason="Đơn vị đã sáp nhập.", **said)
        return RescheduleObligation(obligation=self._duty(), due_on=self._soon(), set_by="công văn", **said)

    def _reminder(self) -> Command:
        return RecordReminder(obligation=self._duty(), **self.office.said_by(REACTOR))

    def _letter(self) -> Command:
        number = self.chance.randrange(6)
        return QueueLetter(
            letter=letter_id("drawn", number), recipient=self._key(self._of("unit", "person")), template="launch",
            facts={"number": str(number)}, speaks_from=self._day(), **self._said("standing_agency"),
        )  # fmt: skip

    def _letter_life(self) -> Command | None:
        with self.office.ledger.database.session() as session:
            known = session.exec(select(LetterRow.letter).order_by(col(LetterRow.letter))).all()
        if not known:
            return None
        letter, post = LetterId(self.chance.choice(known)), self.office.said_by(MAILROOM)
        staff, today = self._said("standing_agency"), self.office.clock.now().date()
        lives: Sequence[Callable[[], Command]] = [
            lambda: RecordSent(letter=letter, message_id="<x@vidu.example>", **post),
            lambda: RecordDeferred(letter=letter, code=450, **post),
            lambda: RecordDeferred(letter=letter, code=450, **post),
            lambda: RecordFailed(letter=letter, code=550, **post),
            lambda: RecordUnknown(letter=letter, **post),
            lambda: SupersedeLetter(letter=letter, reason="met", **staff),
            lambda: DeliverNotice(letter=letter, how="printed", told_by=MAI, on=today, **staff),
        ]
        return self.chance.choice(lives)()

    def _waiting(self, *, parked: bool) -> list[int]:
        asked = select(PendingRow.seq).where(col(PendingRow.parked).is_(parked)).order_by(col(PendingRow.seq))
        with self.office.ledger.database.session() as session:
            return list(session.exec(asked).all())

    def _flow(self) -> Command | None:
        positions = tuple(self._waiting(parked=False)[: self.chance.randint(1, 3)])
        if not positions:
            return None
        run, said = f"run-{positions[0]}", self.office.said_by(REACTOR)
        if self.chance.random() < 0.5:
            return ParkFlow(flow="nomination", run=run, positions=positions, error="ValueError", **said)
        return FinishFlow(flow="nomination", run=run, positions=positions, steps=2, **said)

    def _retry(self) -> Command | None:
        parked = self._waiting(parked=True)
        if not parked:
            return None
        again = tuple(parked[:2])
        return RetryFlow(
            flow="nomination", run=f"run-{again[0]}", positions=again, reason="Đã sửa.", **self._said()
        )
