"""What every decider is told besides its own state; loaded at the edge, frozen, passed in."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from domain.decider import Command
from domain.refusal import NotAuthorised
from domain.standing import Standing, require
from events.base import Basis, UnitId

INIT = "system:init"


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """What an act keeps or removes beside its events, if it has any; opaque to every rule."""

    slips: Mapping[str, bytes] = field(default_factory=dict, repr=False)
    """Ciphertexts for the ballot box by tracker, written in the same transaction."""
    shares: Mapping[str, bytes] = field(default_factory=dict, repr=False)
    """Wrapped keys for the key file by name, written before the events that need them."""
    slips_gone: tuple[str, ...] = ()
    """Trackers whose ciphertexts are removed in the same transaction."""
    shares_gone: str = ""
    """The beginning of the names of keys that are destroyed after it: a session's shares, an erased class."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """Who is acting, and the organisation that keeps this ledger."""

    standing: Standing = field(default_factory=Standing)
    organisation: UnitId | None = None
    beside: Beside | None = None
    along: bool = False
    """True when another act of the same append, allowed to whoever does it, brings this command along."""

    def require_along(self) -> None:
        """Refuse a command that somebody sends by itself though it only comes with another act."""
        if not self.along:
            raise NotAuthorised("Bước này đi cùng một việc khác, không làm riêng được.")

    def require(
        self, command: Command, roles: Iterable[str], *scopes: str, basis: Basis | None = None
    ) -> None:
        """Refuse unless the actor holds one of `roles` in `scopes`, or at the organisation when no scope is named."""
        where = scopes or ((self.organisation,) if self.organisation else ())
        require(command, self.standing, roles, *where, basis=basis)

    def require_unit_or_staff(self, command: Command, unit: str, *, basis: Basis | None = None) -> None:
        """Refuse unless the unit's own people act, or the standing agency for them."""
        if command.by.role == "standing_agency":
            self.require(command, ("standing_agency",))
        else:
            self.require(command, ("clerk", "head"), unit, basis=basis)

    def require_staff(self, command: Command, roles: Iterable[str] = ("standing_agency",)) -> None:
        """Refuse unless the act is the ledger's own set-up, or comes from its administrators or the staff named."""
        if command.by.who != INIT:
            self.require(command, ("administrator", *roles))
