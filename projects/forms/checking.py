"""Asking what a hash or a file stands for."""

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

HASH = re.compile(r"[0-9a-f]{64}")
LARGEST_FILE = 10 * 1024 * 1024


class CheckForm(forms.Form):
    """A hash, or a file. What is given is looked at and not kept."""

    hides_optional = True
    only_asks = True

    sha256 = forms.CharField(
        label=_("The hash (SHA-256)"),
        required=False,
        max_length=200,
        help_text=_("64 digits and letters from a to f, as they stand on the record."),
    )
    file = forms.FileField(
        label=_("Or the file: the record (PDF) or what was signed (JSON)"),
        required=False,
        help_text=_("The file is looked at and not kept."),
        widget=forms.FileInput(attrs={"accept": ".pdf,.json,application/pdf,application/json"}),
    )

    def clean_sha256(self) -> str:
        given = re.sub(r"\s", "", self.cleaned_data["sha256"]).lower()
        if given and not HASH.fullmatch(given):
            raise forms.ValidationError(_("This is not a SHA-256: it has 64 digits and letters from a to f."))
        return given

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file and file.size > LARGEST_FILE:
            raise forms.ValidationError(_("The file is larger than %(limit)d MB."), params={"limit": 10})
        return file

    def clean(self) -> dict[str, Any]:
        cleaned = self.cleaned_data
        if not self.errors and not cleaned.get("sha256") and not cleaned.get("file"):
            raise forms.ValidationError(_("Paste a hash or choose a file."))
        return cleaned
