"""What a page in English must not keep in Vietnamese: whatever it says itself and nobody wrote."""

import html
import re
from collections.abc import Iterator

from sqlmodel import select

from domain.law.rows import Award
from projections import tables as t
from tests.desk.web.conftest import Desk

VIETNAMESE = re.compile(
    r"[ăâđêôơưàáạảãằắặẳẵầấậẩẫèéẹẻẽềếệểễìíịỉĩòóọỏõồốộổỗờớợởỡùúụủũừứựửữỳýỵỷỹ]", re.IGNORECASE
)
OURS = re.compile(
    r"<(title|h2|th scope=\"col\"|dt|label|legend|button|summary|option value=\"\")[^>]*>(.*?)</"
)
"""What a page says itself: titles, headings, columns, fields, buttons."""
MONEY = re.compile(r"[0-9] đ$")


MARKED = re.compile(r'<span lang="vi">.*?</span>|<option .*?</option>|<label .*?</label>')
"""What says that it is Vietnamese, and the choices of a form, which hold no markup."""


def awards(desk: Desk) -> list[str]:
    """The names of awards, which are the law's."""
    with desk.house.ledger.database.session() as session:
        reading = desk.house.handler.reading(session, "system:reader")
        rows = [row for layer in reading.law.book.layers for row in layer.rows.get(Award, ())]
    return [row.name for row in rows if isinstance(row, Award)]


def unmarked_awards(desk: Desk, page: str) -> list[str]:
    """Name the awards that an English page has without saying that they are Vietnamese."""
    text = html.unescape(MARKED.sub("", page))
    return [name for name in awards(desk) if f">{name}" in text]


def own_words(desk: Desk) -> list[str]:
    """What people wrote into the ledger, which stays as it is: names, titles."""
    with desk.house.ledger.database.session() as session:
        columns = (t.UnitRow.name, t.MovementRow.title, t.MilestoneRow.name, t.TargetRow.name, t.CouncilRow.name,
                   t.CeremonyRow.title, t.ClusterRow.name, t.ObligationRow.title, t.DecisionRow.number)  # fmt: skip
        said = [str(name) for column in columns for name in session.exec(select(column))]
    return sorted({*awards(desk), *said}, key=len, reverse=True)


def left_over(page: str, own: list[str]) -> Iterator[str]:
    for _, inner in OURS.findall(page):
        text = html.unescape(re.sub(r"<[^>]+>", "", inner)).removesuffix(" · Sổ Vàng")
        for name in own:
            text = text.replace(name, "")
        text = MONEY.sub("", text)
        text = text.partition("Condition: ")[0]  # how a condition was not met is the law's to say
        if VIETNAMESE.search(text) and "Ví Dụ" not in text and text != "Tiếng Việt":
            yield text
