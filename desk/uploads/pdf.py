"""PDF as far as we look into it: whole, readable without a password, and without anything that acts when opened."""

import re
import zlib

from domain.attachment import FileRefused

MEDIA = "application/pdf"
_TAIL = 2048
_ESCAPED = re.compile(rb"#([0-9A-Fa-f]{2})")
_STREAM = re.compile(rb"/ObjStm\b.{0,400}?stream\r?\n", re.DOTALL)
_ACTS = re.compile(rb"/(JavaScript|JS|Launch|EmbeddedFiles?|RichMedia|XFA|ImportData|SubmitForm)(?![A-Za-z])")
_LOCKED = re.compile(rb"/Encrypt(?![A-Za-z])")
_MOST_UNPACKED = 32 * 1024 * 1024
"""How much of the packed object lists is looked through, in bytes; a file with more is refused."""


def check(content: bytes) -> None:
    """Refuse a PDF that is cut off, locked, or holds scripts, launchers or other files."""
    if b"%%EOF" not in content[-_TAIL:]:
        raise FileRefused("Tệp PDF bị cắt cụt.", todo="Hãy mở thử tệp, rồi quét hoặc xuất lại.")
    text = _names(content) + _names(_unpacked(content))
    if _LOCKED.search(text):
        raise FileRefused("Tệp PDF có mật khẩu hoặc bị khoá.", todo="Hãy bỏ khoá rồi đính kèm lại.")
    if _ACTS.search(text):
        raise FileRefused(
            "Tệp PDF chứa mã lệnh, biểu mẫu động hoặc tệp khác.", todo="Hãy in ra PDF mới rồi đính kèm lại."
        )


def _names(content: bytes) -> bytes:
    """Write names as they are meant: `/J#61vaScript` is `/JavaScript`."""
    return _ESCAPED.sub(lambda found: bytes([int(found[1], 16)]), content)


def _unpacked(content: bytes) -> bytes:
    """Give what stands in packed object lists, where names may hide."""
    parts: list[bytes] = []
    left = _MOST_UNPACKED
    for found in _STREAM.finditer(content):
        end = content.find(b"endstream", found.end())
        try:
            part = zlib.decompressobj().decompress(content[found.end() : end], left)
        except zlib.error:
            continue
        left -= len(part)
        if left <= 0:
            raise FileRefused("Tệp PDF nén quá mức.", todo="Hãy in ra PDF mới rồi đính kèm lại.")
        parts.append(part)
    return b"\n".join(parts)
