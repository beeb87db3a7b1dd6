"""Choosing a register's file to import."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from projects.interchange.limits import LARGEST_FILE, MEGABYTE


class ImportForm(forms.Form):
    """A file, and why."""

    file = forms.FileField(
        label=_("File"),
        help_text=_("An Excel file (XLSX) or a ZIP of CSV files."),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.zip"}),
    )
    reason = forms.CharField(
        label=_("Reason"),
        required=False,
        help_text=_("Needed where a baseline or a target changes that was approved. It is kept in the history."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > LARGEST_FILE:
            raise forms.ValidationError(
                _("The file is larger than %(limit)d MB."), params={"limit": LARGEST_FILE // MEGABYTE}
            )
        return file
