"""PNG and JPEG as far as we look into them: whole, and without a tail that hides something."""

import struct
import zlib

from domain.attachment import FileRefused

PNG, JPEG = "image/png", "image/jpeg"
PNG_START = b"\x89PNG\r\n\x1a\n"
JPEG_START = b"\xff\xd8\xff"
_CHUNK = struct.Struct(">I4s")
_SEGMENT = struct.Struct(">2sH")
_STANDALONE = frozenset(bytes((0xFF, code)) for code in (0x01, *range(0xD0, 0xD8)))
"""Markers without a length: TEM and the restarts."""
_SCAN, _END = b"\xff\xda", b"\xff\xd9"
BROKEN = "Hãy mở thử tệp, rồi chụp hoặc quét lại."


def check_png(content: bytes) -> None:
    """Refuse a PNG that is cut off, damaged, or goes on behind its end."""
    at, kind = len(PNG_START), b""
    while kind != b"IEND":
        if at + _CHUNK.size > len(content):
            raise FileRefused("Ảnh PNG bị cắt cụt.", todo=BROKEN)
        length, kind = _CHUNK.unpack_from(content, at)
        end = at + _CHUNK.size + length
        if end + 4 > len(content) or zlib.crc32(content[at + 4 : end]) != int.from_bytes(
            content[end : end + 4]
        ):
            raise FileRefused("Ảnh PNG bị hỏng.", todo=BROKEN)
        at = end + 4
    if at != len(content):
        raise FileRefused("Sau phần ảnh PNG còn dữ liệu khác.", todo=BROKEN)


def check_jpeg(content: bytes) -> None:
    """Refuse a JPEG without picture data or without an end; what telephones write behind it is let be."""
    at = 2
    while (marker := content[at : at + 2]) != _SCAN:
        if marker in _STANDALONE:
            at += 2
            continue
        if len(content) < at + _SEGMENT.size or marker[:1] != b"\xff" or marker == _END:
            raise FileRefused("Ảnh JPEG bị hỏng hoặc không có hình.", todo=BROKEN)
        _, length = _SEGMENT.unpack_from(content, at)
        if length < _SEGMENT.size - 2:
            raise FileRefused("Ảnh JPEG bị hỏng.", todo=BROKEN)
        at += 2 + length
    if _END not in content[at:]:
        raise FileRefused("Ảnh JPEG bị cắt cụt.", todo=BROKEN)
