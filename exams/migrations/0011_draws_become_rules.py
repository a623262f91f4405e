from typing import Any

from django.db import migrations


def draws_become_rules(apps: Any, schema_editor: Any) -> None:
    """What a section drew is its first rule."""
    PaperDraw = apps.get_model("exams", "PaperDraw")
    drawing = apps.get_model("exams", "PaperSection").objects.filter(count__gt=0)
    columns = ("count", "topic_id", "difficulty", "level", "points")
    PaperDraw.objects.bulk_create(
        PaperDraw(section_id=row.pop("pk"), position=1, **row) for row in drawing.values("pk", *columns)
    )


def rules_become_draws(apps: Any, schema_editor: Any) -> None:
    """Backwards a section keeps its first rule."""
    sections = apps.get_model("exams", "PaperSection").objects
    columns = ("count", "topic_id", "difficulty", "level", "points")
    for row in apps.get_model("exams", "PaperDraw").objects.order_by("-position").values("section", *columns):
        sections.filter(pk=row.pop("section")).update(**row)


class Migration(migrations.Migration):

    dependencies = [
        ('exams', '0010_booklets_and_draw_rules'),
    ]

    operations = [
        migrations.RunPython(draws_become_rules, rules_become_draws),
    ]
