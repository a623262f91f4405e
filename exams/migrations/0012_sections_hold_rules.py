from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('exams', '0011_draws_become_rules'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='papersection',
            name='a_draw_names_its_topic',
        ),
        migrations.RemoveField(
            model_name='papersection',
            name='count',
        ),
        migrations.RemoveField(
            model_name='papersection',
            name='difficulty',
        ),
        migrations.RemoveField(
            model_name='papersection',
            name='level',
        ),
        migrations.RemoveField(
            model_name='papersection',
            name='points',
        ),
        migrations.RemoveField(
            model_name='papersection',
            name='topic',
        ),
    ]
