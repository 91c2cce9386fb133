"""The mask: what one reader may not see of dossiers before the outcome is told, since a conflict of interest stands between.

A member who has not confirmed their interests sees names only; who is out for a dossier sees nothing that was said,
voted or counted of it. Whoever neither prepares nor decides is not told either what a council advised, until the outcome
is. Every view, search, export and count of dossiers asks here, and joins `desk/views/masked.py`.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property
from typing import TypeVar

from sqlmodel import col, select

from domain.session.facts import ConflictOfInterest
from events.base import PersonId
from projections import queries
from projections import tables as t
from workflows.reading import Reading
from workflows.roles import COUNCIL

T = TypeVar("T")
UNTOLD = frozenset({"before_council", "recommended", "forwarded"})
"""Stages of a dossier before a council, or on its way to the authority: nobody has been told."""
SHOWN_AS = "before_council"
"""How such a dossier stands for whoever must not know more."""
BETWEEN = ("session", "nomination")
"""The kinds of streams in which conflicts of interest arise, beside whose seats and who the viewer is."""
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

    @property
    def veiled(self) -> bool:
        """Say whether the viewer neither prepares nor decides."""
        return self._veiled

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

    def nothing_between(self) -> None:
        """Refuse the log itself, event by event, while anything is kept from the viewer: what is left out would tell."""
        if self.stands_between:
            raise ConflictOfInterest(
                "Đồng chí không biểu quyết, hoặc chưa xác nhận về xung đột lợi ích với hồ sơ đang xét,"
                " nên chưa xem được sổ kiểm toán.",
                todo="Hãy xác nhận ở trang phiên họp; hồ sơ không biểu quyết thì chờ đến khi kết quả được báo.",
            )

    def keeps_list(self, nominations: Iterable[str]) -> bool:
        """Say whether a list made of what a council advised is kept: who stands on it, and who does not, would tell."""
        return self.stands_between and bool(self.untold(nominations))

    def counts(self, by_stage: Mapping[str, int]) -> dict[str, int]:
        """Give how many dossiers stand at each stage, as far as the viewer may know."""
        return untold_together(by_stage) if self.veils else dict(by_stage)

    def _untold(self, nomination: str) -> bool:
        row = self._reading.dossiers([nomination]).get(nomination)
        return row is not None and row.stage in UNTOLD

    def untold(self, nominations: Iterable[str]) -> frozenset[str]:
        """Give those of some dossiers that nobody was told of yet, however many with one question."""
        session, name = self._reading.session, col(t.NominationRow.nomination)
        found = session.exec(
            select(name).where(
                queries.among(session, name, sorted(set(nominations))),
                col(t.NominationRow.stage).in_(UNTOLD),
            )
        )
        return frozenset(found.all())

    @cached_property
    def _councils(self) -> Sequence[str]:
        """The councils in which the viewer has, or had, a seat."""
        return self._recalled("seats of", (), self._find_councils)

    @cached_property
    def _out(self) -> frozenset[str]:
        """The dossiers the viewer is out for."""
        if self._viewer is None:
            return frozenset()
        return self._recalled("out for", BETWEEN, self._find_out)

    @cached_property
    def _unread(self) -> frozenset[str]:
        """The dossiers on agendas for which the viewer has not confirmed their interests."""
        if self._viewer is None or not self._councils:
            return frozenset()
        return self._recalled("unread by", BETWEEN, self._find_unread)

    def _recalled(self, what: str, kinds: Iterable[str], find: Callable[[], T]) -> T:
        return self._reading.recalled((what, self._viewer), [str(self._viewer), COUNCIL, *kinds], find)

    def _find_councils(self) -> Sequence[str]:
        return self._reading.session.exec(
            select(t.RoleRow.scope)
            .where(t.RoleRow.person == self._viewer, t.RoleRow.role == "member")
            .distinct()
        ).all()

    def _find_out(self) -> frozenset[str]:
        session, untold = self._reading.session, col(t.NominationRow.stage).in_(UNTOLD)
        own = session.exec(
            select(t.NominationRow.nomination).where(t.NominationRow.subject == self._viewer, untold)
        ).all()
        if not self._councils:
            return frozenset(own)
        out = session.exec(
            select(t.NominationRow.nomination)
            .join(t.SteppedOutRow, col(t.SteppedOutRow.nomination) == t.NominationRow.nomination)
            .join(t.SessionRow, col(t.SessionRow.session) == t.SteppedOutRow.session)
            .where(
                t.SteppedOutRow.member == self._viewer,
                col(t.SessionRow.council).in_(self._councils),
                untold,
            )
        ).all()
        return frozenset([*own, *out])

    def _find_unread(self) -> frozenset[str]:
        confirmed = select(t.ConfirmedRow.session).where(
            t.ConfirmedRow.session == t.SessionRow.session, t.ConfirmedRow.member == self._viewer
        )
        found = self._reading.session.exec(
            select(t.NominationRow.nomination)
            .join(t.LineRow, col(t.LineRow.nomination) == t.NominationRow.nomination)
            .join(t.SessionRow, col(t.SessionRow.session) == t.LineRow.session)
            .where(
                col(t.SessionRow.council).in_(self._councils),
                t.SessionRow.stage != "minuted",
                ~confirmed.exists(),
                col(t.NominationRow.stage).in_(UNTOLD),
            )
        ).all()
        return frozenset(found)
