from django.db import models
from django.utils.translation import gettext_lazy as _


class Department(models.Model):
    """A department or branch. Its name is unique below its parent."""

    name = models.CharField(_("name"), max_length=120)
    parent = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name=_("part of"),
    )

    class Meta:
        verbose_name = _("department")
        verbose_name_plural = _("departments")
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["name", "parent"],
                condition=models.Q(parent__isnull=False),
                name="department_name_is_unique_below_its_parent",
            ),
            models.UniqueConstraint(
                fields=["name"], condition=models.Q(parent=None), name="department_name_is_unique_at_the_top"
            ),
        ]

    def __str__(self) -> str:
        return self.name
