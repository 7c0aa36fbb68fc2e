"""Numbers for the short addresses of what is there already, and a first entry in the log of changed intervals."""

import itertools
import secrets

from django.db import migrations


def _draw(taken):
    for draw in itertools.count():
        floor = 10 ** min(5 + draw // 10, 8)
        number = floor + secrets.randbelow(9 * floor)
        if number not in taken:
            taken.add(number)
            return number


def _number(rows, model):
    taken = set(model.objects.exclude(short_number=None).values_list("short_number", flat=True))
    for row in rows.iterator():
        model.objects.filter(pk=row.pk).update(short_number=_draw(taken))


def give_numbers(apps, schema_editor):
    Release, Contact = apps.get_model("newsroom", "Release"), apps.get_model("newsroom", "Contact")
    _number(Contact.objects.filter(short_number=None).only("pk"), Contact)
    published = Release.objects.filter(short_number=None, versions__visible_from__isnull=False).distinct()
    _number(published.only("pk"), Release)
    first = Release.objects.filter(versions__visible_from__isnull=False).first()
    if first:
        apps.get_model("newsroom", "ListingChange").objects.create(release_id=first.pk, token=secrets.token_hex(16))


class Migration(migrations.Migration):
    dependencies = [("newsroom", "0006_public_site")]
    operations = [migrations.RunPython(give_numbers, migrations.RunPython.noop)]
