"""What the address of a page of people asks for."""

from collections.abc import Mapping
from dataclasses import dataclass

from netdash.kinds import fold
from netdash.snapshot import Snapshot
from netdash.specs.pages import StaffPage
from netdash.ui import links
from netdash.ui.staff.people import Person, Staff, take_staff

OWN = ("at", "of", "category", "who", "find", "by", "sort", "person")


@dataclass(frozen=True)
class View:
    """One state of the page: whom it shows (place, subject, category, a named list, words), in which order, or one card.

    A filter that asks for those who do not say holds ``links.NOBODY``.
    """

    staff: Staff
    snapshot: Snapshot
    at: str = ""
    of: str = ""
    category: str = ""
    who: str = ""
    find: str = ""
    by: str = ""
    sort: str = ""
    person: str = ""

    @property
    def page(self) -> StaffPage:
        """The declaration of the page."""
        return self.staff.page

    @property
    def is_narrowed(self) -> bool:
        """Whether anything leaves somebody out."""
        return bool(self.at or self.of or self.category or self.who or self.find)

    def address(self, **parameters: str) -> str:
        """The address of this view with other parameters."""
        own = {name: getattr(self, name) for name in OWN}
        return links.to(links.address(self.page), **{**own, **parameters})

    def title(self, path: str) -> str:
        """What people call the end of a path."""
        return self.snapshot.target(self.page.people, path)[1].title

    def find_people(self) -> list[Person]:
        """Those whom the address asks for, by name or by how much they won."""
        words, keys = fold(self.find).split(), self.staff.lists.get(self.who)
        found = [
            person
            for person in self.staff.people.values()
            if is_held(person.place, self.at)
            and is_held(person.category, self.category)
            and (not self.of or self.of in (person.subject or links.NOBODY).split(";"))
            and (keys is None or person.key in keys)
            and all(word in person.text for word in words)
        ]
        counts: Mapping[str, tuple[int, int]] = self.staff.related.get(self.sort, {})
        return sorted(found, key=lambda one: tuple(-number for number in counts.get(one.key, (0, 0)))) if counts else found


def is_held(value: str, wanted: str) -> bool:
    """Whether a value is the one that is asked for, if any is."""
    return not wanted or (value or links.NOBODY) == wanted


def take_view(page: StaffPage, snapshot: Snapshot) -> View:
    """The view that the address asks for; wrong words ask for nothing."""
    staff = take_staff(page, snapshot)
    known = {
        "at": staff.places.rows,
        "of": staff.subjects.rows if staff.subjects else {},
        "category": staff.places.columns,
        "who": staff.lists,
        "by": {"subject": ""} if staff.subjects else {},
        "sort": staff.related,
    }
    asked = {name: links.asked(name) for name in OWN}
    for name, words in known.items():
        if asked[name] not in words and not (asked[name] == links.NOBODY and "" in words):
            asked[name] = ""
    return View(staff, snapshot, **asked)
