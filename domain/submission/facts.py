"""What the decider of a set is told."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from domain.attachment import FileFacts
from domain.facts import Facts
from domain.upward import Road
from events.base import Basis, NominationId

MISSING = "Bộ hồ sơ này chưa có trong sổ."
DOSSIERS = Basis(document="Luật 06/2022/QH15", article="Đ83-84")


@dataclass(frozen=True, slots=True, kw_only=True)
class SubmissionFacts(Facts):
    """Whether the intake of this unit has shut, the file to attach, where each line stands, what each is for."""

    shut: bool = False
    """Only a hard date shuts the intake, and an extension opens it again."""
    file: FileFacts = field(default_factory=FileFacts)
    in_hand: tuple[NominationId, ...] = ()
    """Lines that the standing agency has in hand and the council not yet."""
    at_the_unit: tuple[NominationId, ...] = ()
    """Lines that were returned and not handed in again."""
    frozen: tuple[NominationId, ...] = ()
    """Lines that the council has, or has advised on."""
    road: Road = field(default_factory=Road)
    """Of a list that is sent up: where it may go."""
    taken_up: bool = False
    """Whether the level that a list was sent to works in this ledger, and so takes its dossiers up."""
    awards: Mapping[NominationId, str] = field(default_factory=dict)
    """What each dossier of a list is for."""
