"""What the large ledger holds: dossiers from draft to payment, the sets, meetings, lists, decisions and ceremonies around them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from random import Random

from benchmarks.desk_writing import Writer
from domain.calendar import end_of_day, local_day
from domain.ids import derived
from events.base import (
    Basis,
    CeremonyId,
    CouncilId,
    DecisionId,
    Event,
    LetterId,
    NominationId,
    ObligationId,
    PersonId,
    SessionId,
    SubjectId,
    SubmissionId,
    UnitId,
)
from events.ceremony import Called, CeremonyHeld, CeremonyScheduled, HandOver
from events.decision import DecisionDrafted, DecisionNumbered, DecisionPublished, DecisionSigned
from events.envelope import By
from events.fund import FundBudgeted, PaymentLine, PaymentListPaid
from events.judgement import Bonus, Pin, Reason, Tally
from events.letter import LetterQueued, LetterSent
from events.nomination import (
    AwardDecided,
    AwardPresented,
    BonusPaid,
    DossierVerified,
    EligibilityAssessed,
    NominationDeclined,
    NominationDrafted,
    NominationForwarded,
    NominationIneligible,
    NominationPublished,
    NominationRecommended,
    NominationReturned,
    NominationSubmitted,
    PutToCouncil,
)
from events.obligation import Due, ObligationMet, ObligationOpened
from events.personal import Clear
from events.registry import EntryMade
from events.session import (
    AttendanceRecorded,
    BallotClosed,
    BallotOpened,
    BallotTallied,
    InterestsConfirmed,
    LineTallied,
    MinutesSigned,
    SessionConvened,
    VoteCast,
)
from events.submission import Line, ListForwarded, Paper, SubmissionReceived

LINES = 20
"""So many dossiers come in one set."""
AGENDA = 100
"""So many are on one agenda."""
AWARD = "GK"
LAW = "Luật 06/2022/QH15"
SYSTEM = By("system:reactor", auth="engine")
DAY = timedelta(days=1)
Told = dict[str, Sequence[Event]]
"""Events by stream, as one act brings them."""
DEED = (
    "Hoàn thành xuất sắc nhiệm vụ được giao; vận động bà con hiến đất mở rộng đường liên thôn, giúp đỡ mười hộ thoát "
    "nghèo, duy trì tổ tự quản môi trường và dạy nghề cho thanh niên trong thôn."
)


@dataclass(frozen=True, slots=True)
class World:
    """Who acts, and by which rules."""

    organisation: UnitId
    council: CouncilId
    members: Sequence[PersonId]
    staff: By
    chair: By
    units: Sequence[UnitId]
    clerks: Sequence[PersonId]
    pin: Pin
    reasons: tuple[Reason, ...]
    """Of a judgement that the product has made itself."""
    letter: LetterQueued
    """One that the product has written itself; the others read as it does."""


@dataclass(slots=True)
class Lives:
    """Plays waves of dossiers; the last waves stop on their way, so that something is at every stage."""

    writer: Writer
    world: World
    subjects: Sequence[PersonId]
    random: Random = field(default_factory=lambda: Random(20241122))

    def wave(self, size: int, first: int, year: int, until: int) -> None:
        """Play a wave up to the step `until`: dossiers of the people from `first` on, for the round of `year`."""
        named = [
            (
                NominationId(f"nomination-{derived('large', year, first + place)}"),
                self.subjects[(first + place) % len(self.subjects)],
            )
            for place in range(size)
        ]
        sets = [named[start : start + LINES] for start in range(0, size, LINES)]
        steps = (self._draft, self._hand_in, self._assess, self._verify, self._publish)
        with self.writer.wave():
            for step in steps[:until]:
                for place, listed in enumerate(sets):
                    step(listed, self._unit(first, place), year)
                self.writer.go_on(DAY)
            living = [line for line, _ in named if self._stage(line) == "Eligible"]
            for start in range(0, len(living), AGENDA):
                self._council(dict(named), living[start : start + AGENDA], year, until)

    def _unit(self, first: int, place: int) -> int:
        return (first // LINES + place) % len(self.world.units)

    def _stage(self, line: NominationId) -> str:
        return type(self.writer.states[line][1]).__name__

    def _clerk(self, unit: int) -> By:
        return By(self.world.clerks[unit], role="clerk", auth="session:large")

    def _draft(self, listed: Sequence[tuple[NominationId, PersonId]], unit: int, year: int) -> None:
        self.writer.act(
            self._clerk(unit),
            {
                line: [
                    NominationDrafted(
                        nomination=line,
                        subject=SubjectId(subject),
                        subject_kind="person",
                        award=AWARD,
                        stated_kind="form",
                        merit="cong_trang",
                        award_year=year,
                        unit=self.world.units[unit],
                        achievement=Clear(subject, "evidence", DEED),
                        papers=(Paper(kind="bao_cao"), Paper(kind="xac_nhan")),
                    )
                ]
                for line, subject in listed
            },
        )

    def _hand_in(self, listed: Sequence[tuple[NominationId, PersonId]], unit: int, year: int) -> None:
        name = self._set(listed)
        received = SubmissionReceived(
            submission=name,
            unit=self.world.units[unit],
            arrived=self._today(),
            papers=(Paper(kind="to_trinh", number="12/TTr", day=self._today()), Paper(kind="bien_ban")),
            lines=tuple(Line(nomination=line, votes_for=9, votes_of=10) for line, _ in listed),
        )
        handed: Told = {
            line: [NominationSubmitted(nomination=line, submission=name, pin=self.world.pin)]
            for line, _ in listed
        }
        self.writer.act(self._clerk(unit), {name: [received], **handed})
        self.writer.act(SYSTEM, self._duty(name, year) | self._letter(name, self.world.units[unit]))

    def _set(self, listed: Sequence[tuple[NominationId, PersonId]]) -> SubmissionId:
        return SubmissionId(f"submission-{derived('large', listed[0][0])}")

    def _today(self) -> date:
        return local_day(self.writer.now())

    def _duty(self, about: str, year: int) -> Told:
        on = self._today() + timedelta(days=10)
        due = Due(on=on, at=end_of_day(on), calendar="large", set_by=f"{LAW}, Đ84")
        duty = ObligationId(f"obligation-{derived('large', about)}")
        opened = ObligationOpened(
            obligation=duty,
            duty="verify",
            debtor=SubjectId(self.world.organisation),
            about=about,
            title=f"Thẩm định bộ hồ sơ năm {year}",
            due=due,
        )
        return {duty: [opened]}

    def _letter(self, cause: str, to: str) -> Told:
        name, like = LetterId(f"letter-{derived('large', cause, to)}"), self.world.letter
        queued = LetterQueued(
            letter=name, recipient=SubjectId(to), channel="mail", template=like.template,
            templates=like.templates, facts=like.facts, names=like.names, day=self._today(),
        )  # fmt: skip
        return {name: [queued, LetterSent(letter=name, message_id=f"<{name}@vidu.example>")]}

    def _assess(self, listed: Sequence[tuple[NominationId, PersonId]], _unit: int, _year: int) -> None:
        at = self.writer.house.ledger.head()
        told: Told = {}
        for line, _ in listed:
            chance = self.random.random()
            kind: type[EligibilityAssessed | NominationIneligible | NominationReturned] = EligibilityAssessed
            if chance < 0.05:
                kind = NominationIneligible if chance < 0.04 else NominationReturned
            told[line] = [kind(nomination=line, reasons=self.world.reasons, facts_at=at)]
        self.writer.act(SYSTEM, told)

    def _living(self, listed: Sequence[tuple[NominationId, PersonId]]) -> list[NominationId]:
        return [line for line, _ in listed if self._stage(line) == "Eligible"]

    def _verify(self, listed: Sequence[tuple[NominationId, PersonId]], _unit: int, _year: int) -> None:
        verified: Told = {
            line: [DossierVerified(nomination=line, department=self.world.organisation, on=self._today())]
            for line in self._living(listed)
        }
        duty = ObligationId(f"obligation-{derived('large', self._set(listed))}")
        met = ObligationMet(obligation=duty, on=self._today(), late=False)
        self.writer.act(self.world.staff, {**verified, duty: [met]})

    def _publish(self, listed: Sequence[tuple[NominationId, PersonId]], _unit: int, _year: int) -> None:
        first = self._today()
        self.writer.act(
            self.world.staff,
            {
                line: [
                    NominationPublished(
                        nomination=line, first_day=first, last_day=first + 7 * DAY, where="cổng thông tin"
                    )
                ]
                for line in self._living(listed)
            },
        )

    def _council(
        self, named: dict[NominationId, PersonId], lines: Sequence[NominationId], year: int, until: int
    ) -> None:
        """Play what comes after the preparation, for one agenda."""
        meeting = SessionId(f"session-{derived('large', lines[0])}")
        acts = self._after(meeting, named, lines, year)
        for _ in range(5, until):
            if next(acts, None) is None:
                return
            self.writer.flush()

    def _after(
        self,
        meeting: SessionId,
        named: dict[NominationId, PersonId],
        lines: Sequence[NominationId],
        year: int,
    ) -> Iterator[bool]:
        self._convene(meeting, lines)
        yield True
        tallies = self._meet(meeting, lines)
        yield True
        passed = [line for line in lines if tallies[line].passed]
        self._advise(meeting, tallies)
        yield True
        listed = self._forward(meeting, passed)
        yield True
        decision = self._decide(meeting, listed, passed, named, year)
        yield True
        self._hand_over(decision, passed, named)
        self._pay(decision, passed, year)
        yield True

    def _convene(self, meeting: SessionId, lines: Sequence[NominationId]) -> None:
        convened = SessionConvened(
            session=meeting,
            council=self.world.council,
            starts_at=self.writer.now() + DAY,
            place="Hội trường",
            agenda=tuple(lines),
            tellers=tuple(self.world.members[:3]),
        )
        put: Told = {line: [PutToCouncil(nomination=line, session=meeting)] for line in lines}
        self.writer.act(self.world.staff, {meeting: [convened], **put})
        for member in self.world.members:
            self.writer.act(SYSTEM, self._letter(meeting, member))

    def _meet(self, meeting: SessionId, lines: Sequence[NominationId]) -> dict[NominationId, Tally]:
        members = tuple(self.world.members)
        count = len(members)
        against = {line for line in lines if self.random.random() < 0.05}
        votes = [
            VoteCast(
                session=meeting,
                ballot="A",
                member=member,
                choices={line: "against" if line in against else "for" for line in lines},
            )
            for member in members
        ]
        tallies = {
            line: Tally(
                votes_for=0 if line in against else count,
                votes_against=count if line in against else 0,
                base=count,
                needed=count // 2 + 1,
                passed=line not in against,
                basis=Basis(document=LAW, article="Đ24"),
                evidence="verified",
            )
            for line in lines
        }
        self.writer.act(
            self.world.chair,
            {
                meeting: [
                    AttendanceRecorded(session=meeting, present=members, members=count),
                    *(
                        InterestsConfirmed(session=meeting, member=member, lines=len(lines))
                        for member in members
                    ),
                    BallotOpened(
                        session=meeting, ballot="A", lines=tuple(lines), present=count, members=count,
                        quorum=count // 2 + 1,
                    ),
                    *votes,
                    BallotClosed(session=meeting, ballot="A"),
                    BallotTallied(
                        session=meeting,
                        ballot="A",
                        lines=tuple(
                            LineTallied(nomination=line, tally=tally) for line, tally in tallies.items()
                        ),
                    ),
                ]
            },
        )  # fmt: skip
        return tallies

    def _advise(self, meeting: SessionId, tallies: dict[NominationId, Tally]) -> None:
        signed = MinutesSigned(
            session=meeting, kind="meeting", day=self._today(), signers=tuple(self.world.members[:2])
        )
        self.writer.act(self.world.chair, {meeting: [signed]})
        self.writer.act(
            SYSTEM,
            {
                line: [
                    (NominationRecommended if tally.passed else NominationDeclined)(
                        nomination=line, session=meeting, tally=tally
                    )
                ]
                for line, tally in tallies.items()
            },
        )

    def _forward(self, meeting: SessionId, passed: Sequence[NominationId]) -> SubmissionId:
        name = SubmissionId(f"submission-{derived('large', meeting)}")
        home = self.world.organisation
        sent = ListForwarded(
            submission=name, from_unit=home, to_unit=home, day=self._today(), nominations=tuple(passed),
            award=AWARD,
        )  # fmt: skip
        laid: Told = {
            line: [NominationForwarded(nomination=line, to_unit=home, submission=name)] for line in passed
        }
        self.writer.act(SYSTEM, {name: [sent], **laid})
        return name

    def _decide(
        self,
        meeting: SessionId,
        listed: SubmissionId,
        passed: Sequence[NominationId],
        named: dict[NominationId, PersonId],
        year: int,
    ) -> DecisionId:
        decision = DecisionId(f"decision-{derived('large', listed)}")
        home, today = self.world.organisation, self._today()
        number = f"{self.writer.number}/QĐ-UBND"
        self.writer.act(
            self.world.chair,
            {
                decision: [
                    DecisionDrafted(
                        decision=decision, authority=home, award=AWARD, session=meeting,
                        nominations=tuple(passed),
                    ),
                    DecisionSigned(decision=decision, signer=PersonId(self.world.chair.who), on=today),
                    DecisionNumbered(decision=decision, number=number, year=today.year),
                    DecisionPublished(decision=decision, on=today),
                ]
            },
        )  # fmt: skip
        bonus = Bonus(
            amount=700_000, base_salary=2_340_000, coefficient=Decimal("0.3"), multiplier=Decimal(1),
            rounded_to=10_000, basis=Basis(document="Nghị định 152/2025/NĐ-CP", article="Đ54"),
            evidence="verified",
        )  # fmt: skip
        awarded: Told = {
            line: [
                AwardDecided(
                    nomination=line, decision=decision, authority=home, on=today, bonus=bonus, payer=home
                )
            ]
            for line in passed
        }
        entries = [
            EntryMade(nomination=line, subject=SubjectId(named[line]), award=AWARD, decision=decision)
            for line in passed
        ]
        self.writer.act(SYSTEM, {**awarded, f"registry-{home}-{year}": entries})
        for line in passed[:LINES]:
            self.writer.act(SYSTEM, self._letter(decision, named[line]))
        return decision

    def _hand_over(
        self, decision: DecisionId, passed: Sequence[NominationId], named: dict[NominationId, PersonId]
    ) -> None:
        ceremony = CeremonyId(f"ceremony-{derived('large', decision)}")
        today = self._today()
        called = tuple(Called(nomination=line, subject=SubjectId(named[line]), group=1) for line in passed)
        handed = tuple(HandOver(nomination=line, how="in_person") for line in passed)
        scheduled = CeremonyScheduled(
            ceremony=ceremony,
            unit=self.world.organisation,
            title="Lễ trao giấy khen",
            starts_at=self.writer.now() + 3 * DAY,
            place="Hội trường",
            programme=called,
        )
        held = CeremonyHeld(ceremony=ceremony, on=today, hand_overs=handed)
        given: Told = {
            line: [AwardPresented(nomination=line, ceremony=ceremony, how="in_person", on=today)]
            for line in passed
        }
        self.writer.act(self.world.staff, {ceremony: [scheduled, held]})
        self.writer.act(SYSTEM, given)

    def _pay(self, decision: DecisionId, passed: Sequence[NominationId], year: int) -> None:
        home, today, listed = self.world.organisation, self._today(), f"DS-{decision[-12:]}"
        lines = tuple(PaymentLine(nomination=line, amount=700_000) for line in passed)
        paid = PaymentListPaid(unit=home, payment_list=listed, lines=lines, on=today)
        fund = f"fund-{home}-{year}"
        begun = (
            [] if fund in self.writer.states else [FundBudgeted(unit=home, year=year, amount=20_000_000_000)]
        )
        got: Told = {
            line: [BonusPaid(nomination=line, amount=700_000, payment_list=listed, on=today)]
            for line in passed
        }
        self.writer.act(self.world.staff, {fund: [*begun, paid], **got})
