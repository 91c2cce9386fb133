"""A council in a ledger of its own: members, tellers with keys, dossiers before it, and what each act of a vote takes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from nacl.public import PrivateKey

from domain.commands import DECIDERS
from domain.council import AppointMember, EstablishCouncil
from domain.decider import Command, Said
from domain.ids import derived
from domain.law.book import parse_tables, plain_tables
from domain.lawbook import AdoptOverlay
from domain.person import GrantRole, RegisterPerson
from domain.session.commands import (
    CastSealedBallot,
    CloseBallot,
    ConfirmInterests,
    ConveneSession,
    GiveTellerKey,
    NameTellers,
    OpenBallot,
    PrepareBox,
    RecordAttendance,
)
from domain.session.states import Session
from events.base import (
    Citation,
    CouncilId,
    Event,
    NominationId,
    PersonId,
    SessionId,
    SubjectId,
    SubmissionId,
)
from events.envelope import By
from events.judgement import Pin
from events.nomination import (
    DossierVerified,
    EligibilityAssessed,
    NominationDrafted,
    NominationSubmitted,
    PutToCouncil,
)
from events.session import Mark
from events.store.ledger import Meta, Write
from projections.projector import Change, projector
from tests.workflows.handle.offices import EVER, HOME, MAI, Office
from workflows.ballot_office import BallotOffice, Opener, Pair
from workflows.handle import Outcome

COUNCIL = CouncilId("council-home")
PAPER = Citation(number="01/QC-HĐTĐKT", day=EVER)
ORIGIN = {"from": EVER, "document": "Quy chế 01/QC-HĐTĐKT", "evidence": "local", "source": "thử"}
RULES = {
    "vote_share": [
        {"award": "GK", "percent": 50, "strict": True, "base": "all_members", "mode": "sealed", **ORIGIN}
    ],
    "quorum": [{"numerator": 2, "denominator": 3, **ORIGIN}],
    "retention": [{"file": "phieu_kin", "days": 30, **ORIGIN}],
}
KHE, CHANH, CAM = TELLERS = (PersonId("person-khe"), PersonId("person-chanh"), PersonId("person-cam"))
DAY = date(2024, 1, 2)


@dataclass
class Chamber:
    """The council's room."""

    office: Office
    members: list[PersonId]
    keys: dict[PersonId, PrivateKey] = field(default_factory=dict)
    notice: timedelta = timedelta(0)
    """How long before a meeting it is called."""

    def said(self, role: str, who: str = MAI) -> Said:
        return self.office.said_by(By(who, role=role, auth="test"))

    def do(self, *commands: Command, name: str | None = None) -> Outcome:
        """Have one person do this, all of it or nothing."""
        number = name or f"{self.office.name}-{next(self.office.numbers)}"
        return self.office.handler.handle_together(number, commands)

    def dossiers(self, *lines: NominationId, session: SessionId) -> None:
        """Put dossiers before the council, as the log has them after verification."""
        law = DECIDERS["law"].fold(self.office.ledger.load("law")).book.hash
        fresh = [line for line in lines if self.office.ledger.recorded_command(f"life-{line}") is None]
        for line in fresh:
            events = list(_life(line, session, law))
            decider = DECIDERS["nomination"]
            meta = Meta(
                at=self.office.clock.now(), by=By("system:init", auth="test"), command=f"life-{line}", digest="0" * 64,
                correlation=line,
            )  # fmt: skip
            change = Change(line, decider.initial, decider.fold(events), events)
            self.office.ledger.append([Write(line, 0, events)], meta, projector=projector([change], {}))

    def nominees(self, lines: Sequence[NominationId]) -> None:
        """Register the people whose dossiers these are, so that a letter reaches them."""
        self.do(*(registered(PersonId(f"person-of-{line}"), self.said("administrator")) for line in lines))

    def convene(self, name: str, lines: Sequence[NominationId]) -> SessionId:
        session = SessionId(f"session-{derived('chamber', name)}")
        self.dossiers(*lines, session=session)
        self.do(
            ConveneSession(
                session=session, council=COUNCIL, starts_at=self.office.clock.now() + self.notice,
                place="Hội trường", agenda=tuple(lines), tellers=TELLERS, **self.said("secretary"),
            )
        )  # fmt: skip
        return session

    def prepare(self, session: SessionId) -> None:
        """Let three tellers hand in keys, and have the box made."""
        for teller in TELLERS:
            secret = self.keys.setdefault(teller, PrivateKey.generate())
            key = bytes(secret.public_key).hex()
            self.do(GiveTellerKey(session=session, teller=teller, key=key, **self.said("teller", teller)))
        secretary = self.said("secretary")
        self.do(
            NameTellers(session=session, tellers=TELLERS, **secretary),
            PrepareBox(session=session, **secretary),
        )

    def gather(self, session: SessionId, present: Sequence[PersonId] | None = None) -> None:
        here = tuple(self.members if present is None else present)
        self.do(RecordAttendance(session=session, present=here, **self.said("secretary")))

    def confirm(self, session: SessionId, *members: PersonId) -> None:
        for member in members or self.members:
            self.do(ConfirmInterests(session=session, member=member, **self.said("member", member)))

    def open(self, session: SessionId, ballot: str, lines: Sequence[NominationId]) -> None:
        self.do(OpenBallot(session=session, ballot=ballot, lines=tuple(lines), **self.said("secretary")))

    def slip(
        self, session: SessionId, member: PersonId, choices: Mapping[NominationId, Mark], ballot: str | None
    ) -> CastSealedBallot:
        return CastSealedBallot(
            session=session, member=member, choices=choices, ballot=ballot, **self.said("member", member)
        )

    def close(self, session: SessionId, ballot: str) -> None:
        self.do(CloseBallot(session=session, ballot=ballot, **self.said("secretary")))

    def pair(self, first: PersonId = KHE, second: PersonId = CHANH) -> Pair:
        return (Opener(first, bytes(self.keys[first])), Opener(second, bytes(self.keys[second])))

    def open_box(self, session: SessionId, ballot: str, pair: Pair | None = None) -> Outcome:
        both = pair or self.pair()
        number = f"{self.office.name}-{next(self.office.numbers)}"
        said = self.said("teller", both[0].person)
        return BallotOffice(self.office.handler).open(number, session, ballot, both, said)

    def state(self, session: SessionId) -> Session:
        state = DECIDERS["session"].fold(self.office.ledger.load(session))
        assert isinstance(state, Session)
        return state

    def ready(self, name: str, lines: Sequence[NominationId], ballot: str = "b1") -> SessionId:
        """Give a meeting with everybody there and a vote open."""
        session = self.convene(name, lines)
        self.prepare(session)
        self.gather(session)
        self.confirm(session)
        self.open(session, ballot, lines)
        return session


def registered(who: PersonId, said: Said) -> RegisterPerson:
    return RegisterPerson(person=who, name=f"Ví Dụ {who}", email=f"{who}@vidu.example", **said)


def _life(line: NominationId, session: SessionId, law: str) -> list[Event]:
    return [
        NominationDrafted(
            nomination=line, subject=SubjectId(f"person-of-{line}"), subject_kind="person", award="GK",
            stated_kind="form", merit="phong_trao", award_year=2024, unit=HOME,
        ),
        NominationSubmitted(nomination=line, submission=SubmissionId("submission-1"), pin=Pin(rules=law, on=DAY.isoformat())),
        EligibilityAssessed(nomination=line, reasons=(), facts_at=1),
        DossierVerified(nomination=line, department=HOME, on=DAY),
        PutToCouncil(nomination=line, session=session),
    ]  # fmt: skip


def lines(number: int, of: str = "") -> list[NominationId]:
    return [NominationId(f"nomination-{of}{place:03}") for place in range(number)]


def found_chamber(office: Office, members: int, rules: Mapping[str, Any] = RULES) -> Chamber:
    """Found a council of so many members with its rules, the first its chair, and three tellers from outside it."""
    people = [PersonId(f"person-m{number:02}") for number in range(members)]
    chamber = Chamber(office, people)
    administrator = chamber.said("administrator")
    chamber.do(
        *(registered(who, administrator) for who in (*people, *TELLERS)),
    )
    chamber.do(
        EstablishCouncil(
            council=COUNCIL, unit=HOME, name="Hội đồng", document=PAPER, term_from=EVER, **administrator
        ),
        *(
            AppointMember(
                council=COUNCIL, person=who, seat="member" if place else "chair", since=EVER, **administrator
            )
            for place, who in enumerate(people)
        ),
    )
    chamber.do(
        *(GrantRole(person=who, role="teller", scope=COUNCIL, since=EVER, **administrator) for who in TELLERS)
    )
    chamber.do(GrantRole(person=MAI, role="secretary", scope=COUNCIL, since=EVER, **administrator))
    tables = plain_tables(parse_tables(rules))
    agency = chamber.said("standing_agency")
    chamber.do(
        AdoptOverlay(overlay="quy-che", scope=HOME, title="Quy chế", document=PAPER, tables=tables, **agency)
    )
    return chamber
