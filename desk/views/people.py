"""People as lists show them: opened names in Vietnamese order, found with or without their marks."""

from collections.abc import Mapping

from sqlmodel import Session, col, select

from desk.views import views as v
from desk.views.names import Names
from domain.vietnamese.folding import rank
from projections import tables as t


def people(
    session: Session, names: Names, *, unit: str | None = None, find: str | None = None
) -> list[v.PersonView]:
    """List people by given name, family name, middle names; of those asked for, the ones with the very marks first."""
    posts = _last_posts(session)
    listed = []
    for row in session.exec(select(t.PersonRow)).all():
        post = posts.get(row.person)
        if unit is not None and (post is None or post.unit != unit):
            continue
        found = 0 if find is None else rank(find, names.of_row(row))
        if found is not None:
            listed.append((found, names.order(row.person), row.person, _view(row, post, names)))
    listed.sort(key=lambda one: one[:3])
    return [view for *_, view in listed]


def _last_posts(session: Session) -> Mapping[str, t.PostRow]:
    """Give each person's post begun last."""
    rows = session.exec(select(t.PostRow).order_by(col(t.PostRow.since), t.PostRow.unit)).all()
    return {row.person: row for row in rows}


def _view(row: t.PersonRow, post: t.PostRow | None, names: Names) -> v.PersonView:
    return v.PersonView(
        person=row.person,
        name=names.of(row.person),
        unit=names.of(post.unit) if post else None,
        position=post.position if post else None,
    )
