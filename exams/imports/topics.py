"""The topic that a file goes into, and those below it that stand for the file's folders."""

from exams.domain.bank import bank
from exams.models import Topic
from people.models import User


class Topics:
    """Found or made by name; held while the import runs, so that there is one of a topic at a time."""

    def __init__(self, name: str, *, by: User | None) -> None:
        self.by = by
        self.made = 0
        found = bank.find_topic(name, by=by)
        root = found or bank.make_topic(name=name, by=by)
        self.made += not found
        self.root = Topic.objects.select_for_update().get(pk=root.pk)
        self._known: dict[tuple[str, ...], Topic] = {(): self.root}
        self._tree: set[int] | None = None

    def below(self, names: tuple[str, ...]) -> Topic:
        """The topic of these names, one below the other."""
        if names not in self._known:
            self._known[names] = self._child(self.below(names[:-1]), names[-1])
        return self._known[names]

    def _child(self, parent: Topic, name: str) -> Topic:
        seen = Topic.objects.all() if self.by is None else Topic.objects.visible_to(self.by)
        found = seen.filter(parent=parent, name=name).order_by("pk").first()
        if found:
            return found
        self.made += 1
        trainers = list(parent.trainers.all())
        child = bank.make_topic(name=name, by=self.by, parent=parent, trainers=trainers)
        if self._tree is not None:
            self._tree.add(child.pk)
        return child

    def holds(self, topic: int) -> bool:
        """Whether it is the topic, or stands anywhere below it."""
        if topic == self.root.pk:
            return True
        if self._tree is None:
            self._tree = _below(self.root.pk)
        return topic in self._tree


def _below(root: int) -> set[int]:
    parents = list(Topic.objects.exclude(parent=None).values_list("pk", "parent_id"))
    found, size = {root}, 0
    while len(found) > size:
        size = len(found)
        found |= {pk for pk, parent in parents if parent in found}
    return found
