"""What all declarations share."""

from pydantic import BaseModel, ConfigDict


class Spec(BaseModel):
    """A frozen declaration that refuses words it does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid")
