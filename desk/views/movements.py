"""A movement as people look at it whole: rounds dated and not, what it answers, what answers it, best examples."""

from collections.abc import Iterable

from sqlmodel import Session, col, select

from desk.views import read
from desk.views.movement_views import FORMS, ChildView, ExampleView, MovementWhole, ParentView, RoundView
from desk.views.names import Names
from domain.movement.states import WHOLE_YEAR, Movement
from projections import queries
from projections import tables as t
from workflows.wiring import House


def whole(house: House, names: Names, session: Session, movement_id: str) -> MovementWhole | None:
    """Show a movement with all that stands around it; None for no movement."""
    detail = read.movement(session, movement_id)
    state = house.handler.looking(session, "system:reader").maybe(movement_id, Movement)
    if detail is None or state is None:
        return None
    return MovementWhole(
        **detail.model_dump(),
        forms=[FORMS[form] for form in state.plan.forms],
        rounds=rounds(state),
        parents=parents(session, state),
        children=children(session, names, movement_id),
        examples=examples(state, names),
    )


def rounds(state: Movement) -> list[RoundView]:
    """Give the rounds of a movement, those with dates before those that wait for them."""
    occasions = {one.code: list(one.occasions) for one in state.plan.rounds}
    dated = [
        RoundView(
            period=code,
            name=period.name,
            starts=period.span.start,
            ends=period.span.end,
            ended_on=period.ended_on.isoformat() if period.ended_on else None,
            occasions=occasions.get(code, []),
        )
        for code, period in state.periods.items()
        if code != WHOLE_YEAR
    ]
    waiting = [
        RoundView(
            period=one.code, name=one.name, starts=None, ends=None, ended_on=None, occasions=list(one.occasions)
        )
        for one in state.undated
    ]  # fmt: skip
    return [*dated, *waiting]


def parents(session: Session, state: Movement) -> list[ParentView]:
    """Give the movements from above that it answers, each under every name by which papers call it."""
    titles = _titles(session, state.answered)
    inside = [
        ParentView(movement=movement, names=[titles.get(movement, movement)], issuer=None)
        for movement in sorted(state.answered)
    ]
    outside = [ParentView(movement=None, names=list(one.names), issuer=one.issuer) for one in state.outside]
    return [*inside, *outside]


def children(session: Session, names: Names, movement_id: str) -> list[ChildView]:
    """Give the movements of this ledger that answer it, by who leads them."""
    rows = queries.answering(session, movement_id)
    asked = select(t.MovementRow).where(col(t.MovementRow.movement).in_([row.movement for row in rows]))
    known = {row.movement: row for row in session.exec(asked)} if rows else {}
    names.know(row.organisation for row in rows)
    return [
        ChildView(
            movement=row.movement,
            organisation=names.of(row.organisation),
            title=known[row.movement].title,
            participants=known[row.movement].participants,
            registered=known[row.movement].registered,
        )
        for row in sorted(rows, key=lambda row: names.order(row.organisation))
        if row.movement in known
    ]


def examples(state: Movement, names: Names) -> list[ExampleView]:
    """Give the best examples, the latest first."""
    names.know(one.subject for one in state.examples.values())
    return [
        ExampleView(
            example=code,
            who=names.of(one.subject),
            what=one.what,
            on=one.on.isoformat(),
            published=[f"{where} ({on:%d/%m/%Y})" for where, on in one.published],
        )
        for code, one in sorted(state.examples.items(), key=lambda item: item[1].on, reverse=True)
    ]


def _titles(session: Session, movements: Iterable[str]) -> dict[str, str]:
    asked = select(t.MovementRow.movement, t.MovementRow.title)
    return dict(session.exec(asked.where(col(t.MovementRow.movement).in_(sorted(movements)))).all())
