"""What a file really is, by its bytes; its name and what the sender calls it are never asked."""

from desk.uploads import images, office, pdf
from domain.attachment import FileRefused

ZIP_START, ZIP_END = b"PK\x03\x04", b"PK\x05\x06"
ZIP_TAIL = 65_557
"""How far from its end a reader of zip files looks for a directory: the record and the longest comment."""
PDF_LEAD = 1024
"""How far into a file a reader of PDF looks for its first line."""
ONE_FACE = "Hãy quét, chụp hoặc xuất lại tệp từ chương trình gốc."


def media_of(content: bytes) -> str:
    """Give the media type of a file; raises `FileRefused` for what is nothing we read, is two things at once, or acts."""
    if content.startswith(b"%PDF-"):
        _one_face(content, pdf.MEDIA)
        pdf.check(content)
        return pdf.MEDIA
    if content.startswith(images.PNG_START):
        _one_face(content, images.PNG)
        images.check_png(content)
        return images.PNG
    if content.startswith(images.JPEG_START):
        _one_face(content, images.JPEG)
        images.check_jpeg(content)
        return images.JPEG
    if content.startswith(ZIP_START):
        if b"%PDF-" in content[:PDF_LEAD]:
            raise FileRefused("Tệp vừa là tệp nén vừa là PDF.", todo=ONE_FACE)
        return office.media_of(content)
    raise FileRefused(
        "Không nhận ra loại tệp (hoặc tệp rỗng, hỏng).",
        todo="Hãy dùng PDF, ảnh JPEG hoặc PNG, Word .docx, Excel .xlsx.",
    )


def _one_face(content: bytes, media: str) -> None:
    """Refuse a file that another program would read as something else."""
    if ZIP_END in content[-ZIP_TAIL:]:
        raise FileRefused("Trong tệp có giấu một tệp nén.", todo=ONE_FACE)
    if media != pdf.MEDIA and b"%PDF-" in content[:PDF_LEAD]:
        raise FileRefused("Tệp vừa là ảnh vừa là PDF.", todo=ONE_FACE)
