"""The law as people read it: what holds on a day, what is wrong with the tables, what changes between two days."""

from collections.abc import Mapping, Sequence

from desk.views.base import View
from domain.law.answers import Answer
from domain.law.book import NATION, Layer, Rules
from domain.law.checking import Fault
from domain.law.differences import Difference
from domain.law.telling import EVIDENCE


class LawView(View):
    """What the law says to one question on a day; `decides` is false for what only informs and for what is missing."""

    question: str
    key: str
    said: str
    basis: str | None
    evidence: str
    decides: bool
    since: str | None
    until: str | None
    source: str | None
    layer: str | None

    def __str__(self) -> str:
        """Tell it in a line, with where it comes from in the line below."""
        days = [f"từ {self.since}" if self.since else "", f"đến {self.until}" if self.until else ""]
        source = f"nguồn {self.source}" if self.source else ""
        origin = (self.basis, self.evidence, source, self.layer, " ".join(filter(None, days)))
        return f"{self.question}, {self.key}: {self.said}\n    {'; '.join(filter(None, origin))}"


class LawFaultView(View):
    """What is wrong in the tables of the law."""

    kind: str
    layer: str
    table: str
    rule: str
    said: str


class LawChangeView(View):
    """What the law says otherwise on another day; nothing where it was silent."""

    question: str
    key: str
    before: str | None
    after: str | None
    only_the_text: bool


FAULTS = {
    "overlap": "chồng lấn",
    "gap": "khoảng trống",
    "basis": "thiếu căn cứ",
    "award": "mã lạ",
    "unread": "không ai đọc",
    "shown": "chỉ tra cứu",
    "undercut": "thấp hơn luật",
}
"""Each kind of fault in a word or two."""
MISSING = "chưa có quy định"


def law_line(answer: Answer, rules: Rules, places: Mapping[str, str]) -> LawView:
    """Show an answer with the layer it comes from."""
    evidence = EVIDENCE[answer.evidence] if answer.evidence else MISSING
    return LawView(
        question=answer.question,
        key=answer.key,
        said=answer.said,
        basis=str(answer.basis) if answer.basis else None,
        evidence=evidence,
        decides=not answer.missing and (answer.row is None or answer.row.decides),
        since=answer.row.since.isoformat() if answer.row else None,
        until=answer.row.until.isoformat() if answer.row and answer.row.until else None,
        source=answer.row.source if answer.row else None,
        layer=_layer(rules.origin(answer.row), places) if answer.row else None,
    )


def _layer(layer: Layer | None, places: Mapping[str, str]) -> str | None:
    if layer is None:
        return None
    place = "quốc gia" if layer.scope == NATION else places.get(layer.scope, layer.scope)
    return f"{place}: {layer.name}{' (giả định)' if layer.assumed else ''}"


def law_faults(faults: Sequence[Fault]) -> list[LawFaultView]:
    """Show the faults of the tables."""
    return [
        LawFaultView(
            kind=FAULTS[fault.kind], layer=fault.layer, table=fault.table, rule=fault.rule, said=fault.said
        )
        for fault in faults
    ]


def law_change(difference: Difference) -> LawChangeView:
    """Show what a question was answered before and is answered after."""
    return LawChangeView(
        question=difference.question,
        key=difference.key,
        before=_told(difference.before),
        after=_told(difference.after),
        only_the_text=difference.only_the_text,
    )


def _told(answer: Answer | None) -> str | None:
    if answer is None:
        return None
    if answer.evidence is None or answer.basis is None:
        return MISSING
    return f"{answer.said} ({answer.basis}; {EVIDENCE[answer.evidence]})"
