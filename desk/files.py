"""Why a file that somebody named cannot be read or written, in words, and what to do."""

from pathlib import Path


def unreadable(file: Path, fault: OSError | UnicodeDecodeError) -> str:
    """Say why a file was not read."""
    match fault:
        case UnicodeDecodeError():
            return f"{file} không phải văn bản UTF-8; hãy lưu lại bằng UTF-8"
        case FileNotFoundError():
            return f"không có tệp {file}; hãy xem lại tên và thư mục đang đứng"
        case IsADirectoryError():
            return f"{file} là thư mục; hãy chỉ tên tệp ở trong đó"
        case PermissionError():
            return f"không có quyền đọc {file}; hãy xin quyền, hoặc chép tệp ra chỗ khác"
        case _:
            return f"không đọc được {file} (mã lỗi {fault.errno}); hãy kiểm tra ổ đĩa"


def unwritable(file: Path, fault: OSError) -> str:
    """Say why a file was not written."""
    match fault:
        case FileNotFoundError() | NotADirectoryError():
            return f"không có thư mục {file.parent}; hãy tạo thư mục ấy trước"
        case IsADirectoryError():
            return f"{file} là thư mục; hãy chỉ tên tệp ở trong đó"
        case PermissionError():
            return f"không có quyền ghi {file}; hãy xin quyền, hoặc ghi ra chỗ khác"
        case _:
            return f"không ghi được {file} (mã lỗi {fault.errno}); hãy kiểm tra ổ đĩa"
