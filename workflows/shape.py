"""The shape a command must have before anybody looks at what it wants."""

import re
from collections.abc import Mapping

from pydantic import ValidationError

from domain.commands import BY_CLASS
from domain.decider import Command, body
from domain.refusal import Malformed
from events.envelope import stream_kind
from events.personal import Json
from workflows.characters import check_characters, texts
from workflows.digest import plain, private_fields

_COMMAND_ID = re.compile(r"[^\x00-\x1f\ud800-\udfff]{1,80}")


_STREAM = re.compile(r"[a-z]+[A-Za-z0-9._:-]{0,110}")


OWNERS: Mapping[str, str] = {"account": "person", "fund": "unit", "registry": "unit", "record": "person"}
"""Kinds of streams that are named after somebody else's."""
YEARS = range(1800, 2200)
_DAY = re.compile(r"(\d{4})-\d\d-\d\d(?:T[\d:.]+(?:Z|[+-]\d\d:\d\d))?")
LONGEST_TEXT = 20_000
LONGEST_ACTOR = 200
PROGRAMS = frozenset({"engine", "door"})
"""How programs sign what they record: what they say was checked when it came, or is what a server answered."""


def check_shape(command_id: str, command: Command) -> Json:
    """Refuse what no database can keep, before anything looks at it; gives what the command says, as JSON."""
    route = BY_CLASS[type(command)]
    if not _COMMAND_ID.fullmatch(command_id):
        raise Malformed("Mã lệnh dài từ 1 đến 80 ký tự, không có ký tự điều khiển.")
    stream = route.stream(command)
    if stream_kind(stream) != route.kind or not _STREAM.fullmatch(stream):
        owner = OWNERS.get(route.kind, route.kind)
        raise Malformed(
            f"Mã này không dùng được cho việc này: cần một mã dạng {owner}-…, không dài quá.",
            todo="Mã gồm chữ không dấu, số và dấu - . _ : ; hãy tìm mã đúng bằng các lệnh `list`.",
        )
    by = command.by
    if not all(said is None or isinstance(said, str) for said in (by.who, by.role, by.behalf, by.auth)):
        raise Malformed("Người thực hiện, vai trò và người uỷ quyền phải là chữ.")
    if not by.who or len(by.who) > LONGEST_ACTOR:
        raise Malformed("Người thực hiện không được trống.", todo="Hãy nêu mã người, ví dụ person-….")
    if command.at.tzinfo is None:
        raise Malformed("Thời điểm phải nêu múi giờ.", todo="Ví dụ 2024-01-10T08:00:00+07:00.")
    for name in private_fields(route.name):
        said = getattr(command, name)
        if isinstance(said, str) and not 0 < len(said.strip()) <= LONGEST_TEXT:
            raise Malformed(f"Mục {name} không được trống, và dài tối đa {LONGEST_TEXT} ký tự.")
    try:
        told = plain(body(command))
    except ValueError:
        raise Malformed("Có ký tự không ghi được (ký tự điều khiển hoặc ký tự hỏng).") from None
    if by.auth not in PROGRAMS:
        check_characters(told)
        check_years(told)
    return told


def check_years(told: Mapping[str, Json]) -> None:
    """Refuse a day or moment of a year in which no office of ours works: counting from it would leave the calendar."""
    for field, value in told.items():
        for text in texts(value):
            day = _DAY.fullmatch(text)
            if day and int(day[1]) not in YEARS:
                raise Malformed(
                    f"Mục {field} nêu năm {day[1]}, ngoài khoảng {YEARS.start} đến {YEARS.stop - 1}.",
                    todo="Hãy xem lại ngày đã gõ.",
                )


def malformed(fault: ValidationError) -> Malformed:
    """Name the fields that cannot be recorded, never what was in them."""
    names = ", ".join(
        dict.fromkeys(".".join(map(str, error["loc"])) for error in fault.errors(include_input=False))
    )
    return Malformed(f"Có mục không ghi được: {names}.", todo="Hãy kiểm tra các mục đã nêu rồi làm lại.")
