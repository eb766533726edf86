"""What all declarations share."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

MonthDay = Annotated[str, Field(pattern=r"^\d\d-\d\d$")]
SchoolYear = Annotated[str, Field(pattern=r"^\d{4}/\d\d$")]


class Spec(BaseModel):
    """A frozen declaration that refuses words it does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid")
