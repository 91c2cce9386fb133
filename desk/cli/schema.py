"""`sovang schema`: JSON Schema of everything that goes in and comes out."""

from enum import StrEnum

import typer

from desk.cli.output import print_json


class Subject(StrEnum):
    """What there is a schema of."""

    commands = "commands"
    events = "events"
    plan = "plan"
    setup = "setup"
    views = "views"


app = typer.Typer(invoke_without_command=True)


@app.callback()
def schema(subject: Subject) -> None:
    """In lược đồ JSON."""
    match subject:
        case Subject.commands:
            from desk.requests import command_schemas

            print_json(command_schemas())
        case Subject.events:
            from events.catalogue import CLASSES

            print_json({name: model.model_json_schema() for name, model in sorted(CLASSES.items())})
        case Subject.plan:
            from events.plan import Plan

            print_json(Plan.model_json_schema())
        case Subject.setup:
            from desk.setup.file import Setup

            print_json(Setup.model_json_schema())
        case Subject.views:
            from desk.views.published import VIEWS

            print_json({view.__name__: view.model_json_schema() for view in VIEWS})
