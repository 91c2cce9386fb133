"""`sovang law`: adopt and end rules."""

import typer

from desk.cli.impact import impact
from desk.cli.verbs import add_verbs

app = typer.Typer(no_args_is_help=True, help="Quy định áp dụng.")
app.command()(impact)
add_verbs(app, "law", "policy")
