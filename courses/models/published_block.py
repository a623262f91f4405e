from django.db import models
from django.utils.translation import gettext_lazy as _

from courses.models.version import PageVersion


class PublishedBlock(models.Model):
    """How a block of a page reads now, in the language it was written in first: a projection of PageVersion.

    A citation is judged against it: what a translation says does not count. The fingerprint of a block that
    the page had and has no more is empty.
    """

    translation_key = models.UUIDField()
    block = models.CharField(_("block"), max_length=40)
    fingerprint = models.CharField(_("fingerprint"), max_length=64, blank=True)
    version = models.ForeignKey(PageVersion, on_delete=models.PROTECT, related_name="published_blocks")

    class Meta:
        verbose_name = _("published block")
        verbose_name_plural = _("published blocks")
        constraints = [
            models.UniqueConstraint(
                fields=["translation_key", "block"], name="a_published_block_reads_one_way"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.translation_key}: {self.block}"

    @classmethod
    def follow(cls, version: PageVersion) -> None:
        """Let the rows say what the newest version of a page says, if that is the page written first."""
        if not version.is_of_the_source:
            return
        known = cls.objects.filter(translation_key=version.translation_key)
        gone = dict.fromkeys(known.values_list("block", flat=True), "")
        rows = [
            cls(
                translation_key=version.translation_key, block=block, fingerprint=fingerprint, version=version
            )
            for block, fingerprint in (gone | version.blocks).items()
        ]
        cls.objects.bulk_create(
            rows,
            update_conflicts=True,
            unique_fields=["translation_key", "block"],
            update_fields=["fingerprint", "version"],
        )
