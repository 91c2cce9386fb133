"""What every view is."""

from pydantic import BaseModel, ConfigDict


class View(BaseModel):
    """A frozen view."""

    model_config = ConfigDict(frozen=True, defer_build=True)
