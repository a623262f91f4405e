"""Tags and whether a question is reserved, as far as a file says it."""

from core.text import fold
from exams.formats.draft import Draft
from exams.models import Question, Tag


class Labels:
    """Compared with what a question has; a whole batch is written by a few statements."""

    def compare(self, draft: Draft, question: Question) -> bool:
        """Let a question that is known have the draft's labels; True where they were others."""
        has_changed = False
        if "reserved" in draft.says and question.reserved != draft.says["reserved"]:
            question.reserved = draft.says["reserved"]
            question.save(update_fields=["reserved"])
            has_changed = True
        if "tags" in draft.says:
            wanted = {fold(tag) for tag in draft.says["tags"]}
            if wanted != {tag.key for tag in question.tags.all()}:
                question.tags.set(Tag.objects.named(draft.says["tags"]))
                has_changed = True
        return has_changed

    def put(self, added: list[tuple[Draft, Question]]) -> None:
        """The labels of new questions."""
        reserved = [question.pk for draft, question in added if draft.says.get("reserved")]
        if reserved:
            Question.objects.filter(pk__in=reserved).update(reserved=True)
        names = {tag for draft, _question in added for tag in draft.says.get("tags", ())}
        if not names:
            return
        tags = {tag.key: tag.pk for tag in Tag.objects.named(names)}
        links = Question.tags.through
        pairs = {
            (question.pk, tags[fold(name)])
            for draft, question in added
            for name in draft.says.get("tags", ())
            if fold(name) in tags
        }
        links.objects.bulk_create(links(question_id=question, tag_id=tag) for question, tag in sorted(pairs))
