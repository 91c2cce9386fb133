"""The mask: what one reader may not see of dossiers before the outcome is told, since a conflict of interest stands between.

A member who has not confirmed their interests sees names only; who is out for a dossier sees nothing that was said,
voted or counted of it. Whoever neither prepares nor decides is not told either what a council advised, until the outcome
is. Every view, search, export and count of dossiers asks here, and joins `desk/views/masked.py`.
"""

from collections.abc import Iterable, Mapping
from functools import cached_property

from sqlmodel import col, select

from domain.session.states import Session as Meeting
from events.base import NominationId, PersonId, SessionId
from projections import tables as t
from workflows.reading import Reading

UNTOLD = frozenset({"before_council", "recommended", "forwarded"})
"""Stages of a dossier before a council, or on its way to the authority: nobody has been told."""
SHOWN_AS = "before_council"
"""How such a dossier stands for whoever must not know more."""
READS_ALL = ("standing_agency", "authority", "auditor", "archivist")
"""The roles that prepare, decide and audit: they read every dossier, with what councils advised of it."""


def untold_together(by_stage: Mapping[str, int]) -> dict[str, int]:
    """Count what nobody was told of at one stage."""
    told = {stage: count for stage, count in by_stage.items() if stage not in UNTOLD}
    untold = sum(by_stage.values()) - sum(told.values())
    return {**told, SHOWN_AS: untold} if untold else told


class Mask:
    """What `viewer` may not see; nobody in particular sees everything that their rights open to them.

    With `veiled`, what councils advised stays behind one stage for them until the outcome is told, of any dossier.
    """

    def __init__(self, reading: Reading, viewer: str | None = None, *, veiled: bool = False) -> None:
        self._reading = reading
        self._viewer = PersonId(viewer) if viewer else None
        self._veiled = veiled

    def hides(self, nomination: str) -> bool:
        """Say whether what was said, voted or counted of a dossier is kept from the viewer."""
        return nomination in self._out or nomination in self._unread

    def unread(self, nomination: str) -> bool:
        """Say whether the viewer sees the name only, since they have not confirmed their interests."""
        return nomination in self._unread

    def keeps(self, nomination: str) -> bool:
        """Say whether what a council said, voted or counted of a dossier is kept from the viewer."""
        return self.hides(nomination) or (self._veiled and self._untold(nomination))

    def stage(self, nomination: str, stage: str) -> str:
        """Give the stage that the viewer may know of."""
        return SHOWN_AS if stage in UNTOLD and (self._veiled or self.hides(nomination)) else stage

    @property
    def veils(self) -> bool:
        """Say whether anything is kept from the viewer: then counts by stage stay behind one stage as well."""
        return self._veiled or self.stands_between

    @property
    def stands_between(self) -> bool:
        """Say whether a conflict of interest, or one not confirmed yet, keeps any dossier from the viewer."""
        return bool(self._out or self._unread)

    def keeps_list(self, nominations: Iterable[str]) -> bool:
        """Say whether a list made of what a council advised is kept: who stands on it, and who does not, would tell."""
        return self.stands_between and any(nomination in self._open for nomination in nominations)

    def counts(self, by_stage: Mapping[str, int]) -> dict[str, int]:
        """Give how many dossiers stand at each stage, as far as the viewer may know."""
        return untold_together(by_stage) if self.veils else dict(by_stage)

    def _untold(self, nomination: str) -> bool:
        row = self._reading.session.get(t.NominationRow, nomination)
        return row is not None and row.stage in UNTOLD

    @cached_property
    def _meetings(self) -> list[Meeting]:
        """The meetings of the viewer's councils with dossiers that nobody was told of yet."""
        if self._viewer is None:
            return []
        councils = select(t.RoleRow.scope).where(t.RoleRow.person == self._viewer, t.RoleRow.role == "member")
        asked = (
            select(t.LineRow.session)
            .join(t.SessionRow, col(t.SessionRow.session) == t.LineRow.session)
            .join(t.NominationRow, col(t.NominationRow.nomination) == t.LineRow.nomination)
            .where(
                col(t.SessionRow.council).in_(councils),
                col(t.NominationRow.stage).in_(UNTOLD),
            )
            .distinct()
        )
        found = self._reading.session.exec(asked).all()
        return [self._reading.state(SessionId(meeting), Meeting) for meeting in sorted(found)]

    @cached_property
    def _open(self) -> frozenset[str]:
        rows = self._reading.session.exec(
            select(t.NominationRow.nomination).where(col(t.NominationRow.stage).in_(UNTOLD))
        ).all()
        return frozenset(rows)

    @cached_property
    def _out(self) -> frozenset[NominationId]:
        """The dossiers the viewer is out for."""
        if self._viewer is None:
            return frozenset()
        own = self._reading.session.exec(
            select(t.NominationRow.nomination).where(
                t.NominationRow.subject == self._viewer, col(t.NominationRow.stage).in_(UNTOLD)
            )
        ).all()
        out = {line for meeting in self._meetings for who, line in meeting.stepped_out if who == self._viewer}
        return frozenset(NominationId(line) for line in (*own, *(line for line in out if line in self._open)))

    @cached_property
    def _unread(self) -> frozenset[NominationId]:
        """The dossiers on agendas for which the viewer has not confirmed their interests."""
        waiting = [
            meeting
            for meeting in self._meetings
            if self._viewer not in meeting.confirmed and not meeting.minutes
        ]
        return frozenset(line for meeting in waiting for line in meeting.agenda if line in self._open)
