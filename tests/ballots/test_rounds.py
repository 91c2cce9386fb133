"""A count that is not final yet: nothing of it goes on before another round is over, or the chair has decided a tie."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from desk.views.mask import Mask
from desk.views.meeting_views import MinutesLine
from desk.views.minutes import minutes as minutes_of
from desk.views.names import Names
from domain.refusal import AlreadyExists, NotFound, Refusal
from domain.session.commands import CastVote, ConveneSession, DecideTie, EndRounds, SignMinutes, TallyBallot
from events.base import NominationId, SessionId
from events.session import Choice, Mark
from projections import tables as t
from tests.ballots.chamber import CAM, CHANH, COUNCIL, DAY, ORIGIN, Chamber, found_chamber, lines
from tests.ballots.worlds import settle
from tests.workflows.handle.offices import Office

A, B = LINES = lines(2)
SHARE = {"award": "GK", "percent": 50, "strict": True, "base": "all_members", "mode": "named", **ORIGIN}
QUORUM = {"numerator": 2, "denominator": 3, **ORIGIN}


def chamber_with(office: Office, **rule: object) -> Chamber:
    own = {"award": "GK", "written_session": False, **rule, **ORIGIN, "article": "Đ12"}
    return found_chamber(office, 6, {"vote_share": [SHARE], "quorum": [QUORUM], "session_rule": [own]})


def vote(chamber: Chamber, session: SessionId, ballot: str, agreed: dict[NominationId, int]) -> None:
    """Open, vote, close and count: so many members agree to each line, the others do not; the chair comes first."""
    chamber.open(session, ballot, list(agreed))
    for place, member in enumerate(chamber.members):
        choices: dict[NominationId, Choice] = {
            line: "for" if place < many else "against" for line, many in agreed.items()
        }
        said = chamber.said("member", member)
        chamber.do(CastVote(session=session, ballot=ballot, member=member, choices=choices, **said))
    chamber.close(session, ballot)
    chamber.do(TallyBallot(session=session, ballot=ballot, **chamber.said("secretary")))
    settle(chamber.office, chamber.office.house.settings.data)


def stages(chamber: Chamber) -> dict[str, str]:
    with chamber.office.ledger.database.session() as session:
        return {line: session.get_one(t.NominationRow, line).stage for line in LINES}


def minutes(chamber: Chamber, session: SessionId) -> dict[str, MinutesLine]:
    with chamber.office.ledger.database.session() as db:
        reading = chamber.office.handler.reading(db, "system:test")
        told = minutes_of(reading, Names(chamber.office.ledger, db), Mask(reading), session)
    assert told is not None
    return {line.nomination: line for line in told.lines}


def meeting(chamber: Chamber) -> SessionId:
    chamber.nominees(LINES)
    session = chamber.convene("one", LINES)
    chamber.gather(session)
    chamber.confirm(session)
    return session


def test_a_dossier_waits_for_its_second_round_and_nobody_is_told_of_the_first(office: Office) -> None:
    chamber = chamber_with(office, rounds=2)
    session = meeting(chamber)
    vote(chamber, session, "b1", {A: 3, B: 2})
    assert stages(chamber) == {A: "before_council", B: "before_council"}
    vote(chamber, session, "b2", {A: 4})
    assert stages(chamber) == {A: "forwarded", B: "before_council"}
    chamber.do(EndRounds(session=session, **chamber.said("secretary")))
    settle(office, office.house.settings.data)
    assert stages(chamber) == {A: "forwarded", B: "declined"}
    told = minutes(chamber, session)
    assert told[A].earlier == ["vòng 1: đồng ý 3, không đồng ý 3, cần 4"]
    assert "vòng 1: đồng ý 3" in str(told[A])
    assert (told[A].votes_for, told[B].votes_for, told[B].earlier) == (4, 2, [])


def supplementary(
    chamber: Chamber, before: SessionId, *left: NominationId, name: str = "session-second"
) -> SessionId:
    session = SessionId(name)
    starts_at = chamber.office.clock.now()
    chamber.do(
        ConveneSession(
            session=session, council=COUNCIL, starts_at=starts_at, place="Hội trường", agenda=left, supplements=before,
            **chamber.said("secretary"),
        )
    )  # fmt: skip
    settle(chamber.office, chamber.office.house.settings.data)
    chamber.gather(session)
    chamber.confirm(session)
    return session


def test_a_second_round_is_held_in_a_supplementary_session_and_both_minutes_tell_it(office: Office) -> None:
    chamber = chamber_with(office, rounds=2)
    first = meeting(chamber)
    vote(chamber, first, "b1", {A: 3, B: 6})
    assert chamber.state(first).counted is False
    second = supplementary(chamber, first, A)
    assert chamber.state(first).counted
    sign = SignMinutes(
        session=first, kind="meeting", number="01/BB", signed_on=DAY, signers=(chamber.members[0],), **chamber.said("secretary")
    )  # fmt: skip
    chamber.do(sign)
    vote(chamber, second, "b1", {A: 4})
    assert stages(chamber) == {A: "forwarded", B: "forwarded"}
    told, then = minutes(chamber, second), minutes(chamber, first)
    assert told[A].earlier == ["vòng 1: đồng ý 3, không đồng ý 3, cần 4"]
    assert (told[A].votes_for, told[A].carried, then[A].carried, then[A].passed) == (4, False, True, False)
    assert "chuyển phiên bổ sung" in str(then[A])
    assert "đề nghị" in str(then[B])


def test_a_line_goes_on_to_one_supplementary_session_and_has_no_third_round(office: Office) -> None:
    chamber = chamber_with(office, rounds=2)
    first = meeting(chamber)
    vote(chamber, first, "b1", {A: 3, B: 6})
    second = supplementary(chamber, first, A)
    with pytest.raises(AlreadyExists):
        chamber.open(first, "b2", [A])
    with pytest.raises(NotFound):
        supplementary(chamber, first, A, name="session-third")
    vote(chamber, second, "b1", {A: 3})
    assert stages(chamber) == {A: "declined", B: "forwarded"}
    with pytest.raises(AlreadyExists):
        chamber.open(second, "b2", [A])


def test_a_sealed_slip_from_afar_is_counted_in_its_own_round_and_the_box_is_still_checked_after(
    office: Office,
) -> None:
    secret = {**SHARE, "mode": "sealed"}
    rule = {"award": "GK", "written_session": False, "rounds": 2, **ORIGIN, "article": "Đ12"}
    chamber = found_chamber(office, 6, {"vote_share": [secret], "quorum": [QUORUM], "session_rule": [rule]})
    chamber.nominees(LINES)
    session = chamber.convene("one", LINES)
    chamber.prepare(session)
    *here, far, lost = chamber.members
    chamber.confirm(session)
    agreed: dict[NominationId, Mark] = {A: "for", B: "for"}
    for absent in (far, lost):
        chamber.do(chamber.slip(session, absent, agreed, None))
    chamber.gather(session, here)
    chamber.open(session, "b1", LINES)
    chamber.do(chamber.slip(session, here[0], {A: "against", B: "for"}, "b1"))
    chamber.do(chamber.slip(session, here[1], {A: "against", B: "for"}, "b1"))
    chamber.close(session, "b1")
    chamber.open_box(session, "b1")
    assert [line.tally.votes_for for line in chamber.state(session).ballots["b1"].tallied or ()] == [2, 4]
    chamber.do(chamber.slip(session, far, {A: "for"}, None))
    chamber.open(session, "b2", [A])
    for member in here[:3]:
        chamber.do(chamber.slip(session, member, {A: "for"}, "b2"))
    chamber.close(session, "b2")
    chamber.open_box(session, "b2")
    assert [line.tally.votes_for for line in chamber.state(session).ballots["b2"].tallied or ()] == [4]
    chamber.open_box(session, "b1", chamber.pair(CHANH, CAM))
    assert [check.agrees for check in chamber.state(session).ballots["b1"].checks] == [True]
    with office.ledger.database.session() as db:
        reading = office.handler.reading(db, "system:test")
        told = minutes_of(reading, Names(office.ledger, db), Mask(reading), session)
    assert told is not None
    assert [ballot.spent for ballot in told.ballots] == [[], [f"Ví Dụ {lost}"]]


def test_two_who_sign_different_minutes_at_once_leave_one(office: Office) -> None:
    chamber = chamber_with(office)
    session = meeting(chamber)
    vote(chamber, session, "b1", {A: 4, B: 4})
    together = Barrier(2)

    def sign(number: str) -> type[Exception] | None:
        together.wait()
        try:
            chamber.do(
                SignMinutes(
                    session=session, kind="meeting", number=number, signed_on=DAY, signers=(chamber.members[0],),
                    **chamber.said("secretary"),
                ),
                name=f"sign-{number}",
            )  # fmt: skip
        except Refusal as why:
            return type(why)
        return None

    with ThreadPoolExecutor(2) as pool:
        came_to = list(pool.map(sign, ("01/BB", "02/BB")))
    assert sorted(came_to, key=str) == [AlreadyExists, None]
    assert len(chamber.state(session).minutes) == 1


def test_the_chairs_vote_decides_a_tie_and_the_minutes_say_by_which_article(office: Office) -> None:
    chamber = chamber_with(office, casting_vote=True)
    session = meeting(chamber)
    vote(chamber, session, "b1", {A: 3, B: 2})
    assert stages(chamber) == {A: "forwarded", B: "declined"}
    told = minutes(chamber, session)[A].casting
    assert told == "số phiếu bằng nhau, người chủ trì quyết định đồng ý (căn cứ Đ12 Quy chế 01/QC-HĐTĐKT)"


def test_a_secret_tie_goes_on_only_when_the_chair_has_decided_it(office: Office) -> None:
    secret = {**SHARE, "mode": "sealed"}
    rule = {"award": "GK", "written_session": False, "casting_vote": True, **ORIGIN, "article": "Đ12"}
    chamber = found_chamber(office, 6, {"vote_share": [secret], "quorum": [QUORUM], "session_rule": [rule]})
    chamber.nominees(LINES)
    session = chamber.ready("one", LINES)
    for place, member in enumerate(chamber.members):
        slip = chamber.slip(session, member, {A: "for" if place % 2 else "against", B: "for"}, "b1")
        chamber.do(slip)
    chamber.close(session, "b1")
    chamber.open_box(session, "b1")
    settle(office, office.house.settings.data)
    assert stages(chamber) == {A: "before_council", B: "forwarded"}
    chair = chamber.members[0]
    chamber.do(DecideTie(session=session, nomination=A, choice="for", **chamber.said("chair", chair)))
    settle(office, office.house.settings.data)
    assert stages(chamber) == {A: "forwarded", B: "forwarded"}
    assert "người chủ trì quyết định đồng ý" in (minutes(chamber, session)[A].casting or "")
