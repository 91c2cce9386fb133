"""What a fault is to whoever asked: one status, for pages and for programs."""

from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException

from desk.door.welcome import SignInFailed, TooManyTries
from desk.requests import BadRequest
from desk.web.middleware import TooLong
from domain.refusal import Malformed, NotAuthorised, NotFound, Refusal
from events.store.errors import Conflict, DuplicateCommand, KeyTaken, StoreError


def status_of(fault: Exception) -> int:  # one line for each kind
    """Give the status of a fault: form 422, permission 403, missing 404, rule and conflict 409, the store 503."""
    match fault:
        case BadRequest() | RequestValidationError() | Malformed():
            return 422
        case TooManyTries():
            return 429
        case SignInFailed():
            return 401
        case NotAuthorised():
            return 403
        case NotFound():
            return 404
        case TooLong():
            return 413
        case Refusal() | Conflict() | DuplicateCommand() | KeyTaken():
            return 409
        case StoreError():
            return 503
        case HTTPException():
            return fault.status_code
        case _:
            return 500
