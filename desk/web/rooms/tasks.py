"""Việc của tôi: what waits for whoever looks, grouped by how soon."""

from itertools import groupby

from fastapi import APIRouter
from fastapi.responses import Response

from desk.views.tasks import GROUPS, Asked, tasks
from desk.web.guard import Room, guarded
from desk.web.policy import signed_in
from desk.web.visit import Visit

router = APIRouter(route_class=Room)


@router.get("/viec")
def mine(visit: Visit = guarded(signed_in)) -> Response:
    """Show everything that waits for the viewer."""
    viewer = visit.viewer
    asked = Asked(viewer.person, viewer.standing, viewer.today, viewer.organisation or "")
    found = tasks(visit.session, visit.names, visit.reading, asked)
    by_group = {group: list(listed) for group, listed in groupby(found, key=lambda task: task.group)}
    groups = [(title, group, by_group[group]) for group, title in GROUPS if group in by_group]
    return visit.page("tasks.html", groups=groups, name=visit.names.of(viewer.person), today=viewer.today)
