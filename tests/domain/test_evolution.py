"""Every event of a dossier moves it, or is known to leave it as it is."""

from domain.nomination.evolution import MOVES
from events.catalogue import STREAMS, members
from events.nomination import NominationDrafted


def test_no_event_of_a_dossier_is_forgotten() -> None:
    assert {NominationDrafted, *MOVES} == set(members(STREAMS["nomination"]))
