"""What can go wrong at the store; a rule that was broken is never among them."""


class StoreError(Exception):
    """Base of the store's errors."""


class Conflict(StoreError):
    """Somebody else wrote first; load again and decide again."""


class DuplicateCommand(StoreError):
    """A command with this id has already been recorded."""


class KeyTaken(StoreError):
    """A reserved key is in use: a second nomination for the same award, a decision number given twice."""

    def __init__(self, key: str) -> None:
        super().__init__(f"đã có: {key}")
        self.key = key


class Tampered(StoreError):
    """Stored bytes and signed checkpoint do not agree; nothing is signed over it."""


class KeysGone(StoreError):
    """A ledger's key file is not where it should be: what is sealed could not be read, and would look erased."""


class BlobMissing(StoreError):
    """An attached file is not in its store."""


class NotOpened(StoreError):
    """The database has no ledger, or one whose tables are older than this program."""


NO_TABLES = "cơ sở dữ liệu này chưa có sổ, hoặc bảng còn cũ; hãy chạy `sovang init` hoặc `sovang db upgrade`"
DISK = "cơ sở dữ liệu không ghi hoặc đọc được vì ổ đĩa đầy hoặc hỏng; chưa có gì được ghi: hãy dọn chỗ trống rồi gửi lại với cùng mã lệnh"
NOT_OPENED = (
    "cơ sở dữ liệu không mở được tệp sổ: không có thư mục, không được quyền đọc, hoặc đây là bản sao chỉ đọc chép khi chương "
    "trình đang ghi (còn tệp -wal bên cạnh); bản sao như vậy thì chép cả thư mục sang ổ đĩa ghi được rồi làm lại"
)
READ_ONLY = "sổ này ở nơi chỉ đọc được, chưa có gì được ghi; hãy làm việc này trên sổ chính"
BUSY = "một lần ghi khác giữ sổ quá lâu; chưa có gì được ghi, xin thử lại"


class ClockRefused(StoreError):
    """A simulated clock on a real ledger, or a real clock on a simulated one."""


WRONG_CLOCK = {
    True: "sổ này là sổ mô phỏng (bản demo), có đồng hồ riêng; hãy đặt SOVANG_SIMULATED=true rồi chạy lại",
    False: "sổ này là sổ thật, không chạy bằng đồng hồ mô phỏng; hãy bỏ SOVANG_SIMULATED rồi chạy lại",
}
"""What to say by whether the ledger is a simulated one."""


class Unavailable(StoreError):
    """The database does not answer, is locked, read-only or full; nothing was written."""


def file_fault(text: str) -> Unavailable | None:
    """Say what SQLite's words about a ledger's file mean; None when they are not about the file."""
    if "disk" in text:  # "disk I/O error", "database or disk is full"
        return Unavailable(f"{DISK} ({text})")
    if "readonly" in text:
        return Unavailable(READ_ONLY)
    if "unable to open" in text:
        return Unavailable(NOT_OPENED)
    return None
