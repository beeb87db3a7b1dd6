"""What the kinds of rows are called, for people."""

from django.apps import apps
from django.utils.translation import gettext_lazy as _

SHEETS = {
    "people": _("People"),
    "units": _("Units"),
    "goals": _("Goals"),
    "programmes": _("Programmes"),
    "projects": _("Projects"),
    "benefits": _("Benefits"),
    "indicators": _("Indicators"),
    "targets": _("Targets"),
    "measurements": _("Figures measured"),
    "realisation_actions": _("Actions"),
    "prerequisites": _("Prerequisites"),
    "risks": _("Risks"),
    "benefit_years": _("Money by year"),
}
"""What somebody's own spreadsheet becomes, in words; in a file of our own format the sheets have their names."""


def kinds_in_words() -> dict[str, str]:
    """The models that have a name for people, by their own name; Django's automatic names are English and left out."""
    named = {
        str(model._meta.model_name): str(model._meta.verbose_name_plural)
        for model in apps.get_models()
        if "verbose_name_plural" in model._meta.original_attrs
    }
    return named | {name.replace("_", "").removesuffix("s"): str(words) for name, words in SHEETS.items()}
