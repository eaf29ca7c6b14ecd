import alongside.privacy.sealed
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('voices', '0004_reading_and_ideas'),
    ]

    operations = [
        migrations.RemoveField(model_name='snapshot', name='seen'),
        migrations.RemoveField(model_name='snapshot', name='counted'),
        migrations.AddField(
            model_name='snapshot', name='kept', field=alongside.privacy.sealed.SealedJSONField(default=dict, editable=True)
        ),
        migrations.AddField(
            model_name='snapshot', name='people', field=models.PositiveIntegerField(default=0)
        ),
        migrations.AddField(model_name='snapshot', name='final', field=models.BooleanField(default=False)),
        migrations.AddField(
            model_name='contribution', name='counted', field=models.DateField(null=True)
        ),
        migrations.AddField(
            model_name='round', name='still_counted', field=alongside.privacy.sealed.SealedJSONField(default=dict, editable=True)
        ),
    ]
