import alongside.voices.contribution
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("voices", "0002_snapshot"),
    ]

    operations = [
        migrations.AlterModelOptions(name="answer", options={"ordering": ["id"]}),
        migrations.AlterModelOptions(name="contribution", options={"ordering": ["id"]}),
        migrations.AlterField(
            model_name="reach",
            name="id",
            field=models.BigIntegerField(
                default=alongside.voices.contribution.random_id, primary_key=True, serialize=False
            ),
        ),
    ]
