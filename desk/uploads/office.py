"""Word and Excel files as far as we look into them: one honest zip, no macro, no other program inside."""

import io
import lzma
import re
import stat
import struct
import zipfile
import zlib
from pathlib import PurePosixPath

from domain.attachment import FileRefused

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_MAIN = {WORD: f"{WORD}.main+xml".encode(), EXCEL: f"{EXCEL}.main+xml".encode()}
_TYPES = "[Content_Types].xml"
_MOST_FILES, _MOST_BYTES, _MOST_TYPES = 4_000, 300 * 1024 * 1024, 1024 * 1024
"""How many parts, how many bytes in all when unpacked, and how many bytes of the list of types."""
_END = b"PK\x05\x06"
_END_SIZE = 22
_ACTS = re.compile(r"(vbaproject|vbadata|activex|oleobject|/embeddings/|/macrosheets/|/dialogsheets/)")
_PROGRAMS = (
    ".exe",
    ".dll",
    ".bat",
    ".cmd",
    ".com",
    ".js",
    ".vbs",
    ".ps1",
    ".scr",
    ".jar",
    ".hta",
    ".lnk",
    ".sh",
)
_LINKED = re.compile(rb"attachedTemplate[^>]*TargetMode\s*=\s*[\"']External", re.IGNORECASE)
_BROKEN = (
    zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error, NotImplementedError, RuntimeError, EOFError,
    ValueError, OSError,
)  # fmt: skip
"""What reading a damaged, locked or strangely packed zip may come to."""
CLEAN = "Hãy lưu lại thành .docx hoặc .xlsx thường, không macro, không đối tượng nhúng."


def media_of(content: bytes) -> str:
    """Say whether a zip is a Word or an Excel file; raises `FileRefused` for any other and for one that acts."""
    if not _ends_where_it_says(content):
        raise FileRefused("Tệp nén bị cắt cụt hoặc có dữ liệu thừa ở cuối.", todo=CLEAN)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            _check_parts(archive.infolist())
            types = _read(archive, _TYPES)
            media = _kind(types)
            if _LINKED.search(_read(archive, "word/_rels/settings.xml.rels")):
                raise FileRefused("Tệp Word gọi một mẫu ở nơi khác khi mở.", todo=CLEAN)
    except _BROKEN as fault:
        raise FileRefused("Tệp Word, Excel bị hỏng hoặc có mật khẩu.", todo=CLEAN) from fault
    return media


def _ends_where_it_says(content: bytes) -> bool:
    at = content.rfind(_END)
    if at < 0 or at + _END_SIZE > len(content):
        return False
    comment = int.from_bytes(content[at + 20 : at + _END_SIZE], "little")
    return at + _END_SIZE + comment == len(content)


def _check_parts(parts: list[zipfile.ZipInfo]) -> None:
    if len(parts) > _MOST_FILES or sum(part.file_size for part in parts) > _MOST_BYTES:
        raise FileRefused("Tệp nén bung ra quá lớn.", todo=CLEAN)
    names = [part.filename for part in parts]
    if len({name.lower() for name in names}) != len(names):
        raise FileRefused("Trong tệp có hai phần trùng tên.", todo=CLEAN)
    for part in parts:
        path = PurePosixPath(part.filename.replace("\\", "/"))
        linked = stat.S_ISLNK(part.external_attr >> 16)
        if linked or path.is_absolute() or ".." in path.parts:
            raise FileRefused("Trong tệp có đường dẫn trỏ ra ngoài.", todo=CLEAN)
        name = f"/{part.filename.lower()}"
        if _ACTS.search(name) or name.endswith(_PROGRAMS):
            raise FileRefused("Tệp có macro, đối tượng nhúng hoặc chương trình bên trong.", todo=CLEAN)


def _read(archive: zipfile.ZipFile, name: str) -> bytes:
    """Read a small part; one that is not there is empty."""
    if name not in archive.namelist():
        return b""
    with archive.open(name) as part:
        content = part.read(_MOST_TYPES + 1)
    if len(content) > _MOST_TYPES:
        raise FileRefused("Một phần của tệp lớn bất thường.", todo=CLEAN)
    return content


def _kind(types: bytes) -> str:
    if b"macroenabled" in types.lower():
        raise FileRefused("Tệp có macro.", todo=CLEAN)
    found = [media for media, main in _MAIN.items() if main in types]
    if len(found) != 1:
        raise FileRefused("Tệp nén này không phải Word .docx hay Excel .xlsx.", todo=CLEAN)
    return found[0]
