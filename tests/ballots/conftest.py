from tests.workflows.handle.fixtures import enter, founded, office

__all__ = ["enter", "founded", "office"]
