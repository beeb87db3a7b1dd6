"""Follow-ups of one handover, what was seen benefit by benefit, evaluations, and lessons that can be searched.

On PostgreSQL every three letters of a lesson are indexed, so that parts of words are found, too.
"""

import uuid

import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models

import register.models.searching

ADD = """
    CREATE INDEX projects_lesson_words ON projects_lesson USING gin (search_words gin_trgm_ops)
"""
REMOVE = "DROP INDEX projects_lesson_words"


def on_postgresql(statement):
    def run(apps, schema_editor):
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(statement)

    return run


def write_search_words(apps, schema_editor):
    for lesson in apps.get_model("projects", "Lesson").objects.using(schema_editor.connection.alias).iterator(chunk_size=500):
        lesson.save(update_fields=["search_words"])


class Migration(migrations.Migration):
    dependencies = [
        ("projects", "0005_contents_of_a_handover"),
        ("register", "0002_audit_triggers"),
    ]

    operations = [
        migrations.CreateModel(
            name="Evaluation",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("key", models.CharField(blank=True, max_length=200, null=True, verbose_name="key")),
                (
                    "created_at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="created"),
                ),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="last changed")),
                ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="version")),
                (
                    "side_effects",
                    models.TextField(blank=True, verbose_name="effects that nobody had planned, good or bad"),
                ),
                (
                    "running_on",
                    models.TextField(blank=True, verbose_name="what happens to the benefits that still run"),
                ),
            ],
        ),
        migrations.CreateModel(
            name="FollowUpLine",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("key", models.CharField(blank=True, max_length=200, null=True, verbose_name="key")),
                (
                    "created_at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="created"),
                ),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="last changed")),
                ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="version")),
                ("as_of", models.DateField(verbose_name="as of")),
                ("status", models.CharField(max_length=20, verbose_name="status")),
                ("figures", models.JSONField(blank=True, default=list, verbose_name="figures")),
                ("why", models.TextField(blank=True, verbose_name="why")),
                ("next_step", models.TextField(blank=True, verbose_name="what next")),
            ],
        ),
        migrations.RemoveConstraint(
            model_name="followup",
            name="projects_followup_once",
        ),
        migrations.RemoveConstraint(
            model_name="followup",
            name="projects_followup_full_effect_once",
        ),
        migrations.AddField(
            model_name="followup",
            name="handover",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="follow_ups",
                to="projects.handover",
                verbose_name="handover",
            ),
        ),
        migrations.AddField(
            model_name="lesson",
            name="kind",
            field=models.CharField(
                blank=True,
                choices=[("again", "We would do it again"), ("differently", "We would do it differently")],
                max_length=12,
                verbose_name="kind of lesson",
            ),
        ),
        migrations.AddField(
            model_name="lesson",
            name="search_words",
            field=register.models.searching.SearchWordsField(
                blank=True, default="", editable=False, sources=("title", "text", "tags")
            ),
        ),
        migrations.AddConstraint(
            model_name="followup",
            constraint=models.UniqueConstraint(
                condition=models.Q(("handover__isnull", True)),
                fields=("project", "months", "due_date"),
                name="projects_followup_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="followup",
            constraint=models.UniqueConstraint(
                condition=models.Q(("handover__isnull", True), ("months__isnull", True)),
                fields=("project", "due_date"),
                name="projects_followup_full_effect_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="followup",
            constraint=models.UniqueConstraint(fields=("handover", "months"), name="projects_followup_once_a_handover"),
        ),
        migrations.AddConstraint(
            model_name="followup",
            constraint=models.UniqueConstraint(
                condition=models.Q(("months__isnull", True)),
                fields=("handover",),
                name="projects_followup_full_effect_once_a_handover",
            ),
        ),
        migrations.AddField(
            model_name="evaluation",
            name="organisation",
            field=models.ForeignKey(
                editable=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="register.organisation",
                verbose_name="organisation",
            ),
        ),
        migrations.AddField(
            model_name="evaluation",
            name="project",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="evaluation",
                to="projects.project",
                verbose_name="project",
            ),
        ),
        migrations.AddField(
            model_name="followupline",
            name="action",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="follow_up_lines",
                to="projects.condition",
                verbose_name="action",
            ),
        ),
        migrations.AddField(
            model_name="followupline",
            name="benefit",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="follow_up_lines",
                to="projects.benefit",
                verbose_name="benefit",
            ),
        ),
        migrations.AddField(
            model_name="followupline",
            name="follow_up",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="lines",
                to="projects.followup",
                verbose_name="follow-up",
            ),
        ),
        migrations.AddField(
            model_name="followupline",
            name="organisation",
            field=models.ForeignKey(
                editable=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="register.organisation",
                verbose_name="organisation",
            ),
        ),
        migrations.AddIndex(
            model_name="evaluation",
            index=models.Index(fields=["organisation", "updated_at", "id"], name="evaluation_changes"),
        ),
        migrations.AddIndex(
            model_name="evaluation",
            index=models.Index(fields=["organisation", "created_at", "id"], name="evaluation_created"),
        ),
        migrations.AddConstraint(
            model_name="evaluation",
            constraint=models.UniqueConstraint(
                fields=("organisation", "key"),
                name="projects_evaluation_key_once",
                violation_error_message="Another row already has this key.",
            ),
        ),
        migrations.AddConstraint(
            model_name="evaluation",
            constraint=models.CheckConstraint(
                condition=models.Q(("key", ""), _negated=True), name="projects_evaluation_key_not_empty"
            ),
        ),
        migrations.AddIndex(
            model_name="followupline",
            index=models.Index(fields=["organisation", "updated_at", "id"], name="followupline_changes"),
        ),
        migrations.AddIndex(
            model_name="followupline",
            index=models.Index(fields=["organisation", "created_at", "id"], name="followupline_created"),
        ),
        migrations.AddConstraint(
            model_name="followupline",
            constraint=models.UniqueConstraint(
                fields=("organisation", "key"),
                name="projects_followupline_key_once",
                violation_error_message="Another row already has this key.",
            ),
        ),
        migrations.AddConstraint(
            model_name="followupline",
            constraint=models.CheckConstraint(
                condition=models.Q(("key", ""), _negated=True), name="projects_followupline_key_not_empty"
            ),
        ),
        migrations.AddConstraint(
            model_name="followupline",
            constraint=models.UniqueConstraint(fields=("follow_up", "benefit"), name="projects_followupline_once"),
        ),
        migrations.RunPython(on_postgresql(ADD), on_postgresql(REMOVE)),
        migrations.RunPython(write_search_words, migrations.RunPython.noop),
    ]
