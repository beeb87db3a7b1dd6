"""What a filter narrows to, in words: for what is printed and exported with it."""

from datetime import date
from typing import Any

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext as _


def in_words(form: forms.Form, *apart: str) -> list[tuple[str, str]]:
    """Each field that narrows, by its label; fields that are `apart` are said elsewhere."""
    form.is_valid()
    return [
        (str(form[name].label), _value(field, value))
        for name, field in form.fields.items()
        if name not in apart and (value := form.cleaned_data.get(name))
    ]


def _value(field: forms.Field, value: Any) -> str:
    if isinstance(value, bool):
        return _("Yes")
    if isinstance(value, date):
        return date_format(value, "DATE_FORMAT")
    if isinstance(field, forms.ChoiceField) and not isinstance(field, forms.ModelChoiceField):
        return str(dict(field.choices).get(value, value))
    return str(value)
