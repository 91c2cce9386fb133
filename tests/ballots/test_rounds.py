"""A count that is not final yet: nothing of it goes on before another round is over, or the chair has decided a tie."""

from desk.views import meetings
from desk.views.mask import Mask
from desk.views.meeting_views import MinutesLine
from desk.views.names import Names
from domain.session.commands import CastVote, DecideTie, EndRounds, TallyBallot
from events.base import NominationId, SessionId
from events.session import Choice
from projections import tables as t
from tests.ballots.chamber import ORIGIN, Chamber, found_chamber, lines
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
        told = meetings.minutes(reading, Names(chamber.office.ledger, db), Mask(reading), session)
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
