"""Forms for checklists: a project goes through one, an administrator writes one."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from projects.models import ItemState
from projects.reports.gate_way import Answered
from projects.requirements.checklists import Item
from register.errors import InvalidInput, Refusal
from register.forms.refusals import show_in

REQUIRED = "!"


class ItemForm(forms.Form):
    """One item: what is said of it, and why."""

    state = forms.ChoiceField(choices=ItemState.choices, widget=forms.RadioSelect)
    reason = forms.CharField(label=_("Reason or remark"), required=False, max_length=2000)

    def __init__(self, *args: Any, one: Answered, **kwargs: Any) -> None:
        said = one.answer
        initial = {"state": one.state, "reason": said.reason if said else ""}
        super().__init__(*args, prefix=one.item.code, initial=initial, **kwargs)
        self.one = one
        self.fields["state"].label = str(one.item.text)

    def show(self, refusal: Refusal) -> None:
        """What a service refused stands at its item."""
        if isinstance(refusal, InvalidInput):
            for error in refusal.errors:
                self.add_error(error.field if error.field in self.fields else None, str(error.words))
        else:
            show_in(self, refusal)


class EditionForm(forms.Form):
    """A whole list, one item a line, so that items are moved, added and taken out by writing."""

    edition = forms.IntegerField(widget=forms.HiddenInput)
    lines = forms.CharField(
        label=_("Items, one on each line"),
        help_text=_(
            "Begin a line with an exclamation mark where the gate must wait for the item. "
            "Answers that projects have given stay with the items whose words stay."
        ),
        widget=forms.Textarea(attrs={"rows": 14}),
        required=False,
    )

    @property
    def items(self) -> list[dict[str, Any]]:
        lines = [line.strip() for line in self.cleaned_data["lines"].splitlines() if line.strip()]
        return [{"text": line.lstrip(REQUIRED).strip(), "required": line.startswith(REQUIRED)} for line in lines]

    def show(self, refusal: Refusal) -> None:
        if isinstance(refusal, InvalidInput):
            for error in refusal.errors:
                self.add_error("lines", str(error.words))
        else:
            show_in(self, refusal)


def as_lines(items: Sequence[Item]) -> str:
    """The items as they are written in the form."""
    return "\n".join(f"{f'{REQUIRED} ' if item.required else ''}{item.text}" for item in items)
