"""The menu: only pages that the visit may open."""

from dataclasses import dataclass

from desk.web import policy
from desk.web.policy import Policy
from desk.web.visit import Visit


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the menu."""

    path: str
    title: str
    policy: Policy


ENTRIES = (
    Entry("/viec", "Việc của tôi", policy.signed_in),
    Entry("/phong-trao", "Phong trào", policy.signed_in),
    Entry("/ho-so", "Hồ sơ", policy.reads_some_dossiers),
    Entry("/phien-hop", "Hội đồng", policy.reads_meetings),
    Entry("/quyet-dinh", "Quyết định", policy.reads_decisions),
    Entry("/quy", "Quỹ", policy.reads_funds),
    Entry("/kiem-toan", "Kiểm toán", policy.auditor),
    Entry("/quan-tri", "Quản trị", policy.staff),
)


def menu(visit: Visit) -> list[Entry]:
    """Give the lines of the menu for a visit."""
    return [entry for entry in ENTRIES if entry.policy(visit)]
