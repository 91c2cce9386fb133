"""How a line is voted on: by the text that sets its share, where that text speaks of councils of this level."""

from dataclasses import replace

import pytest

from domain.law.rows import BallotMode, VoteShare
from domain.session.facts import mode_of
from events.session import Mode
from events.unit import Level
from tests.domain.meetings import LAN, ruled_by, session
from tests.domain.rules import QUORUM, law_and, row

OF_A_PROVINCE = row(
    VoteShare, award="GK", percent=90, base="all_members", mode="sealed", levels=("province", "ministry")
)
BY_NAME = row(BallotMode, mode="named")


@pytest.mark.parametrize(
    ("level", "mode"), [("province", "sealed"), ("ministry", "sealed"), ("agency", "named")]
)
def test_a_share_for_other_levels_does_not_choose_how_this_council_votes(level: Level, mode: Mode) -> None:
    facts = replace(ruled_by(law_and(QUORUM, OF_A_PROVINCE, BY_NAME)), level=level)
    assert mode_of(session(), LAN, facts) == mode
