"""What a figure rests on: a link, or a file."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from projects.documents.uploads import ACCEPTED, LARGEST


class EvidenceForm(forms.Form):
    """One of the two; what the file is shows from its content."""

    link = forms.URLField(label=_("A link to it"), required=False, max_length=1000, assume_scheme="https")
    file = forms.FileField(
        label=_("Or a file"),
        required=False,
        widget=forms.FileInput(attrs={"accept": ACCEPTED}),
        help_text=_("PDF, picture, text or office file without macros, at most 10 MB. It can only be downloaded."),
    )
    words = forms.CharField(label=_("What it shows"), required=False, max_length=300)

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file and file.size > LARGEST:
            raise forms.ValidationError(
                _("The file is larger than %(limit)d MB."), params={"limit": LARGEST // 1024**2}
            )
        return file

    def clean(self) -> dict[str, Any]:
        cleaned = self.cleaned_data
        if not self.errors and bool(cleaned.get("link")) == bool(cleaned.get("file")):
            raise forms.ValidationError(_("Give either a link or a file, not both."))
        return cleaned
