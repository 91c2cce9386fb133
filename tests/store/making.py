"""Small events and a pen that writes them, so that a test says only what it is about."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import count
from pathlib import Path

from sqlalchemy import inspect, text
from sqlmodel import select

from events.base import Event, PersonId, UnitId
from events.envelope import FORMAT, By, Stored
from events.ledger import LedgerOpened
from events.person import PersonRegistered
from events.personal import Clear
from events.store.checkpoint import Kept, Notary, key_name
from events.store.database import Database
from events.store.ledger import Appended, Ledger, Meta, Projector, Reservation, Write
from events.store.note import Signer
from events.store.tables import EventRow, ReservationRow
from events.unit import UnitClosed, UnitEstablished

LEDGER = "so-thu"
AUTHOR = By("system:init", auth="test")


def opened(*, simulated: bool = True) -> LedgerOpened:
    return LedgerOpened(
        ledger=LEDGER, format=FORMAT, simulated=simulated, title="Sổ thử", organisation=UnitId("unit-home")
    )


def unit(key: object, name: str = "Thôn Đông") -> UnitEstablished:
    return UnitEstablished(unit=UnitId(f"unit-{key}"), name=name, kind="village", level="agency")


def closed(key: object, day: int = 1) -> UnitClosed:
    return UnitClosed.model_validate({"unit": f"unit-{key}", "on": f"2024-05-{day:02}"})


def person(key: object, name: str, email: str | None = None, born: str | None = None) -> PersonRegistered:
    who = PersonId(f"person-{key}")
    return PersonRegistered(
        person=who,
        name=Clear(who, "identity", name),
        born=Clear(who, "identity", born) if born else None,
        email=Clear(who, "contact", email) if email else None,
    )


@dataclass(slots=True)
class Pen:
    """Writes into a ledger, each time as a command of its own."""

    ledger: Ledger
    name: str = "c"
    numbers: Iterator[int] = field(default_factory=lambda: count(1))

    def meta(self, command: str | None = None, at: datetime | None = None) -> Meta:
        command = command or f"{self.name}-{next(self.numbers)}"
        at = at or self.ledger.clock.now()
        return Meta(at=at, by=AUTHOR, command=command, digest="0" * 64, correlation=command)

    def write(
        self,
        stream: str,
        expected: int,
        *events: Event,
        command: str | None = None,
        guards: Sequence[tuple[str, int]] = (),
        reserve: Sequence[tuple[str, str]] = (),
        let_go: Sequence[str] = (),
        projector: Projector | None = None,
    ) -> Appended:
        writes = [Write(stream, expected, events)]
        return self.write_all(
            writes, command, guards=guards, reserve=reserve, let_go=let_go, projector=projector
        )

    def write_all(
        self,
        writes: Sequence[Write],
        command: str | None = None,
        *,
        guards: Sequence[tuple[str, int]] = (),
        reserve: Sequence[tuple[str, str]] = (),
        let_go: Sequence[str] = (),
        projector: Projector | None = None,
    ) -> Appended:
        return self.ledger.append(
            writes,
            self.meta(command),
            guards=guards,
            reserve=[Reservation(*pair) for pair in reserve],
            let_go=let_go,
            projector=projector,
        )

    def open(self) -> Appended:
        return self.write("ledger", 0, opened(simulated=self.ledger.clock.simulated))

    def units(self, first: int, last: int) -> None:
        """Establish units in one append, every third one closed at once: streams of one version and of two."""
        writes = [
            Write(f"unit-{key}", 0, (unit(key), closed(key)) if key % 3 == 0 else (unit(key),))
            for key in range(first, last + 1)
        ]
        self.write_all(writes)


def everything(ledger: Ledger, size: int = 2000) -> list[Stored]:
    return [row for page in ledger.pages(size=size) for row in page]


def places(ledger: Ledger) -> list[tuple[int, str, int]]:
    return [(row.seq, row.stream, row.version) for row in everything(ledger)]


def reservations(ledger: Ledger) -> dict[str, str]:
    with ledger.database.session() as session:
        return {row.key: row.stream for row in session.exec(select(ReservationRow)).all()}


def lay_down_arms(database: Database) -> None:
    """Take the triggers away, as somebody with the owner's rights can."""
    with database.engine.begin() as connection:
        if database.dialect == "postgresql":
            for table in ("event", "checkpoint"):
                connection.execute(text(f"ALTER TABLE {table} DISABLE TRIGGER ALL"))
            return
        names = (
            connection.execute(text("SELECT name FROM sqlite_master WHERE type = 'trigger'")).scalars().all()
        )
        for name in names:
            connection.execute(text(f"DROP TRIGGER {name}"))


def behind(database: Database, *statements: str, **values: object) -> None:
    """Run SQL that the program itself never would."""
    with database.engine.begin() as connection:
        for statement in statements:
            connection.execute(text(statement), values)


def event_rows(ledger: Ledger) -> list[EventRow]:
    with ledger.database.session() as session:
        return list(session.exec(select(EventRow).order_by(EventRow.__table__.c.seq)).all())  # type: ignore[attr-defined]


def notary(ledger: Ledger, folder: Path) -> Notary:
    signer = Signer.open(folder / "keys" / "signing.key", key_name(LEDGER))
    return Notary(ledger, signer, Kept(folder / "kept"))


def stored_bytes(database: Database) -> bytes:
    """Give every byte the database keeps: its files with what is not yet checkpointed, and each cell of each table."""
    with database.engine.connect() as connection:
        cells = [
            cell if isinstance(cell, bytes) else str(cell).encode()
            for table in inspect(connection).get_table_names()
            for row in connection.execute(text(f'SELECT * FROM "{table}"')).all()
            for cell in row
        ]
        if database.dialect == "sqlite":
            found = Path(str(database.url.database))
            files = list(found.parent.glob(f"{found.name}*"))
        else:
            data = Path(str(connection.execute(text("SHOW data_directory")).scalar_one()))
            oid = connection.execute(text("SELECT oid FROM pg_database WHERE datname = current_database()"))
            files = [*(data / "base" / str(oid.scalar_one())).iterdir(), *(data / "pg_wal").glob("0*")]
    return b"\n".join([*cells, *(file.read_bytes() for file in files if file.exists())])
