import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("newsroom", "0004_subjects")]
    operations = [
        migrations.AlterField(
            model_name="review",
            name="subject",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="reviews", to="newsroom.reviewsubject"
            ),
        ),
    ]
