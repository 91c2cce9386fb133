"""A form that was opened before somebody else changed what it is about: told what happened since, with what was typed kept."""

from collections.abc import Mapping

from desk.requests import BadRequest
from desk.views.history import happened
from desk.web.policy import reads_all_dossiers
from desk.web.visit import Visit
from desk.web.words import clock_time, event_name
from events.envelope import stream_kind

HELD = ("nomination", "submission", "decision")
"""Kinds of streams that a form is held against; a meeting goes on while its forms are filled in."""
SHOWN = 5


class ChangedSince(BadRequest):
    """What the form is about has changed since it was opened."""


def stream_of(settled: Mapping[str, str]) -> str | None:
    """Give the stream that a form is about."""
    return next((settled[kind] for kind in HELD if stream_kind(settled.get(kind, "")) == kind), None)


def version(visit: Visit, settled: Mapping[str, str]) -> int | None:
    """Give how many events the stream of a form has; None for a form that begins something."""
    stream = stream_of(settled)
    return len(visit.house.ledger.stored(stream)) or None if stream else None


def hold(visit: Visit, settled: Mapping[str, str], seen: str) -> None:
    """Raise `ChangedSince` when somebody else wrote to the stream after the form was opened."""
    stream = stream_of(settled)
    if stream is None or not seen.isdecimal():
        return
    since = visit.house.ledger.stored(stream)[int(seen) :]
    others = [happened(row, visit.names) for row in since if row.envelope.by.who != visit.viewer.person]
    if not others:
        return
    if not reads_all_dossiers(visit) or visit.mask.keeps(stream):
        others = []
    told = [
        f"{clock_time(one.recorded_at)}: {event_name(one.type)} ({'hệ thống' if one.by.startswith('system:') else one.by})."
        for one in others[:SHOWN]
    ]
    raise ChangedSince(
        [
            "Hồ sơ đã thay đổi từ lúc đồng chí mở trang này; chưa ghi gì, nội dung đã gõ vẫn giữ ở dưới.",
            *told,
            "Hãy mở lại trang của hồ sơ để xem; nếu vẫn đúng ý thì bấm gửi lần nữa.",
        ]
    )
