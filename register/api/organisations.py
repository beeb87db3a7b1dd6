"""The caller's own organisation and its settings."""

from typing import Any

from register.api.base import Edit, Editable
from register.api.fields import Choice, JsonList, JsonObject, Text, Whole
from register.api.inputs import RowInput
from register.api.outputs import Output
from register.models import CountryCode, Language, Organisation
from register.services import organisations


class OrganisationOutput(Output):
    """An organisation and its settings."""

    class Meta:
        model = Organisation
        fields = [
            *("id", "key", "name", "country", "language", "currency", "time_zone", "budget_label", "gate_labels"),
            *("limits", "closed_days", "holiday_month", "is_example", "created_at", "updated_at", "version"),
        ]


class OrganisationInput(RowInput):
    """Settings."""

    name = Text()
    country = Choice(CountryCode, optional=False)
    language = Choice(Language, optional=False)
    currency = Text(required=False)
    time_zone = Text(required=False)
    budget_label = Text(required=False)
    gate_labels = JsonObject()
    limits = JsonObject()
    closed_days = JsonList()
    holiday_month = Whole()


class Organisations(Editable):
    """One's own organisation. An administrator changes its settings."""

    model = Organisation
    output = OrganisationOutput
    inputs = {"update": OrganisationInput, "partial_update": OrganisationInput}
    orderings = {"name": "name"}

    def update_row(self, row: Organisation, changes: dict[str, Any], how: Edit) -> Organisation:
        return organisations.update_organisation(organisation=row, changes=changes, **how)
