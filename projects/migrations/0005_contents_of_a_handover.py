
import uuid

import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("projects", "0004_answers_to_a_measurement"),
        ("register", "0002_audit_triggers"),
    ]

    operations = [
        migrations.CreateModel(
            name="HandoverComment",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("key", models.CharField(blank=True, max_length=200, null=True, verbose_name="key")),
                (
                    "created_at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="created"),
                ),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="last changed")),
                ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="version")),
                ("round", models.PositiveIntegerField(editable=False, verbose_name="round")),
                (
                    "section",
                    models.CharField(
                        choices=[
                            ("what", "What you take over, and from when"),
                            ("benefits", "Your benefits, one by one"),
                            ("costs", "What it costs to run"),
                            ("remaining", "What is not finished"),
                            ("report", "What you must report, when, to whom"),
                            ("risks", "Risks and preconditions"),
                            ("running", "How it is run from now on"),
                            ("operations", "From project to operations"),
                        ],
                        max_length=20,
                        verbose_name="section",
                    ),
                ),
                ("text", models.TextField(verbose_name="comment")),
                ("answer", models.TextField(blank=True, verbose_name="answer")),
                ("settled_at", models.DateTimeField(blank=True, editable=False, null=True, verbose_name="settled at")),
            ],
        ),
        migrations.CreateModel(
            name="RemainingItem",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("key", models.CharField(blank=True, max_length=200, null=True, verbose_name="key")),
                (
                    "created_at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="created"),
                ),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="last changed")),
                ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="version")),
                ("item", models.TextField(verbose_name="what is not finished")),
                ("due_date", models.DateField(verbose_name="until when")),
            ],
        ),
        migrations.AddField(
            model_name="handover",
            name="agreements",
            field=models.TextField(blank=True, verbose_name="agreements and suppliers"),
        ),
        migrations.AddField(
            model_name="handover",
            name="budget_consequence",
            field=models.TextField(blank=True, verbose_name="consequence for the budget"),
        ),
        migrations.AddField(
            model_name="handover",
            name="documentation",
            field=models.TextField(blank=True, verbose_name="documentation"),
        ),
        migrations.AddField(
            model_name="handover",
            name="handed_over",
            field=models.TextField(blank=True, verbose_name="what is handed over"),
        ),
        migrations.AddField(
            model_name="handover",
            name="hours_per_month",
            field=models.DecimalField(
                blank=True, decimal_places=15, max_digits=30, null=True, verbose_name="hours per month for the unit"
            ),
        ),
        migrations.AddField(
            model_name="handover",
            name="operating_cost",
            field=models.DecimalField(
                blank=True, decimal_places=15, max_digits=30, null=True, verbose_name="operating cost per year"
            ),
        ),
        migrations.AddField(
            model_name="handover",
            name="operating_cost_note",
            field=models.TextField(blank=True, verbose_name="what the operating cost consists of"),
        ),
        migrations.AddField(
            model_name="handover",
            name="operating_currency",
            field=models.CharField(blank=True, max_length=3, verbose_name="currency of the operating cost"),
        ),
        migrations.AddField(
            model_name="handover",
            name="operations_owner",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="register.person",
                verbose_name="operations owner",
            ),
        ),
        migrations.AddField(
            model_name="handover",
            name="preconditions",
            field=models.TextField(blank=True, verbose_name="revised preconditions, and how the line handles them"),
        ),
        migrations.AddField(
            model_name="handover",
            name="reporting",
            field=models.TextField(blank=True, verbose_name="who reports to whom"),
        ),
        migrations.AddField(
            model_name="handover",
            name="risks",
            field=models.TextField(blank=True, verbose_name="residual risks"),
        ),
        migrations.AddField(
            model_name="handover",
            name="routines",
            field=models.TextField(blank=True, verbose_name="routines"),
        ),
        migrations.AddField(
            model_name="handover",
            name="task_split",
            field=models.TextField(blank=True, verbose_name="who does what afterwards"),
        ),
        migrations.AddField(
            model_name="handover",
            name="training",
            field=models.TextField(blank=True, verbose_name="training"),
        ),
        migrations.AddField(
            model_name="handoversignoff",
            name="benefits",
            field=models.JSONField(blank=True, default=list, verbose_name="marks at the benefits"),
        ),
        migrations.AddField(
            model_name="handoversignoff",
            name="remaining_work",
            field=models.JSONField(blank=True, default=list, verbose_name="marks at the remaining work"),
        ),
        migrations.AddConstraint(
            model_name="handover",
            constraint=models.CheckConstraint(
                condition=models.Q(("operating_cost__isnull", True), ("operating_cost__gte", 0), _connector="OR"),
                name="projects_handover_cost_not_negative",
            ),
        ),
        migrations.AddConstraint(
            model_name="handover",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("hours_per_month__isnull", True),
                    models.Q(("hours_per_month__gte", 0), ("hours_per_month__lte", 10000)),
                    _connector="OR",
                ),
                name="projects_handover_hours_possible",
            ),
        ),
        migrations.AddField(
            model_name="handovercomment",
            name="handover",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="comments",
                to="projects.handover",
                verbose_name="handover",
            ),
        ),
        migrations.AddField(
            model_name="handovercomment",
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
            model_name="handovercomment",
            name="settled_by",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="register.person",
                verbose_name="settled by",
            ),
        ),
        migrations.AddField(
            model_name="handovercomment",
            name="written_by",
            field=models.ForeignKey(
                editable=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="register.person",
                verbose_name="written by",
            ),
        ),
        migrations.AddField(
            model_name="remainingitem",
            name="condition",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="remaining_items",
                to="projects.condition",
            ),
        ),
        migrations.AddField(
            model_name="remainingitem",
            name="handover",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="remaining_items",
                to="projects.handover",
                verbose_name="handover",
            ),
        ),
        migrations.AddField(
            model_name="remainingitem",
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
            model_name="remainingitem",
            name="owner",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="register.person",
                verbose_name="who does it",
            ),
        ),
        migrations.AddIndex(
            model_name="handovercomment",
            index=models.Index(fields=["organisation", "updated_at", "id"], name="handovercomment_changes"),
        ),
        migrations.AddIndex(
            model_name="handovercomment",
            index=models.Index(fields=["organisation", "created_at", "id"], name="handovercomment_created"),
        ),
        migrations.AddIndex(
            model_name="handovercomment",
            index=models.Index(
                condition=models.Q(("settled_at__isnull", True)), fields=["handover"], name="projects_comment_open"
            ),
        ),
        migrations.AddConstraint(
            model_name="handovercomment",
            constraint=models.UniqueConstraint(
                fields=("organisation", "key"),
                name="projects_handovercomment_key_once",
                violation_error_message="Another row already has this key.",
            ),
        ),
        migrations.AddConstraint(
            model_name="handovercomment",
            constraint=models.CheckConstraint(
                condition=models.Q(("key", ""), _negated=True), name="projects_handovercomment_key_not_empty"
            ),
        ),
        migrations.AddIndex(
            model_name="remainingitem",
            index=models.Index(fields=["organisation", "updated_at", "id"], name="remainingitem_changes"),
        ),
        migrations.AddIndex(
            model_name="remainingitem",
            index=models.Index(fields=["organisation", "created_at", "id"], name="remainingitem_created"),
        ),
        migrations.AddConstraint(
            model_name="remainingitem",
            constraint=models.UniqueConstraint(
                fields=("organisation", "key"),
                name="projects_remainingitem_key_once",
                violation_error_message="Another row already has this key.",
            ),
        ),
        migrations.AddConstraint(
            model_name="remainingitem",
            constraint=models.CheckConstraint(
                condition=models.Q(("key", ""), _negated=True), name="projects_remainingitem_key_not_empty"
            ),
        ),
    ]
