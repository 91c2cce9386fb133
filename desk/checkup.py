"""Checks a deployment: settings, folders, database, keys, checkpoint, relay, queue; each finding with its remedy."""

import os
import socket
import stat
from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta

from pydantic import ValidationError

from desk.settings_words import misspelt, settings_sentence
from desk.views.names import lost_names
from desk.views.views import ComplaintView
from domain.law.book import BrokenLaw
from events.store.checkpoint import KEPT_GONE, Kept, has_checkpoint, was_signed
from events.store.errors import ClockRefused, KeysGone, NotOpened, StoreError, Tampered
from events.store.ledger import Ledger
from events.store.note import BadNote, Verifier
from events.store.upgrade import missing_guards
from mail.relay import Relay
from projections import queries, rebuild
from workflows.claims import LOCK, engine_works
from workflows.opening import shipped_law
from workflows.settings import BadSettings, Settings
from workflows.wiring import House, open_house

OPEN_TO_OTHERS = stat.S_IRWXG | stat.S_IRWXO
SECONDS = 3.0
AHEAD = timedelta(minutes=10)
"""So far may two clocks differ without a word."""
SOME = 5


def check_up(settings: Settings, lost: Callable[[Ledger], Sequence[str]] = lost_names) -> list[ComplaintView]:
    """Run every check that can be run; `lost` finds who lost the key of their name."""
    found = [*_law(), *_folders(settings), *_mail(settings), *_prefect(settings)]
    try:
        house = open_house(settings)
        _ = house.ledger.genesis
    except KeysGone as fault:
        return [
            *found,
            _fault("khoá", str(fault), "lấy lại thư mục khoá từ bản sao lưu, hoặc sửa SOVANG_KEYS"),
        ]
    except StoreError as fault:
        return [*found, _fault("sổ", str(fault), _remedy(fault, settings))]
    try:
        return [
            *found, *_ledger(house), _bytes(), *_keys(house, lost), *_checkpoint(house), *_engine(house), *_queue(house),
        ]  # fmt: skip
    finally:
        house.close()


def _remedy(fault: StoreError, settings: Settings) -> str:
    """Say what helps: a new ledger only where there never was one."""
    match fault:
        case Tampered() | NotOpened() if Kept(settings.kept_folder).signed():
            return "lấy lại sổ từ bản sao lưu; đừng mở sổ mới vào thư mục này"
        case NotOpened():
            return "chạy `sovang init TỆP.yaml`, hoặc sửa SOVANG_DATABASE_URL"
        case ClockRefused():
            return "đặt hoặc bỏ SOVANG_SIMULATED như đã nêu"
        case _:
            return (
                "xem lại ổ đĩa, quyền đọc ghi và SOVANG_DATABASE_URL; tệp sổ hỏng thì lấy lại từ bản sao lưu"
            )


def check_settings() -> list[ComplaintView]:
    """Find settings that are not valid; nothing else can be checked before they are mended."""
    try:
        Settings()
    except ValidationError as fault:
        return [_fault("thiết lập", settings_sentence(fault), "sửa biến môi trường hoặc sovang.toml đã nêu")]
    except BadSettings as fault:
        return [_fault("thiết lập", str(fault), "sửa tệp đã nêu, hoặc đổi tên nó để dùng mặc định")]
    return []


def check_names() -> list[ComplaintView]:
    """Find variables that look like settings and are none."""
    return [_warning("thiết lập", said, "sửa tên biến, hoặc bỏ nó") for said in misspelt(list(os.environ))]


def _ok(check: str, finding: str) -> ComplaintView:
    return ComplaintView(check=check, state="ok", finding=finding)


def _warning(check: str, finding: str, remedy: str) -> ComplaintView:
    return ComplaintView(check=check, state="warning", finding=finding, remedy=remedy)


def _fault(check: str, finding: str, remedy: str) -> ComplaintView:
    return ComplaintView(check=check, state="fault", finding=finding, remedy=remedy)


def _law() -> Iterator[ComplaintView]:
    try:
        tables = shipped_law()
    except BrokenLaw as fault:
        yield _fault("bảng quy định", str(fault), "sửa dòng đã nêu rồi chạy `sovang law check --shipped`")
        return
    yield _ok("bảng quy định", f"{sum(len(rows) for rows in tables.values())} dòng đọc được")


def _folders(settings: Settings) -> Iterator[ComplaintView]:
    data = settings.data
    if not data.is_dir():
        yield _fault("thư mục dữ liệu", f"không có {data}", "chạy `sovang init`, hoặc đặt SOVANG_DATA")
        return
    if not os.access(data, os.W_OK):
        yield _fault("thư mục dữ liệu", f"không ghi được vào {data}", "cấp quyền ghi cho người chạy")
    else:
        yield _ok("thư mục dữ liệu", str(data))
    keys = settings.key_folder
    if keys.is_dir():
        exposed = [file.name for file in keys.iterdir() if file.stat().st_mode & OPEN_TO_OTHERS]
        if exposed:
            yield _fault(
                "tệp khoá", f"người khác đọc được: {', '.join(sorted(exposed))}", f"chmod 600 {keys}/*"
            )
        else:
            yield _ok("tệp khoá", f"chỉ chủ sở hữu đọc được, trong {keys}")
        if keys.is_relative_to(data):
            yield _warning(
                "nơi giữ khoá",
                "khoá nằm cùng thư mục với sổ",
                "đặt SOVANG_KEYS sang ổ đĩa khác và sao lưu riêng",
            )


def _mail(settings: Settings) -> Iterator[ComplaintView]:
    if settings.smtp_url is None:
        yield _warning(
            "máy chủ thư", "chưa đặt; thư sẽ chờ", "đặt SOVANG_SMTP_URL, ví dụ smtp://127.0.0.1:25"
        )
        return
    try:
        relay = Relay.parse(settings.smtp_url.get_secret_value())
    except ValueError as fault:
        yield _fault("máy chủ thư", str(fault), "sửa SOVANG_SMTP_URL")
        return
    try:
        with socket.create_connection((relay.host, relay.port), timeout=SECONDS):
            yield _ok("máy chủ thư", f"{relay.host}:{relay.port} trả lời")
    except OSError as fault:
        yield _fault(
            "máy chủ thư",
            f"{relay.host}:{relay.port} không trả lời: {fault}",
            "kiểm tra địa chỉ và tường lửa",
        )
    if settings.mail_from.endswith("localhost.localdomain"):
        yield _warning("địa chỉ gửi", settings.mail_from, "đặt SOVANG_MAIL_FROM và SOVANG_MESSAGE_DOMAIN")


def _prefect(settings: Settings) -> Iterator[ComplaintView]:
    if settings.database_url is not None and settings.prefect_api_url is None:
        yield _warning(
            "Prefect",
            "engine tự chạy một máy chủ Prefect",
            "nhiều engine thì đặt chung SOVANG_PREFECT_API_URL",
        )


def _ledger(house: House) -> Iterator[ComplaintView]:
    genesis = house.ledger.genesis
    kind = "mô phỏng" if genesis.simulated else "thật"
    yield _ok("sổ", f"{genesis.title}: {house.ledger.head()} sự kiện, đồng hồ {kind}")
    unguarded = missing_guards(house.ledger.database)
    if unguarded:
        yield _fault(
            "khoá chống sửa",
            f"cơ sở dữ liệu không còn chặn sửa, xoá sự kiện: thiếu {', '.join(unguarded)}",
            "chạy `sovang audit verify`, tìm ai đã gỡ, rồi lấy lại sổ từ bản sao lưu",
        )
    else:
        yield _ok("khoá chống sửa", "không ai sửa, xoá được sự kiện qua cơ sở dữ liệu")
    last = house.ledger.last_recorded_at()
    if not genesis.simulated and last is not None and last > house.clock.now() + AHEAD:
        yield _warning(
            "đồng hồ",
            f"lần ghi cuối là {last:%d/%m/%Y %H:%M} UTC, muộn hơn giờ của máy: mọi lần ghi sau mang giờ ấy cho tới khi giờ thật đuổi kịp",
            "chỉnh lại đồng hồ máy; nếu máy đang đúng thì ghi biên bản, sổ không sửa được giờ đã ghi",
        )
    if rebuild.is_current(house.ledger.database):
        yield _ok("bảng đọc", "đúng hình dạng")
    else:
        yield _fault("bảng đọc", "cũ hoặc thiếu", "chạy `sovang db upgrade`")


def _bytes() -> ComplaintView:
    """Say what this is not: nothing here reads the log through, so that it answers in a moment."""
    return ComplaintView(
        check="từng byte",
        state="note",
        finding="phần khám này không đọc lại nhật ký, không đối chiếu bảng đọc, cây băm, tệp đính kèm: ai sửa chúng thì ở đây không thấy",
        remedy="`sovang audit verify` đối chiếu từng byte với các điểm chốt đã ký",
    )


def _keys(house: House, find_lost: Callable[[Ledger], Sequence[str]]) -> Iterator[ComplaintView]:
    """Try the key of every name; the other keys are the affair of `sovang audit verify`."""
    signing = house.settings.key_folder / "signing.key"
    if not signing.exists() and was_signed(house.ledger.database):
        yield _fault("khoá ký", f"không còn {signing}", "lấy lại thư mục khoá từ bản sao lưu; đừng ghi thêm")
    if not rebuild.is_current(house.ledger.database):
        return
    lost = find_lost(house.ledger)
    if lost:
        yield _fault(
            "khoá của người",
            f"{len(lost)} người mất khoá mà không có sự kiện xoá: {', '.join(lost[:SOME])}",
            "lấy lại tệp khoá từ bản sao lưu; `sovang audit verify` nêu từng khoá",
        )
    else:
        yield _ok("khoá của người", "mọi tên người đều mở được, trừ những gì đã xoá bằng sự kiện")


def _checkpoint(house: House) -> Iterator[ComplaintView]:
    kept = Kept(house.settings.kept_folder)
    try:
        verifier = Verifier.read(kept.verifier_file)
        checkpoint = kept.checkpoint(verifier)
        kept.sizes(checkpoint.size if checkpoint else 0)
    except FileNotFoundError:
        if was_signed(house.ledger.database):
            yield _fault("điểm chốt", KEPT_GONE, f"lấy lại {kept.folder} từ bản sao lưu; đừng ghi thêm")
            return
        yield _warning("điểm chốt", "sổ chưa được ký lần nào", "chạy engine, hoặc kiểm tra thư mục kept")
        return
    except BadNote as fault:
        yield _fault("điểm chốt", str(fault), "đừng ghi thêm; chạy `sovang audit verify` và báo thanh tra")
        return
    if checkpoint is not None:
        yield _ok("điểm chốt", f"đã ký đến sự kiện {checkpoint.size} trên {house.ledger.head()}")
    elif has_checkpoint(house.ledger.database):
        yield _fault("điểm chốt", KEPT_GONE, f"lấy lại {kept.folder} từ bản sao lưu; đừng ghi thêm")
    else:
        yield _warning(
            "điểm chốt",
            "sổ chưa được ký lần nào: việc mở sổ còn dở",
            "chạy lại `sovang init` với tệp đã dùng",
        )


def _engine(house: House) -> Iterator[ComplaintView]:
    """Tell whether an engine works; where the clock is simulated, nobody expects one."""
    if house.ledger.genesis.simulated:
        return
    if engine_works(house.ledger.database, house.settings.data / LOCK):
        yield _ok("engine", "đang chạy")
    else:
        yield _warning(
            "engine",
            "không có engine nào chạy: thư, nhắc việc, việc ký sổ đang chờ",
            "chạy `sovang engine`, hoặc `sovang up`",
        )


def _queue(house: House) -> Iterator[ComplaintView]:
    if not rebuild.is_current(house.ledger.database):
        return
    with house.ledger.database.session() as session:
        waiting = queries.count_pending(session, parked=False)
        parked = queries.count_pending(session, parked=True)
    if parked:
        yield _fault(
            "việc đã dừng", f"{parked} sự kiện", "xem `sovang flow list`, sửa rồi `sovang flow retry`"
        )
    if waiting:
        yield _warning("việc đang chờ", f"{waiting} sự kiện", "chạy `sovang engine`")
    else:
        yield _ok("việc đang chờ", "không có")
