"""What a body may hold. A field that is not declared is refused by name, so nothing can be slipped in."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from register.api.fields import Text
from register.api.refusals import coded

READ_ONLY = _("This field cannot be set here.")
UNKNOWN = _("There is no such field.")
FIXED = _("This cannot be changed afterwards. Leave it out.")


class Input(serializers.Serializer):
    """Fields of a body. `read_only_names` in the context are those an answer shows and nobody sets."""

    def to_internal_value(self, data: Any) -> dict[str, Any]:
        if not isinstance(data, Mapping):
            raise serializers.ValidationError({"": [coded(_("Send a JSON object."), "not_an_object")]})
        errors: dict[str, Any] = self._strangers(data)
        values: dict[str, Any] = {}
        try:
            values = super().to_internal_value(data)
        except serializers.ValidationError as error:
            errors |= error.detail if isinstance(error.detail, dict) else {"": error.detail}
        if errors:
            raise serializers.ValidationError(errors)
        return values

    def _strangers(self, data: Mapping[str, Any]) -> dict[str, Any]:
        known = self.context.get("read_only_names", ())
        return {
            name: [coded(READ_ONLY, "read_only")] if name in known else [coded(UNKNOWN, "unknown")]
            for name in data
            if name not in self.fields
        }


class Reason(Input):
    """Why something is changed; every write may say it."""

    change_reason = Text(required=False)


class RowInput(Reason):
    """The fields of a row; `fixed` ones are given when it is made and never change."""

    fixed: tuple[str, ...] = ()

    key = Text(required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if self.instance is not None:
            for name in self.fixed:
                self.fields[name].required = False

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """On a change, a fixed field may only repeat what it is."""
        if self.instance is None:
            return attrs
        moved = [name for name in self.fixed if name in attrs and attrs[name] != getattr(self.instance, name)]
        if moved:
            raise serializers.ValidationError({name: [coded(FIXED, "fixed")] for name in moved})
        return {name: value for name, value in attrs.items() if name not in self.fixed}
