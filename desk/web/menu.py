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
    also: tuple[str, ...] = ()
    """Where else its pages lie."""

    def holds(self, path: str) -> bool:
        """Say whether a page is one of this part."""
        return (
            path == self.path
            or path.startswith(tuple(f"{part}/" for part in (self.path, *self.also)))
            or path in self.also
        )


ENTRIES = (
    Entry("/viec", "Việc của tôi", policy.signed_in, ("/nhiem-vu", "/lich")),
    Entry("/phong-trao", "Phong trào", policy.signed_in, ("/cum-khoi",)),
    Entry("/ho-so", "Hồ sơ", policy.reads_some_dossiers, ("/bo-ho-so", "/nhap-de-nghi")),
    Entry("/phien-hop", "Hội đồng", policy.reads_meetings, ("/hoi-dong",)),
    Entry("/quyet-dinh", "Quyết định", policy.reads_decisions, ("/le-trao",)),
    Entry("/quy", "Quỹ", policy.reads_funds),
    Entry("/kiem-toan", "Kiểm toán", policy.auditor),
    Entry("/quan-tri", "Quản trị", policy.staff, ("/thu", "/cac-xa", "/so-do", "/nhap-khen-thuong")),
)


def menu(visit: Visit) -> list[Entry]:
    """Give the lines of the menu for a visit."""
    return [entry for entry in ENTRIES if entry.policy(visit)]
