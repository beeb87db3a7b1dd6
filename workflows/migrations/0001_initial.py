import uuid

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('register', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Notice',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('kind', models.CharField(max_length=100)),
                ('once_key', models.CharField(max_length=300)),
                ('payload', models.JSONField(blank=True, default=dict)),
                ('message_id', models.CharField(max_length=300)),
                ('created_at', models.DateTimeField()),
                ('send_after', models.DateTimeField()),
                ('status', models.CharField(choices=[('new', 'Waiting'), ('leased', 'Being sent'), ('sent', 'Sent'), ('dead', 'Could not be delivered'), ('skipped', 'No longer needed')], default='new', max_length=7)),
                ('try_after', models.DateTimeField()),
                ('attempts', models.PositiveSmallIntegerField(default=0)),
                ('first_failed_at', models.DateTimeField(blank=True, null=True)),
                ('last_error', models.CharField(blank=True, default='', max_length=500)),
                ('lease_token', models.UUIDField(blank=True, null=True)),
                ('lease_until', models.DateTimeField(blank=True, null=True)),
                ('sent_at', models.DateTimeField(blank=True, null=True)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='register.organisation')),
                ('recipient', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='register.person')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('status__in', ['new', 'leased'])), fields=['organisation', 'try_after'], name='workflows_notice_open'), models.Index(condition=models.Q(('status', 'dead')), fields=['organisation'], name='workflows_notice_dead')],
                'constraints': [models.UniqueConstraint(fields=('organisation', 'once_key'), name='workflows_notice_once'), models.CheckConstraint(condition=models.Q(('status__in', ['new', 'leased', 'sent', 'dead', 'skipped'])), name='workflows_notice_status_is_known'), models.CheckConstraint(condition=models.Q(models.Q(('lease_token__isnull', False), ('lease_until__isnull', False), ('status', 'leased')), models.Q(models.Q(('status', 'leased'), _negated=True), ('lease_token__isnull', True), ('lease_until__isnull', True)), _connector='OR'), name='workflows_notice_has_a_lease_while_leased'), models.CheckConstraint(condition=models.Q(models.Q(('sent_at__isnull', False), ('status', 'sent')), models.Q(models.Q(('status', 'sent'), _negated=True), ('sent_at__isnull', True)), _connector='OR'), name='workflows_notice_sent_has_its_moment')],
            },
        ),
    ]
