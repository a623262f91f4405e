from typing import TYPE_CHECKING, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from courses.models.version import PageVersion

if TYPE_CHECKING:
    from people.models import User


class PublishedBlockQuerySet(models.QuerySet):
    def visible_to(self, user: "User") -> Self:
        """The blocks of pages that a user may work on in the admin."""
        from wagtail.permissions import page_permission_policy

        pages = page_permission_policy.instances_user_has_any_permission_for(
            user, {"add", "change", "publish"}
        )
        return self.filter(translation_key__in=pages.values("translation_key"))

    def there(self) -> Self:
        """Those that their page still has."""
        return self.exclude(fingerprint="")


class PublishedBlock(models.Model):
    """How a block of a page reads now, in the language it was written in first: a projection of PageVersion.

    A citation is judged against it: what a translation says does not count. The fingerprint of a block that
    the page had and has no more is empty.
    """

    translation_key = models.UUIDField()
    block = models.CharField(_("block"), max_length=40)
    fingerprint = models.CharField(_("fingerprint"), max_length=64, blank=True)
    words = models.TextField(_("words"), blank=True, help_text=_("what it says, without its form"))
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    version = models.ForeignKey(PageVersion, on_delete=models.PROTECT, related_name="published_blocks")

    objects = PublishedBlockQuerySet.as_manager()

    class Meta:
        verbose_name = _("published block")
        verbose_name_plural = _("published blocks")
        ordering = ["translation_key", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["translation_key", "block"], name="a_published_block_reads_one_way"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.translation_key}: {self.block}"

    @property
    def title(self) -> str:
        """The page that it stands on."""
        return self.version.title

    @classmethod
    def follow(cls, version: PageVersion) -> None:
        """Let the rows say what the newest version of a page says, if that is the page written first."""
        if not version.is_of_the_source:
            return
        known = cls.objects.filter(translation_key=version.translation_key)
        gone = [block for block in known.values_list("block", flat=True) if block not in version.blocks]
        cls.objects.bulk_create(
            [cls._of(version, block) for block in [*version.blocks, *gone]],
            update_conflicts=True,
            unique_fields=["translation_key", "block"],
            update_fields=["fingerprint", "words", "position", "version"],
        )

    @classmethod
    def _of(cls, version: PageVersion, block: str) -> "PublishedBlock":
        order = list(version.blocks)
        return cls(
            translation_key=version.translation_key,
            block=block,
            fingerprint=version.blocks.get(block, ""),
            words=version.words(block),
            position=order.index(block) if block in order else len(order),
            version=version,
        )
