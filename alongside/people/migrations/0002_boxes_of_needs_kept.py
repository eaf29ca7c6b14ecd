from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("people", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="needs",
            name="kept",
            field=models.JSONField(default=list),
        ),
    ]
