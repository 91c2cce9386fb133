"""Who is signed in on a browser: looked up once a request, by whichever thread first needs to know."""

from fastapi import Request

from desk.door.tables import SessionRow
from desk.door.welcome import Welcome, roles_mark


def recognised(request: Request) -> SessionRow | None:
    """Give the living session of the browser's key; when its person's roles have changed since, it goes on under a new key.

    The roles that its person holds now are then `standing` on the request's state, and `recall` what still stands of
    what was read before.
    """
    state = request.state
    if not state.looked:
        state.looked = True
        state.signed_in = _look_up(request) if state.key else None
    row: SessionRow | None = state.signed_in
    return row


def _look_up(request: Request) -> SessionRow | None:
    welcome: Welcome = request.app.state.welcome
    state, door, house = request.state, welcome.door, welcome.house
    row = door.sessions.find(state.key)
    if row is None:
        return None
    state.recall = house.handler.recalling()
    with house.ledger.database.reading() as session:
        state.standing = house.handler.looking(session, row.person, state.recall).standing
    roles = roles_mark(state.standing, house.clock.now())
    if roles != row.roles:
        state.renewed = door.sessions.renew(row, roles)
        if state.renewed is None:  # another request of this browser was first, or it has ended
            return door.sessions.find(state.key)
    return row
