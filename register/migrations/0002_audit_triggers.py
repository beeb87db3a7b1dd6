from django.db import migrations

from register.audit_triggers import install, remove


def add_triggers(apps, schema_editor):
    install(schema_editor.connection)


def remove_triggers(apps, schema_editor):
    remove(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("register", "0001_initial")]

    operations = [migrations.RunPython(add_triggers, remove_triggers)]
