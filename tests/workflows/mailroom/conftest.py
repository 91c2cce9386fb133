from tests.workflows.handle.fixtures import enter, founded, office
from tests.workflows.mailroom.loops import letters_leave_quickly

__all__ = ["enter", "founded", "letters_leave_quickly", "office"]
