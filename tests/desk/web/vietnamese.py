"""What a page in English must not keep in Vietnamese: whatever it says itself and nobody wrote."""

import html
import re
from collections.abc import Iterator
from html.parser import HTMLParser

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
MONEY = re.compile(r"[0-9] đ\b")
OTHERWISE = {"title", "code"}
"""A page's title has one language only; bytes that were signed have none."""
EMPTY = frozenset({"br", "img", "input", "link", "meta"})
"""Elements that hold nothing and have no end."""


def awards(desk: Desk) -> list[str]:
    """The names of awards, which are the law's."""
    with desk.house.ledger.database.session() as session:
        reading = desk.house.handler.reading(session, "system:reader")
        rows = [row for layer in reading.law.book.layers for row in layer.rows.get(Award, ())]
    return [row.name for row in rows if isinstance(row, Award)]


class Unmarked(HTMLParser):
    """Gathers the words of an English page that are Vietnamese without saying so."""

    def __init__(self) -> None:
        super().__init__()
        self.within: list[tuple[str, str | None]] = []
        self.words: list[str] = []

    @classmethod
    def of(cls, page: str) -> list[str]:
        """Give the words of a page."""
        reader = cls()
        reader.feed(page)
        return reader.words

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in EMPTY:
            self.within.append((tag, dict(attrs).get("lang")))

    def handle_endtag(self, tag: str) -> None:
        while self.within and self.within.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        language = next((said for _, said in reversed(self.within) if said), None)
        if (
            language != "vi"
            and not OTHERWISE & {tag for tag, _ in self.within}
            and VIETNAMESE.search(MONEY.sub("", data))
        ):
            self.words.append(data.strip())


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
