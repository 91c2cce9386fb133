"""`sovang do`: the acts of nouns without a page of their own: units, people, records, funds, the ledger."""

import typer

from desk.cli.verbs import add_verb
from domain.commands import INTERNAL, ROUTES

app = typer.Typer(no_args_is_help=True, help="Mọi lệnh khác, theo tên.")
KINDS = ("unit", "person", "household", "fund", "cancellation", "consultation", "ledger", "flow")
for route in ROUTES.values():
    if route.kind in KINDS and route.name not in INTERNAL:
        add_verb(app, route, name=route.name)
