from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from core.domain import audit
from courses.models import Rubric, RubricVersion
from courses.models.version import digest


def publish(*, rubric: Rubric, by: Any, at: datetime | None = None) -> RubricVersion:
    """Save a rubric and keep what it says now as its current version, unless it says what it said."""
    criteria = _plain(rubric)
    sha256 = digest({"name_zh": rubric.name_zh, "name_en": rubric.name_en, "criteria": criteria})
    with transaction.atomic():
        rubric.save()
        Rubric.objects.select_for_update().get(pk=rubric.pk)
        last = rubric.current
        if last and last.sha256 == sha256:
            return last
        return RubricVersion.objects.create(
            rubric=rubric,
            number=last.number + 1 if last else 1,
            name_zh=rubric.name_zh,
            name_en=rubric.name_en,
            criteria=criteria,
            sha256=sha256,
            published_at=at or timezone.now(),
            **audit.actor(by),
        )


def _plain(rubric: Rubric) -> list[dict[str, Any]]:
    return [_criterion(child.value) for child in rubric.criteria]


def _criterion(value: Any) -> dict[str, Any]:
    plain = {key: value[key] for key in ("code", "name_zh", "name_en", "dimension", "weight", "critical")}
    return plain | {"levels": [dict(level) for level in value["levels"]]}
