"""Puts the parts of one deployment together: database, keys, ledger, handler, notary."""

from dataclasses import dataclass
from datetime import datetime

from events.store.blobs import BlobStore
from events.store.checkpoint import Kept, Notary, key_name, was_signed
from events.store.clock import Clock, SimulatedClock, SystemClock
from events.store.database import Database
from events.store.errors import KeysGone, NotOpened, Tampered
from events.store.keys import KeyFile
from events.store.ledger import Ledger
from events.store.note import Signer
from workflows.handle import Handler
from workflows.lifecycle import LIFECYCLE
from workflows.printed_calendar import printed_calendar
from workflows.settings import Settings

PERSON = "person.registered"
_KEYS_GONE = (
    "không còn khoá trong {}: mọi tên người và nội dung đã niêm phong sẽ không đọc được, trông như đã xoá; "
    "hãy lấy lại thư mục khoá từ bản sao lưu, hoặc đặt SOVANG_KEYS đúng chỗ; chưa có gì bị thay đổi"
)


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
        file = self.settings.key_folder / "signing.key"
        if not file.exists() and was_signed(self.ledger.database):
            raise KeysGone(f"không còn khoá ký {file}; hãy lấy lại thư mục khoá từ bản sao lưu")
        signer = Signer.open(file, name)
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


def _key_file(settings: Settings, database: Database) -> KeyFile:
    """Open the key file; raises `KeysGone` where the log has sealed something and the file knows of no key."""
    path = settings.key_folder / "subjects.db"
    there = path.exists()
    if not there and database.holds_event():
        raise KeysGone(_KEYS_GONE.format(path))
    keys = KeyFile(path)
    if there and keys.is_empty and database.holds_event(PERSON):
        keys.close()
        raise KeysGone(_KEYS_GONE.format(path))
    return keys


def open_house(settings: Settings, clock: Clock | None = None, *, keyless: bool = False) -> House:
    """Open a deployment whose database is there; `keyless` for a copy that came without its keys.

    Raises `NotOpened`, `Tampered` when the ledger was signed and is gone, `KeysGone` when its keys are.
    """
    database = Database(settings.ledger_url)
    if database.file is not None and not database.file.exists():
        hold_gone(Kept(settings.kept_folder))
        raise NotOpened(f"không có tệp sổ {database.file}; hãy chạy `sovang init`")
    try:
        keys = KeyFile(None) if keyless else _key_file(settings, database)
    except BaseException:
        database.close()
        raise
    ledger = Ledger(database, keys, clock or clock_for(settings))
    blobs = BlobStore(settings.blob_folder)
    return House(settings, ledger, Handler(ledger, printed_calendar, LIFECYCLE, blobs), blobs)
