from django.apps import AppConfig
from django.contrib.auth.signals import user_logged_in


class RegisterConfig(AppConfig):
    name = "register"

    def ready(self) -> None:
        """Django's own signal, since sessions begin in several doors and each of them counts."""
        from register.reauthentication import remember_sign_in  # noqa: PLC0415 needs the models, loaded only now

        user_logged_in.connect(remember_sign_in, dispatch_uid="register.remember_sign_in")
