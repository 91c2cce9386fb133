"""One list of one award from several sets, in the order of a list; each award has its own."""

import pytest

from desk.views.lists import proposed
from domain.refusal import Malformed
from domain.submission.commands import ForwardList
from events.base import NominationId, SubmissionId
from events.catalogue import event_of
from events.submission import ListForwarded
from tests.levels.world import DISTRICT, World
from tests.workflows.handle.offices import HOME

pytestmark = pytest.mark.slow


def listed(
    world: World, award: str, sets: tuple[str, ...] = ()
) -> tuple[list[NominationId], list[SubmissionId]]:
    with world.office.ledger.database.session() as session:
        return proposed(world.office.house, session, award, sets)


def send(world: World, award: str, lines: list[NominationId], sources: list[SubmissionId]) -> ForwardList:
    return ForwardList(
        submission=SubmissionId(f"submission-len-{award.lower()}"), from_unit=HOME, to_unit=DISTRICT,
        signed_on=world.today, nominations=tuple(lines), number="9/TTr", award=award, sources=tuple(sources),
        **world.said("authority"),
    )  # fmt: skip


def test_what_the_council_proposed_of_one_award_goes_up_in_one_list(world: World) -> None:
    tenth, second, failed = (world.nominate(name, "TTLDTT") for name in ("10", "2", "3"))
    other = world.nominate("4", "BKT")
    world.judge(HOME, "xa", [tenth, second, failed, other], passed=[tenth, second, other])
    lines, sources = listed(world, "TTLDTT")
    assert lines == [second, tenth]
    assert sources == ["submission-10-ttldtt", "submission-2-ttldtt"]
    assert listed(world, "TTLDTT", ("submission-10-ttldtt",))[0] == [tenth]
    with pytest.raises(Malformed):
        world.do(send(world, "TTLDTT", [*lines, other], sources))
    assert world.do(send(world, "TTLDTT", lines, sources)).status == "recorded"
    assert world.do(send(world, "TTLDTT", lines, sources)).status == "nothing"
    (sent,) = (event_of(row) for row in world.office.ledger.stored("submission-len-ttldtt"))
    assert isinstance(sent, ListForwarded)
    assert (sent.award, sent.nominations, sent.sources) == ("TTLDTT", (second, tenth), tuple(sources))
    assert listed(world, "TTLDTT") == ([], [])
    assert listed(world, "BKT")[0] == [other]
