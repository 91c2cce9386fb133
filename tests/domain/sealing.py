"""A meeting with a ballot box: three tellers and their keys, slips kept in memory, and what the openers find in them."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta

from domain.law.rows import Quorum, Recusal, Retention, SessionRule, VoteShare
from domain.session.commands import (
    CastSealedBallot,
    CheckIn,
    ConfirmInterests,
    CountPaperBallots,
    GiveTellerKey,
    PrepareBox,
    RecordOpening,
    RemoveBallots,
    ReplaceTeller,
    RewrapBox,
)
from domain.session.facts import NewBox, SessionFacts
from domain.session.slip import decode
from domain.session.states import Session
from domain.session.tally import slips_of
from events.base import NominationId, PersonId
from events.session import (
    BallotOpened,
    BallotReceived,
    BoxPrepared,
    InterestsConfirmed,
    Mark,
    SessionEvent,
    SlipCount,
    TellerKeyRegistered,
    TellersNamed,
)
from tests.domain.meetings import ALL_THERE, FIGHTER, FIRST, MEMBERS, SESSION, meeting, ruled_by
from tests.domain.rules import MAJORITY, SECRET, law_and, row
from tests.spec import AT, Given, by

KHE, CHANH, CAM = TELLERS = (PersonId("person-khe"), PersonId("person-chanh"), PersonId("person-cam"))
BUOI = PersonId("person-buoi")
KEY = "a1" * 32
SLIP = "5e" * 32
RULES = (
    row(Quorum, numerator=2, denominator=3, article="Đ6"),
    MAJORITY,
    SECRET,
    row(VoteShare, award="BKT", percent=50, strict=True, base="all_members", mode="paper", article="Đ7"),
    row(SessionRule, award="GK", written_session=True, article="Đ11"),
    row(SessionRule, written_session=False, article="Đ11"),
    row(Recusal, ground="kin", steps_out=True, leaves_base=True, article="Đ6a"),
    row(Recusal, ground="same_unit", steps_out=False, article="Đ6a"),
    row(Retention, file="phieu_kin", days=90, article="Đ13"),
)
FACTS: SessionFacts = replace(ruled_by(law_and(*RULES)), box=NewBox(KEY), tracker=SLIP)
NAMED = TellersNamed(session=SESSION, tellers=TELLERS)
KEYS = tuple(
    TellerKeyRegistered(session=SESSION, teller=teller, key=f"{n}0" * 32) for n, teller in enumerate(TELLERS)
)
PREPARED = BoxPrepared(session=SESSION, key=KEY, tellers=TELLERS)
WITH_A_BOX: tuple[SessionEvent, ...] = (NAMED, *KEYS, PREPARED)
CONFIRMED = tuple(InterestsConfirmed(session=SESSION, member=member, lines=4) for member in MEMBERS)
SEALED = BallotOpened(
    session=SESSION, ballot="b1", lines=(FIGHTER,), present=13, members=13, quorum=9, mode="sealed"
)
AT_THE_BOX: tuple[SessionEvent, ...] = (*WITH_A_BOX, *CONFIRMED, ALL_THERE, SEALED)


def check_in(member: PersonId, who: str | None = None, role: str = "member") -> CheckIn:
    return CheckIn(session=SESSION, member=member, **by(role, who or member))


def confirm(member: PersonId = FIRST, role: str = "member") -> ConfirmInterests:
    return ConfirmInterests(session=SESSION, member=member, **by(role, member))


def give_key(teller: PersonId, who: str | None = None) -> GiveTellerKey:
    return GiveTellerKey(session=SESSION, teller=teller, key="c4" * 32, **by("teller", who or teller))


def prepare(role: str = "secretary") -> PrepareBox:
    return PrepareBox(session=SESSION, **by(role))


def replace_teller(old: PersonId = CAM, new: PersonId = BUOI) -> ReplaceTeller:
    return ReplaceTeller(session=SESSION, old=old, new=new, reason="đi công tác", **by("chair"))


def rewrap(*openers: PersonId) -> RewrapBox:
    first, second = openers or (KHE, CHANH)
    return RewrapBox(session=SESSION, openers=(first, second), **by("teller", first))


def slip(
    member: PersonId, choices: Mapping[NominationId, Mark], ballot: str | None = "b1", who: str | None = None
) -> CastSealedBallot:
    return CastSealedBallot(
        session=SESSION, member=member, choices=choices, ballot=ballot, **by("member", who or member)
    )


def received(member: PersonId, ballot: str | None = "b1", tracker: str | None = None) -> BallotReceived:
    return BallotReceived(session=SESSION, ballot=ballot, member=member, tracker=tracker or SLIP)


def sums(line: NominationId, *, agreed: int, opposed: int = 0, blank: int = 0, spoilt: int = 0) -> SlipCount:
    return SlipCount(
        nomination=line, votes_for=agreed, votes_against=opposed, abstained=blank, invalid=spoilt
    )


def opening(
    *found: SlipCount, pair: tuple[PersonId, PersonId] = (CHANH, KHE), who: str | None = None
) -> RecordOpening:
    return RecordOpening(
        session=SESSION, ballot="b1", openers=pair, sums=found, **by("teller", who or pair[0])
    )


def paper(
    *found: SlipCount, out: int = 13, back: int = 13, valid: int = 13, invalid: int = 0
) -> CountPaperBallots:
    return CountPaperBallots(
        session=SESSION, ballot="b1", given_out=out, returned=back, valid=valid, invalid=invalid, lines=found,
        **by("teller"),
    )  # fmt: skip


def remove(days: int = 91, role: str = "archivist") -> RemoveBallots:
    said = by(role)
    said["at"] = AT + timedelta(days=days)
    return RemoveBallots(session=SESSION, **said)


def found_in(
    session: Session, ballot: str, facts: SessionFacts, slips: Mapping[str, bytes]
) -> tuple[SlipCount, ...]:
    """Add up what the slips say, as two tellers would."""
    put = session.ballots[ballot]
    told = []
    for line, counted in slips_of(session, put, facts).items():
        marks = Counter(
            decode(session.agenda, slips[tracker]).get(line, "invalid") for tracker in counted.values()
        )
        told.append(
            sums(
                line,
                agreed=marks["for"],
                opposed=marks["against"],
                blank=marks["abstain"],
                spoilt=marks["invalid"],
            )
        )
    return tuple(told)


def at_the_box(past: Sequence[SessionEvent] = ()) -> Given:
    """Give a meeting with a vote open that is sealed."""
    return meeting(*AT_THE_BOX, *past, facts=FACTS)
