"""How forms look: Designsystemet's classes, a label above, help and errors between label and input."""

from typing import Any

from django.forms import BoundField, CheckboxSelectMultiple, HiddenInput, RadioSelect
from django.forms.renderers import TemplatesSetting
from django.forms.widgets import Widget


class Field(BoundField):
    """A form's field with the class its widget needs."""

    def build_widget_attrs(self, attrs: dict[str, Any], widget: Widget | None = None) -> dict[str, Any]:
        attrs = super().build_widget_attrs(attrs, widget)
        shown = widget or self.field.widget
        if not isinstance(shown, HiddenInput):
            attrs["class"] = f"ds-input {shown.attrs.get('class', '')}".strip()
        return attrs

    @property
    def is_group(self) -> bool:
        """Several inputs under one legend."""
        return isinstance(self.field.widget, RadioSelect | CheckboxSelectMultiple)

    @property
    def is_tick(self) -> bool:
        """A single box, with its label beside it."""
        return getattr(self.field.widget, "input_type", "") == "checkbox" and not self.is_group


class Renderer(TemplatesSetting):
    form_template_name = "includes/form.html"
    field_template_name = "includes/field.html"
    bound_field_class = Field
