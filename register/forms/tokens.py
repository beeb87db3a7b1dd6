"""What a token for the API is made with."""

from django import forms
from django.utils.translation import gettext_lazy as _

from register.models import ApiToken


class TokenForm(forms.Form):
    """A name to know it by, and how much it may do."""

    name = forms.CharField(label=_("Name"), max_length=200, help_text=_("What uses it, for example “Nightly export”."))
    scope = forms.ChoiceField(
        label=_("It may"), choices=ApiToken.Scope.choices, widget=forms.RadioSelect, initial="read"
    )

    @property
    def scopes(self) -> list[str]:
        return ["read", "write"] if self.cleaned_data["scope"] == ApiToken.Scope.WRITE else ["read"]
