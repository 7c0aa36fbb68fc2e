"""Give everything that can be reviewed its row, and every review the row it belongs to."""

from django.db import migrations
from django.db.models import OuterRef, Subquery


def drop_guard(apps, schema_editor):
    """Let the rows of reviews be completed; post_migrate puts the guard back."""
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute("DROP TRIGGER IF EXISTS newsroom_review_no_update")
    else:
        schema_editor.execute("DROP TRIGGER IF EXISTS newsroom_review_no_change ON newsroom_review")


def make_subjects(apps, schema_editor):
    """Make the rows. Their index is worked out after the migration (post_migrate)."""
    subject = apps.get_model("newsroom", "ReviewSubject")
    for field, name in (("release", "Release"), ("unit", "Department"), ("contact", "Contact")):
        keys = apps.get_model("newsroom", name).objects.filter(subject=None).values_list("pk", flat=True)
        subject.objects.bulk_create([subject(**{f"{field}_id": pk}) for pk in keys], batch_size=500)
    reviews = apps.get_model("newsroom", "Review").objects.filter(subject=None).exclude(version=None)
    of_release = subject.objects.filter(release__versions__reviews=OuterRef("pk"))
    reviews.update(subject=Subquery(of_release.values("pk")[:1]))


class Migration(migrations.Migration):
    dependencies = [("newsroom", "0003_reviews")]
    operations = [
        migrations.RunPython(drop_guard, migrations.RunPython.noop),
        migrations.RunPython(make_subjects, migrations.RunPython.noop),
    ]
