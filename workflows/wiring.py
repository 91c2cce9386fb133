"""Puts the parts of one deployment together: database, keys, ledger, handler, notary."""

from dataclasses import dataclass
from datetime import datetime

from events.store.blobs import BlobStore
from events.store.checkpoint import Kept, Notary, key_name
from events.store.clock import Clock, SimulatedClock, SystemClock
from events.store.database import Database
from events.store.errors import NotOpened, Tampered
from events.store.keys import KeyFile
from events.store.ledger import Ledger
from events.store.note import Signer
from workflows.handle import Handler
from workflows.lifecycle import LIFECYCLE
from workflows.printed_calendar import printed_calendar
from workflows.settings import Settings


@dataclass(frozen=True, slots=True)
class House:
    """Everything of one deployment."""

    settings: Settings
    ledger: Ledger
    handler: Handler
    blobs: BlobStore

    @property
    def clock(self) -> Clock:
        """The ledger's clock."""
        return self.ledger.clock

    def notary(self) -> Notary:
        """Open the signing key and give the signer of checkpoints."""
        name = key_name(self.ledger.genesis.ledger)
        signer = Signer.open(self.settings.key_folder / "signing.key", name)
        return Notary(self.ledger, signer, Kept(self.settings.kept_folder))

    def close(self) -> None:
        """Give back every connection."""
        self.ledger.database.close()
        self.ledger.keys.close()


def clock_for(settings: Settings, start: datetime | None = None) -> Clock:
    """Give the machine's clock, or a simulated one that stands at `start`."""
    if settings.simulated:
        return SimulatedClock(start or datetime.fromtimestamp(0).astimezone())
    return SystemClock()


def hold_gone(kept: Kept) -> None:
    """Where there is no ledger, raise `Tampered` if the kept files say that there was one."""
    if signed := kept.signed():
        raise Tampered(f"{signed} sự kiện đã ký không còn; hãy lấy lại sổ từ bản sao lưu")


def open_house(settings: Settings, clock: Clock | None = None) -> House:
    """Open a deployment whose database is there; raises `NotOpened`, or `Tampered` when it was signed and is gone."""
    database = Database(settings.ledger_url)
    if database.file is not None and not database.file.exists():
        hold_gone(Kept(settings.kept_folder))
        raise NotOpened(f"không có tệp sổ {database.file}; hãy chạy `sovang init`")
    keys = KeyFile(settings.key_folder / "subjects.db")
    ledger = Ledger(database, keys, clock or clock_for(settings))
    blobs = BlobStore(settings.blob_folder)
    return House(settings, ledger, Handler(ledger, printed_calendar, LIFECYCLE, blobs), blobs)
