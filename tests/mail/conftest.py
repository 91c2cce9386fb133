from tests.workflows.mailroom.loops import letters_leave_quickly

__all__ = ["letters_leave_quickly"]
