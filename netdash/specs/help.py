"""How things are done: the topics of the help page."""

from pydantic import Field

from netdash.specs.base import Spec

FIVE = 5


class Opening(Spec):
    """A link of a topic: the page that it opens, what of it (parameters of the address), and its words."""

    page: str
    say: str
    parameters: dict[str, str] = Field(default={}, alias="with")


class Topic(Spec):
    """One thing that people want to do, in at most five lines for the coordinator and five for a school.

    ``kinds`` are the kinds of page that ask for it: the first topic of a kind is what such a page opens. Words in «ёлочки»
    that are the title of a page or a table become links.
    """

    title: str
    kinds: tuple[str, ...] = Field(default=(), alias="for")
    coordinator: tuple[str, ...] = Field(min_length=1, max_length=FIVE)
    school: tuple[str, ...] = Field(min_length=1, max_length=FIVE)
    open: tuple[Opening, ...] = ()


class HelpSpec(Spec):
    """The topics in their order."""

    topics: dict[str, Topic] = Field(min_length=1)
