"""Tệp đính kèm: what a file must be before a dossier or a set takes it."""

from collections.abc import Sequence
from dataclasses import dataclass

from domain.refusal import Malformed, NotFound, Refusal, RuleMissing
from events.blob import Blob
from events.personal import PersonalClass
from events.policy import AcceptedFile

EVIDENCE: PersonalClass = "evidence"
MEBIBYTE = 1024 * 1024
MEDIA_NAMES = {
    "application/pdf": "PDF",
    "image/jpeg": "ảnh JPEG",
    "image/png": "ảnh PNG",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "Word (.docx)",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "Excel (.xlsx)",
}


class FileRefused(Refusal):
    """Tệp này không được nhận làm giấy tờ đính kèm."""

    code = "file_refused"


@dataclass(frozen=True, slots=True, kw_only=True)
class FileFacts:
    """Which files are accepted, and whether the one spoken of lies in the store."""

    accepted: Sequence[AcceptedFile] = ()
    stored: bool = False


def file_key(subject: str) -> str:
    """Name the key that seals the files about a subject, or of a set."""
    return f"{subject}/{EVIDENCE}"


def check_file(media: str, size: int, accepted: Sequence[AcceptedFile]) -> None:
    """Refuse a file of a type or size that the policy does not accept."""
    if not accepted:
        raise RuleMissing(
            "Chưa có quy định về loại và dung lượng tệp đính kèm.",
            todo="Hãy chạy `sovang db upgrade`, hoặc ban hành bằng `sovang law adopt-attachment-rules`.",
        )
    rule = next((rule for rule in accepted if rule.media == media), None)
    if rule is None:
        names = ", ".join(MEDIA_NAMES.get(rule.media, rule.media) for rule in accepted)
        raise FileRefused("Loại tệp này không được nhận.", todo=f"Các loại được nhận: {names}.")
    if size > rule.most_bytes:
        raise FileRefused(
            f"Tệp lớn {_mebibytes(size)} MB, quá mức {_mebibytes(rule.most_bytes)} MB cho loại này.",
            todo="Hãy quét lại ở độ phân giải thấp hơn, hoặc tách thành nhiều tệp.",
        )


def check_blob(blob: Blob, subject: str, facts: FileFacts) -> None:
    """Refuse a file that is not accepted, is sealed for somebody else, or does not lie in the store."""
    check_file(blob.media, blob.size, facts.accepted)
    if blob.key != file_key(subject):
        raise Malformed("Tệp này được niêm phong cho hồ sơ khác.", todo="Hãy đính kèm lại từ tệp gốc.")
    if not facts.stored:
        raise NotFound("Tệp này chưa có trong kho tệp.", todo="Hãy đính kèm từ tệp gốc.")


def _mebibytes(size: int) -> str:
    return f"{size / MEBIBYTE:.1f}".replace(".", ",")
