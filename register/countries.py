"""What an organisation gets by default, by the country it is in; all of it can be changed afterwards."""

from collections.abc import Mapping
from dataclasses import dataclass, field

GATES = ("approve_concept", "approve_planning", "approve_execution", "start_handover", "complete_handover", "close")


def _labels(*labels: str) -> Mapping[str, str]:
    return dict(zip(GATES, labels, strict=True))


ENGLISH_LABELS = _labels("Concept", "Planning", "Execution", "Handover", "Operations", "Closing")


@dataclass(frozen=True, slots=True)
class Country:
    language: str
    currency: str
    time_zone: str
    budget_label: str = "Budget"
    gate_labels: Mapping[str, str] = field(default_factory=lambda: ENGLISH_LABELS)


COUNTRIES: Mapping[str, Country] = {
    # The decision points (beslutningspunkter) of the Norwegian Prosjektveiviseren.
    "NO": Country("nb", "NOK", "Europe/Oslo", "Økonomiplan", _labels("BP1", "BP2", "BP3", "BP4", "BP5", "BP6")),
    # Danish practice names a gate by the phase it opens.
    "DK": Country(
        "da",
        "DKK",
        "Europe/Copenhagen",
        "Budget",
        _labels("Analyse", "Planlægning", "Gennemførelse", "Overdragelse", "Drift", "Afslutning"),
    ),
    "SE": Country("en", "SEK", "Europe/Stockholm"),
    "FI": Country("en", "EUR", "Europe/Helsinki"),
    "IS": Country("en", "ISK", "Atlantic/Reykjavik"),
    "GB": Country("en", "GBP", "Europe/London"),
}
