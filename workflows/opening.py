"""Opens a ledger: tables, genesis, the organisation and its first administrator, law, ladder and templates."""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from importlib.resources import files
from typing import Any

from domain.attachment import MEBIBYTE
from domain.calendar import local_day
from domain.daysoff import AnnounceDayOff, AnnounceWorkingDay
from domain.decider import Command, Said
from domain.ids import derived
from domain.law.files import read_files
from domain.lawbook import AdoptRuleset
from domain.ledger import NameSigningKey, OpenLedger
from domain.person import GrantRole, RegisterPerson
from domain.policy import AdoptAttachmentRules, AdoptLadder, AdoptTemplates
from domain.unit import EstablishUnit
from events.base import PersonId, UnitId
from events.envelope import By
from events.policy import AcceptedFile, Rung
from events.store.checkpoint import Kept
from events.store.database import Database
from events.store.upgrade import grant, upgrade
from events.unit import Level
from mail.rendering import shipped_templates
from projections import rebuild
from workflows.lifecycle import LIFECYCLE
from workflows.printed_calendar import shipped_days
from workflows.settings import Settings
from workflows.wiring import House, hold_gone

INIT = By("system:init", auth="command line")
RULESET = "viet-nam"


ACCEPTED_FILES = (
    AcceptedFile(media="application/pdf", most_bytes=20 * MEBIBYTE),
    AcceptedFile(media="image/jpeg", most_bytes=10 * MEBIBYTE),
    AcceptedFile(media="image/png", most_bytes=10 * MEBIBYTE),
    AcceptedFile(
        media="application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        most_bytes=10 * MEBIBYTE,
    ),
    AcceptedFile(
        media="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        most_bytes=10 * MEBIBYTE,
    ),
)
"""What a new ledger accepts as attachments, until its office sets its own rules."""


@dataclass(frozen=True, slots=True)
class NewLedger:
    """What a new ledger begins with."""

    ledger: str
    title: str
    organisation: UnitId
    organisation_name: str
    level: Level
    since: date
    """The day from which the administrator's role is held."""
    administrator: PersonId
    administrator_name: str
    administrator_email: str | None = None
    parent: UnitId | None = None


def hold_lost(settings: Settings) -> None:
    """Refuse to begin where there was a ledger: raises `Tampered` when its signed events are gone from the database."""
    database = Database(settings.ledger_url)
    try:
        there = database.file is None or database.file.exists()
        if not (there and database.holds_event()):
            hold_gone(Kept(settings.kept_folder))
    finally:
        database.close()


def upgrade_tables(settings: Settings) -> None:
    """Bring the log's tables and the read tables to this program's shape, with the rights of the runtime role."""
    owner = Database(settings.migration_url)
    try:
        upgrade(owner)
        if not rebuild.is_current(owner):
            rebuild.create(owner, settings.runtime_role)
        if settings.runtime_role is not None:
            grant(owner, settings.runtime_role)
    finally:
        owner.close()


def shipped_law() -> dict[str, Any]:
    """Read the tables that ship with the program; raises `BrokenLaw` with file, row and fault."""
    folder = files("domain.law") / "tables"
    entries = sorted(folder.iterdir(), key=lambda entry: entry.name)
    return read_files(
        (entry.name, entry.read_text(encoding="utf-8")) for entry in entries if entry.name.endswith(".toml")
    )


def shipped_ladders(said: Said) -> Iterator[AdoptLadder]:
    """Read the ladders that ship with the program."""
    text = (files("workflows") / "ladders.toml").read_text(encoding="utf-8")
    for row in tomllib.loads(text)["ladder"]:
        yield AdoptLadder(
            ladder=row["name"],
            duties=tuple(row["duties"]),
            rungs=tuple(Rung.model_validate(rung) for rung in row["rungs"]),
            **said,
        )


def fill_read_tables(house: House) -> None:
    """Rebuild the read tables where they are new or of another shape."""
    if not rebuild.is_current(house.ledger.database):
        rebuild.rebuild(house.ledger, house.ledger.database, LIFECYCLE)


def open_ledger(house: House, new: NewLedger) -> None:
    """Open the ledger and everything it needs at first; done twice, it is done once."""
    fill_read_tables(house)
    for command in _first_commands(house, new):
        house.handler.handle(str(derived("init", new.ledger, repr(type(command)), _about(command))), command)
    adopt_shipped(house)
    notary = house.notary()
    notary.kept.name(
        notary.signer.verifier
    )  # before the log says that there is a key: a kill may come between
    house.handler.handle(
        str(derived("init", new.ledger, "signing-key")),
        NameSigningKey(verifier=str(notary.signer.verifier), **_said(house)),
    )


def adopt_shipped(house: House) -> None:
    """Adopt the calendar, the law tables, the ladders and the templates of this program, where they are new."""
    said = _said(house)
    tables = shipped_law()
    templates = shipped_templates()
    for command in (
        AdoptRuleset(ruleset=RULESET, tables=tables, **said),
        *shipped_ladders(said),
        AdoptTemplates(templates=templates, **said),
        *_attachment_rules(house, said),
        *shipped_days(local_day(house.clock.now()), said),
    ):
        house.handler.handle(_adoption(house, command), command)


def _adoption(house: House, command: Command) -> str:
    """Name an adoption: a day is announced once for all, so that what a house has entered since is left alone."""
    if isinstance(command, AnnounceDayOff | AnnounceWorkingDay):
        return str(derived("announced", command.document.number, command.day))
    return str(derived("adopt", repr(command.__class__), house.ledger.head()))


def _attachment_rules(house: House, said: Said) -> Iterator[Command]:
    """Give the shipped rules on attached files to a ledger that has none; its own are left alone."""
    with house.ledger.database.session() as session:
        known = house.handler.reading(session, INIT.who).policy.accepted
    if not known:
        yield AdoptAttachmentRules(accepted=ACCEPTED_FILES, **said)


def _said(house: House) -> Said:
    return Said(at=house.clock.now(), by=INIT, late_reason=None)


def _about(command: Command) -> str:
    return str(getattr(command, "role", ""))


def _first_commands(house: House, new: NewLedger) -> Iterator[Command]:
    said = _said(house)
    yield OpenLedger(
        ledger=new.ledger,
        simulated=house.clock.simulated,
        title=new.title,
        organisation=new.organisation,
        **said,
    )
    yield EstablishUnit(
        unit=new.organisation,
        name=new.organisation_name,
        kind="authority",
        level=new.level,
        parent=new.parent,
        **said,
    )
    yield RegisterPerson(
        person=new.administrator, name=new.administrator_name, email=new.administrator_email, **said
    )
    yield GrantRole(
        person=new.administrator, role="administrator", scope=new.organisation, since=new.since, **said
    )
