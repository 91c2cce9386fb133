"""A number in an address: small enough that every database can look for it."""

from typing import Annotated

from annotated_types import Ge, Le

from events.base import MAX_INT

Number = Annotated[int, Ge(-1), Le(MAX_INT)]
