import uuid

import django.db.models.deletion
import django.db.models.functions.text
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import register.models.sorting


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='AttemptCounter',
            fields=[
                ('subject', models.CharField(max_length=64, primary_key=True, serialize=False)),
                ('window_start', models.DateTimeField()),
                ('count', models.PositiveIntegerField(default=0)),
            ],
        ),
        migrations.CreateModel(
            name='Account',
            fields=[
                ('password', models.CharField(max_length=128, verbose_name='password')),
                ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('email', models.EmailField(max_length=254, unique=True, verbose_name='e-mail address')),
                ('is_active', models.BooleanField(default=True, verbose_name='may sign in')),
                ('is_installation_admin', models.BooleanField(default=False, verbose_name='runs the installation')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='created')),
            ],
            options={
                'verbose_name': 'account',
                'verbose_name_plural': 'accounts',
                'constraints': [models.UniqueConstraint(django.db.models.functions.text.Lower('email'), name='register_account_email_once')],
            },
        ),
        migrations.CreateModel(
            name='Organisation',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('key', models.CharField(blank=True, max_length=200, null=True, unique=True, verbose_name='key')),
                ('name', models.CharField(max_length=200, verbose_name='name')),
                ('country', models.CharField(choices=[('NO', 'Norway'), ('DK', 'Denmark'), ('SE', 'Sweden'), ('FI', 'Finland'), ('IS', 'Iceland'), ('GB', 'United Kingdom')], max_length=2, verbose_name='country')),
                ('language', models.CharField(choices=[('en', 'English'), ('da', 'Dansk'), ('nb', 'Norsk bokmål')], max_length=5, verbose_name='language')),
                ('currency', models.CharField(max_length=3, verbose_name='currency')),
                ('time_zone', models.CharField(max_length=50, verbose_name='time zone')),
                ('budget_label', models.CharField(blank=True, max_length=100, verbose_name='what the budget is called')),
                ('gate_labels', models.JSONField(blank=True, default=dict, verbose_name='what the gates are called')),
                ('limits', models.JSONField(blank=True, default=dict, verbose_name='limits')),
                ('is_example', models.BooleanField(default=False, editable=False, verbose_name='an invented example')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='created')),
                ('updated_at', models.DateTimeField(auto_now=True, verbose_name='last changed')),
                ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='version')),
            ],
            options={
                'verbose_name': 'organisation',
                'verbose_name_plural': 'organisations',
                'constraints': [models.UniqueConstraint(django.db.models.functions.text.Lower('name'), name='register_organisation_name_once', violation_error_message='Another organisation already has this name.'), models.CheckConstraint(condition=models.Q(('country__in', ['NO', 'DK', 'SE', 'FI', 'IS', 'GB'])), name='register_organisation_known_country'), models.CheckConstraint(condition=models.Q(('language__in', ['en', 'da', 'nb'])), name='register_organisation_known_language')],
            },
        ),
        migrations.CreateModel(
            name='AuditHead',
            fields=[
                ('chain', models.UUIDField(primary_key=True, serialize=False)),
                ('position', models.PositiveBigIntegerField(default=0)),
                ('hash', models.CharField(blank=True, max_length=64)),
                ('organisation', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='register.organisation')),
            ],
        ),
        migrations.CreateModel(
            name='Person',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('key', models.CharField(blank=True, max_length=200, null=True, verbose_name='key')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='created')),
                ('updated_at', models.DateTimeField(auto_now=True, verbose_name='last changed')),
                ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='version')),
                ('name', models.CharField(max_length=200, verbose_name='name')),
                ('name_sort', register.models.sorting.SortKeyField(default='', editable=False, max_length=200, source='name')),
                ('email', models.EmailField(blank=True, max_length=254, verbose_name='e-mail address')),
                ('language', models.CharField(choices=[('en', 'English'), ('da', 'Dansk'), ('nb', 'Norsk bokmål')], max_length=5, verbose_name='language')),
                ('is_active', models.BooleanField(default=True, editable=False, verbose_name='active')),
                ('is_service', models.BooleanField(default=False, editable=False, verbose_name='a machine')),
                ('account', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='people', to=settings.AUTH_USER_MODEL, verbose_name='account')),
                ('organisation', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='register.organisation', verbose_name='organisation')),
            ],
            options={
                'verbose_name': 'person',
                'verbose_name_plural': 'people',
                'indexes': [models.Index(fields=['organisation', 'updated_at', 'id'], name='person_changes'), models.Index(fields=['organisation', 'created_at', 'id'], name='person_created'), models.Index(fields=['organisation', 'name_sort', 'id'], name='person_by_name')],
                'constraints': [models.UniqueConstraint(fields=('organisation', 'key'), name='register_person_key_once', violation_error_message='Another row already has this key.'), models.CheckConstraint(condition=models.Q(('key', ''), _negated=True), name='register_person_key_not_empty'), models.UniqueConstraint(models.F('organisation'), django.db.models.functions.text.Lower('email'), condition=models.Q(('email', ''), _negated=True), name='register_person_email_once', violation_error_message='Somebody with this e-mail address is already registered.'), models.UniqueConstraint(fields=('organisation', 'account'), name='register_person_account_once'), models.CheckConstraint(condition=models.Q(('is_service', True), models.Q(('email', ''), _negated=True), _connector='OR'), name='register_person_human_has_email', violation_error_message='A person needs an e-mail address.'), models.CheckConstraint(condition=models.Q(('is_service', False), ('account', None), _connector='OR'), name='register_person_machine_has_no_account'), models.CheckConstraint(condition=models.Q(('language__in', ['en', 'da', 'nb'])), name='register_person_known_language')],
            },
        ),
        migrations.CreateModel(
            name='AuditEvent',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('chain', models.UUIDField()),
                ('position', models.PositiveBigIntegerField()),
                ('format', models.PositiveSmallIntegerField(default=1)),
                ('at', models.DateTimeField(verbose_name='when')),
                ('action', models.CharField(max_length=60, verbose_name='what happened')),
                ('subject_type', models.CharField(max_length=60)),
                ('subject_id', models.UUIDField()),
                ('subject_version', models.PositiveIntegerField(null=True)),
                ('about', models.UUIDField()),
                ('request_id', models.CharField(blank=True, max_length=200)),
                ('changes', models.JSONField(default=dict)),
                ('details', models.JSONField(default=dict)),
                ('note', models.JSONField(null=True)),
                ('previous_hash', models.CharField(blank=True, max_length=64)),
                ('hash', models.CharField(max_length=64)),
                ('organisation', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='register.organisation')),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='register.person', verbose_name='who')),
            ],
            options={
                'verbose_name': 'event',
                'verbose_name_plural': 'events',
                'indexes': [models.Index(fields=['about', 'position'], name='auditevent_history'), models.Index(fields=['subject_id', 'subject_version'], name='auditevent_versions')],
                'constraints': [models.UniqueConstraint(fields=('chain', 'position'), name='register_auditevent_position_once')],
            },
        ),
        migrations.CreateModel(
            name='ApiToken',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('key', models.CharField(blank=True, max_length=200, null=True, verbose_name='key')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='created')),
                ('updated_at', models.DateTimeField(auto_now=True, verbose_name='last changed')),
                ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='version')),
                ('kind', models.CharField(choices=[('personal', 'Personal'), ('service', 'For a machine')], editable=False, max_length=10, verbose_name='kind')),
                ('name', models.CharField(max_length=200, verbose_name='name')),
                ('scopes', models.JSONField(default=list, verbose_name='scopes')),
                ('digest', models.CharField(editable=False, max_length=64, unique=True)),
                ('expires', models.DateTimeField(editable=False, verbose_name='expires')),
                ('last_used', models.DateTimeField(editable=False, null=True, verbose_name='last used')),
                ('organisation', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='register.organisation', verbose_name='organisation')),
                ('person', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='tokens', to='register.person', verbose_name='acts as')),
            ],
            options={
                'verbose_name': 'API token',
                'verbose_name_plural': 'API tokens',
                'indexes': [models.Index(fields=['organisation', 'updated_at', 'id'], name='apitoken_changes'), models.Index(fields=['organisation', 'created_at', 'id'], name='apitoken_created')],
                'constraints': [models.UniqueConstraint(fields=('organisation', 'key'), name='register_apitoken_key_once', violation_error_message='Another row already has this key.'), models.CheckConstraint(condition=models.Q(('key', ''), _negated=True), name='register_apitoken_key_not_empty'), models.CheckConstraint(condition=models.Q(('kind__in', ['personal', 'service'])), name='register_apitoken_known_kind')],
            },
        ),
        migrations.CreateModel(
            name='Absence',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('key', models.CharField(blank=True, max_length=200, null=True, verbose_name='key')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='created')),
                ('updated_at', models.DateTimeField(auto_now=True, verbose_name='last changed')),
                ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='version')),
                ('from_date', models.DateField(verbose_name='from')),
                ('to_date', models.DateField(verbose_name='to')),
                ('organisation', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='register.organisation', verbose_name='organisation')),
                ('deputy', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='stands_in', to='register.person', verbose_name='deputy')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='absences', to='register.person', verbose_name='person')),
            ],
            options={
                'verbose_name': 'absence',
                'verbose_name_plural': 'absences',
                'indexes': [models.Index(fields=['organisation', 'updated_at', 'id'], name='absence_changes'), models.Index(fields=['organisation', 'created_at', 'id'], name='absence_created')],
                'constraints': [models.UniqueConstraint(fields=('organisation', 'key'), name='register_absence_key_once', violation_error_message='Another row already has this key.'), models.CheckConstraint(condition=models.Q(('key', ''), _negated=True), name='register_absence_key_not_empty'), models.CheckConstraint(condition=models.Q(('to_date__gte', models.F('from_date'))), name='register_absence_ends_after_start', violation_error_message='The absence ends before it begins.'), models.CheckConstraint(condition=models.Q(('person', models.F('deputy')), _negated=True), name='register_absence_deputy_is_another', violation_error_message='Choose somebody else as deputy.')],
            },
        ),
        migrations.CreateModel(
            name='Programme',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('key', models.CharField(blank=True, max_length=200, null=True, verbose_name='key')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='created')),
                ('updated_at', models.DateTimeField(auto_now=True, verbose_name='last changed')),
                ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='version')),
                ('title', models.CharField(max_length=500, verbose_name='title')),
                ('title_sort', register.models.sorting.SortKeyField(default='', editable=False, max_length=200, source='title')),
                ('organisation', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='register.organisation', verbose_name='organisation')),
                ('participants', models.ManyToManyField(blank=True, related_name='shared_programmes', to='register.organisation', verbose_name='organisations that take part')),
            ],
            options={
                'verbose_name': 'programme',
                'verbose_name_plural': 'programmes',
                'indexes': [models.Index(fields=['organisation', 'updated_at', 'id'], name='programme_changes'), models.Index(fields=['organisation', 'created_at', 'id'], name='programme_created')],
                'constraints': [models.UniqueConstraint(fields=('organisation', 'key'), name='register_programme_key_once', violation_error_message='Another row already has this key.'), models.CheckConstraint(condition=models.Q(('key', ''), _negated=True), name='register_programme_key_not_empty')],
            },
        ),
        migrations.CreateModel(
            name='Unit',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('key', models.CharField(blank=True, max_length=200, null=True, verbose_name='key')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='created')),
                ('updated_at', models.DateTimeField(auto_now=True, verbose_name='last changed')),
                ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='version')),
                ('name', models.CharField(max_length=200, verbose_name='name')),
                ('name_sort', register.models.sorting.SortKeyField(default='', editable=False, max_length=200, source='name')),
                ('organisation', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='register.organisation', verbose_name='organisation')),
                ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='children', to='register.unit', verbose_name='part of')),
            ],
            options={
                'verbose_name': 'unit',
                'verbose_name_plural': 'units',
                'indexes': [models.Index(fields=['organisation', 'updated_at', 'id'], name='unit_changes'), models.Index(fields=['organisation', 'created_at', 'id'], name='unit_created'), models.Index(fields=['organisation', 'name_sort', 'id'], name='unit_by_name')],
                'constraints': [models.UniqueConstraint(fields=('organisation', 'key'), name='register_unit_key_once', violation_error_message='Another row already has this key.'), models.CheckConstraint(condition=models.Q(('key', ''), _negated=True), name='register_unit_key_not_empty'), models.CheckConstraint(condition=models.Q(('parent', models.F('id')), _negated=True), name='register_unit_not_its_own_parent')],
            },
        ),
        migrations.CreateModel(
            name='RoleAssignment',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('key', models.CharField(blank=True, max_length=200, null=True, verbose_name='key')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='created')),
                ('updated_at', models.DateTimeField(auto_now=True, verbose_name='last changed')),
                ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='version')),
                ('role', models.CharField(choices=[('administrator', 'Administrator'), ('decision_maker', 'Decision maker'), ('controller', 'Controller'), ('reader', 'Reader'), ('line_manager', 'Line manager'), ('deputy', 'Deputy')], max_length=20, verbose_name='role')),
                ('organisation', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='register.organisation', verbose_name='organisation')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='assignments', to='register.person', verbose_name='person')),
                ('unit', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='assignments', to='register.unit', verbose_name='unit')),
            ],
            options={
                'verbose_name': 'role',
                'verbose_name_plural': 'roles',
                'indexes': [models.Index(fields=['organisation', 'updated_at', 'id'], name='roleassignment_changes'), models.Index(fields=['organisation', 'created_at', 'id'], name='roleassignment_created')],
                'constraints': [models.UniqueConstraint(fields=('organisation', 'key'), name='register_roleassignment_key_once', violation_error_message='Another row already has this key.'), models.CheckConstraint(condition=models.Q(('key', ''), _negated=True), name='register_roleassignment_key_not_empty'), models.CheckConstraint(condition=models.Q(('role__in', ['administrator', 'decision_maker', 'controller', 'reader', 'line_manager', 'deputy'])), name='register_roleassignment_known_role'), models.CheckConstraint(condition=models.Q(models.Q(('role', 'administrator'), _negated=True), ('unit', None), _connector='OR'), name='register_roleassignment_administrator_everywhere', violation_error_message='An administrator has that role in the whole organisation, not on a unit.'), models.CheckConstraint(condition=models.Q(models.Q(('role__in', ['line_manager', 'deputy']), _negated=True), ('unit__isnull', False), _connector='OR'), name='register_roleassignment_manager_has_unit', violation_error_message='Say which unit this is for.'), models.UniqueConstraint(condition=models.Q(('role', 'line_manager')), fields=('unit',), name='register_roleassignment_one_line_manager', violation_error_message='The unit already has a line manager.'), models.UniqueConstraint(condition=models.Q(('role', 'deputy')), fields=('unit',), name='register_roleassignment_one_deputy', violation_error_message='The unit already has a deputy.'), models.UniqueConstraint(fields=('person', 'role', 'unit'), name='register_roleassignment_once_per_unit', violation_error_message='The person already has this role.'), models.UniqueConstraint(condition=models.Q(('unit', None)), fields=('person', 'role'), name='register_roleassignment_once_everywhere', violation_error_message='The person already has this role.')],
            },
        ),
        migrations.CreateModel(
            name='AccountLink',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('kind', models.CharField(choices=[('invitation', 'Invitation'), ('reset', 'New password')], max_length=12)),
                ('digest', models.CharField(max_length=64, unique=True)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('expires_at', models.DateTimeField()),
                ('used_at', models.DateTimeField(null=True)),
                ('account', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='links', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ['invitation', 'reset'])), name='register_accountlink_known_kind')],
            },
        ),
        migrations.CreateModel(
            name='AuditPersonalValue',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('path', models.CharField(max_length=200)),
                ('value', models.JSONField()),
                ('salt', models.CharField(max_length=64)),
                ('event', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='personal_values', to='register.auditevent')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('event', 'path'), name='register_auditpersonalvalue_path_once')],
            },
        ),
        migrations.CreateModel(
            name='Goal',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('key', models.CharField(blank=True, max_length=200, null=True, verbose_name='key')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='created')),
                ('updated_at', models.DateTimeField(auto_now=True, verbose_name='last changed')),
                ('version', models.PositiveIntegerField(default=1, editable=False, verbose_name='version')),
                ('title', models.CharField(max_length=500, verbose_name='title')),
                ('title_sort', register.models.sorting.SortKeyField(default='', editable=False, max_length=200, source='title')),
                ('level', models.CharField(choices=[('vision', 'Vision'), ('policy', 'Policy'), ('strategy', 'Strategy'), ('initiative', 'Initiative'), ('goal', 'Goal')], default='goal', max_length=12, verbose_name='level')),
                ('target_date', models.DateField(blank=True, null=True, verbose_name='target date')),
                ('target_date_entered', models.CharField(blank=True, max_length=40, verbose_name='target date as entered')),
                ('budget_line', models.CharField(blank=True, max_length=200, verbose_name='budget line')),
                ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='children', to='register.goal', verbose_name='part of')),
                ('organisation', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='register.organisation', verbose_name='organisation')),
            ],
            options={
                'verbose_name': 'goal',
                'verbose_name_plural': 'goals',
                'indexes': [models.Index(fields=['organisation', 'updated_at', 'id'], name='goal_changes'), models.Index(fields=['organisation', 'created_at', 'id'], name='goal_created')],
                'constraints': [models.UniqueConstraint(fields=('organisation', 'key'), name='register_goal_key_once', violation_error_message='Another row already has this key.'), models.CheckConstraint(condition=models.Q(('key', ''), _negated=True), name='register_goal_key_not_empty'), models.CheckConstraint(condition=models.Q(('level__in', ['vision', 'policy', 'strategy', 'initiative', 'goal'])), name='register_goal_known_level'), models.CheckConstraint(condition=models.Q(('parent', models.F('id')), _negated=True), name='register_goal_not_its_own_parent')],
            },
        ),
    ]
