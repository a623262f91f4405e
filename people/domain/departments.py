"""Departments as a roster names them: a name, a path with `/`, or a name and what it is part of."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from core.errors import GradusError
from people.models import Department

Path = tuple[str, ...]
# No company has more levels; a mistaken file does.
DEPTH = 12


class AmbiguousDepartment(GradusError):
    def __init__(self, name: str) -> None:
        super().__init__(
            format_lazy(_("the whole path, with /: several departments are called {name}"), name=name)
        )


class CircularDepartment(GradusError):
    def __init__(self, names: Iterable[str]) -> None:
        chain = " → ".join(names)
        super().__init__(format_lazy(_("departments that are not part of themselves: {chain}"), chain=chain))


class DeepDepartment(GradusError):
    def __init__(self) -> None:
        super().__init__(format_lazy(_("a department at most {limit} levels from the top"), limit=DEPTH))


@dataclass(frozen=True, slots=True)
class Place:
    """Where a row says somebody works. `above` is None where the file has no such column; empty: the top."""

    path: Path
    above: Path | None = None


class Tree:
    """The departments that stand, and those that a file adds to them."""

    def __init__(self) -> None:
        self.keys: dict[tuple[int | None, str], int] = {}
        self.parents: dict[int, int | None] = {}
        self.by_name: dict[str, list[int]] = {}
        self.made = 0
        for pk, parent, name in Department.objects.order_by("pk").values_list("pk", "parent_id", "name"):
            self._know(pk, parent, name)

    def find(self, places: Iterable[Place]) -> dict[Place, int | GradusError]:
        """The key of each place's department, made where it is missing, or what is wrong with the place."""
        places = list(places)
        above = _above(places)
        return {place: self._key(place, above) for place in places}

    def _key(self, place: Place, above: dict[str, set[Path]]) -> int | GradusError:
        try:
            return self._descend(_full_path(place, above, ()))
        except GradusError as error:
            return error

    def _descend(self, path: "Path | _Loose") -> int:
        """Walk down, making what is missing; a loose name stands for the one department so called."""
        if isinstance(path, _Loose):
            return self._below(self._loose(path.name), path.below)
        return self._below(self._child(None, path[0]), path[1:])

    def _below(self, parent: int, names: Path) -> int:
        for name in names:
            parent = self._child(parent, name)
        return parent

    def _child(self, parent: int | None, name: str) -> int:
        return self.keys.get((parent, name)) or self._make(parent, name)

    def _loose(self, name: str) -> int:
        known = self.by_name.get(name, [])
        if len(known) == 1:
            return known[0]
        if known and (None, name) not in self.keys:
            raise AmbiguousDepartment(name)
        return self._child(None, name)

    def _make(self, parent: int | None, name: str) -> int:
        if self._depth(parent) >= DEPTH:
            raise DeepDepartment
        made = Department.objects.create(name=name, parent_id=parent)
        self._know(made.pk, parent, name)
        self.made += 1
        return made.pk

    def _depth(self, key: int | None) -> int:
        depth = 0
        while key:
            depth, key = depth + 1, self.parents[key]
        return depth

    def _know(self, pk: int, parent: int | None, name: str) -> None:
        self.keys[parent, name] = pk
        self.parents[pk] = parent
        self.by_name.setdefault(name, []).append(pk)


@dataclass(frozen=True, slots=True)
class _Loose:
    """A name of which the file does not say what it is part of, and a path below it."""

    name: str
    below: Path


def _above(places: Iterable[Place]) -> dict[str, set[Path]]:
    """What each department that has a row of its own is part of."""
    above: dict[str, set[Path]] = {}
    for place in places:
        if place.above is not None and len(place.path) == 1:
            above.setdefault(place.path[0], set()).add(place.above)
    return above


def _full_path(place: Place, above: dict[str, set[Path]], walked: Path) -> Path | _Loose:
    """From the top down, as far as the file tells."""
    if place.above == () or (place.above is None and len(place.path) > 1):
        return place.path
    if place.above is None:
        return _Loose(place.path[0], ())
    if place.path[0] in walked:
        ring = walked[: walked.index(place.path[0]) + 1]
        raise CircularDepartment((*reversed(ring), place.path[0]))
    if len(walked) >= DEPTH:
        raise DeepDepartment
    return _joined(_parent_path(place.above, above, (place.path[0], *walked)), place.path)


def _parent_path(parent: Path, above: dict[str, set[Path]], walked: Path) -> Path | _Loose:
    if len(parent) > 1:
        return parent
    stands_below = above.get(parent[0], set())
    if len(stands_below) > 1:
        raise AmbiguousDepartment(parent[0])
    return _full_path(Place(parent, next(iter(stands_below), None)), above, walked)


def _joined(start: Path | _Loose, path: Path) -> Path | _Loose:
    return _Loose(start.name, start.below + path) if isinstance(start, _Loose) else start + path
