from django.apps import AppConfig
from django.contrib.auth.signals import user_logged_in
from django.db.models.signals import post_migrate, pre_migrate

from register.migrating import lift_limits, restore_limits


class RegisterConfig(AppConfig):
    name = "register"

    def ready(self) -> None:
        """Django's own signals: sessions begin in several doors and each of them counts; so do migrations."""
        from register.reauthentication import remember_sign_in  # noqa: PLC0415 needs the models, loaded only now

        user_logged_in.connect(remember_sign_in, dispatch_uid="register.remember_sign_in")
        pre_migrate.connect(lift_limits, sender=self, dispatch_uid="register.lift_limits")
        post_migrate.connect(restore_limits, dispatch_uid="register.restore_limits")
