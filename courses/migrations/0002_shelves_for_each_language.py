import uuid

from django.conf import settings
from django.db import migrations

TITLES = {"zh-hans": "课程", "zh-hant": "課程", "en": "Courses"}
STEP = 4  # letters of a step in treebeard's path


def build(apps, schema_editor):
    """One shelf of courses a language below the root, translations of each other, in place of Wagtail's welcome."""
    Locale = apps.get_model("wagtailcore", "Locale")
    Page = apps.get_model("wagtailcore", "Page")
    Site = apps.get_model("wagtailcore", "Site")
    Shelf = apps.get_model("courses", "CourseIndexPage")
    ContentType = apps.get_model("contenttypes", "ContentType")

    root = Page.objects.get(depth=1)
    Site.objects.all().delete()
    Page.objects.filter(path__startswith=root.path, depth=2, content_type__model="page").delete()
    kind, _created = ContentType.objects.get_or_create(app_label="courses", model="courseindexpage")
    key = uuid.uuid4()
    shelves = {}
    taken = Page.objects.filter(depth=2).count()
    for number, (code, _name) in enumerate(settings.LANGUAGES, start=taken + 1):
        locale, _created = Locale.objects.get_or_create(language_code=code)
        shelves[code] = Shelf.objects.create(
            title=TITLES[code],
            draft_title=TITLES[code],
            slug=f"courses-{code}",
            url_path=f"/courses-{code}/",
            content_type=kind,
            path=f"{root.path}{number:0{STEP}d}",
            depth=2,
            numchild=0,
            locale=locale,
            translation_key=key,
            live=True,
        )
    Page.objects.filter(pk=root.pk).update(numchild=taken + len(shelves))
    Site.objects.create(
        hostname="localhost", root_page_id=shelves[settings.LANGUAGES[0][0]].pk, is_default_site=True,
        site_name="Gradus",
    )


class Migration(migrations.Migration):
    dependencies = [
        ("courses", "0001_initial"),
        ("wagtailcore", "0098_apitoken"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [migrations.RunPython(build, migrations.RunPython.noop)]
