"""One handing-over: the programme in the order of calling, with what became of everybody."""

from sqlmodel import col, select

from desk.views.base import View
from desk.views.names import Names
from desk.views.views import CeremonyView
from domain.ceremony import Ceremony
from projections import tables as t
from workflows.reading import Reading


class CalledView(View):
    """Who is called at a ceremony for what, what they answered, how and when they received it, and when they were paid."""

    group: int
    nomination: str
    subject: str
    award: str
    answer: str | None
    how: str | None
    presented_on: str | None
    paid_on: str | None


class CeremonyDetail(CeremonyView):
    """A ceremony with its programme, in the order of calling."""

    programme: list[CalledView]


def ceremony(reading: Reading, names: Names, ceremony_id: str) -> CeremonyDetail | None:
    """Give a ceremony with its programme and what became of everybody; None when there is none."""
    row = reading.session.get(t.CeremonyRow, ceremony_id)
    if row is None:
        return None
    state = reading.state(ceremony_id, Ceremony)
    names.know(called.subject for called in state.programme)
    lines = [called.nomination for called in state.programme]
    rows = {
        one.nomination: one
        for one in reading.session.exec(
            select(t.NominationRow).where(col(t.NominationRow.nomination).in_(lines))
        )
    }
    handed = {done.nomination: done.how for done in state.hand_overs}
    return CeremonyDetail(
        ceremony=ceremony_id,
        title=row.title,
        starts_at=row.starts_at,
        place=row.place,
        called=row.called,
        held_on=row.held_on,
        programme=[
            CalledView(
                group=called.group,
                nomination=called.nomination,
                subject=names.of(called.subject),
                award=rows[called.nomination].award,
                answer=state.answers.get(called.subject),
                how=handed.get(called.nomination),
                presented_on=rows[called.nomination].presented_on,
                paid_on=rows[called.nomination].paid_on,
            )
            for called in state.programme
        ],
    )
