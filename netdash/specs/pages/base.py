"""What all kinds of page share."""

from typing import ClassVar

from pydantic.json_schema import SkipJsonSchema

from netdash.specs.base import Spec


class Page(Spec):
    """A page of the navigation; ``about`` says under its title what it is for.

    A ``hidden`` kind is only led to; a ``printed`` one offers its sheet of paper beside its name.
    """

    hidden: ClassVar[bool] = False
    printed: ClassVar[bool] = False
    name: SkipJsonSchema[str] = ""
    title: str
    icon: str
    about: str
    default: bool = False
