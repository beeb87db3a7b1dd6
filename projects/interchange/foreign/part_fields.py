"""Columns of what belongs to a benefit: what it needs, what is done for it, what threatens it, its money by year."""

from django.utils.translation import gettext_lazy as _

from projects.interchange.foreign.field import CHOICE, DATE, FIGURE, PERSON, TEXT, Field, headings_of

PART_FIELDS: tuple[Field, ...] = (
    Field(
        "prerequisites.title",
        _("Prerequisite"),
        TEXT,
        headings_of(
            "forutsetning, forutsetninger, avhengighet, avhengigheter, forudsætning, forudsætninger, afhængighed, "
            "afhængigheder, förutsättning, förutsättningar, beroende, prerequisite, prerequisites, precondition, "
            "dependency"
        ),
    ),
    Field(
        "prerequisites.handler",
        _("Prerequisite: handler"),
        PERSON,
        headings_of("ansvarlig for forutsetning, ansvarlig for forudsætning, ansvarig för förutsättning"),
    ),
    Field(
        "prerequisites.due_date",
        _("Prerequisite: by"),
        DATE,
        headings_of("frist for forutsetning, frist for forudsætning"),
    ),
    Field(
        "realisation_actions.title",
        _("Action"),
        TEXT,
        headings_of(
            "tiltak, realiseringstiltak, gevinsttiltak, aktivitet, aktiviteter, handling, handlinger, indsatser, "
            "realiseringsaktivitet, tiltag, åtgärd, åtgärder, action, actions, realisation action"
        ),
    ),
    Field(
        "realisation_actions.responsible",
        _("Action: responsible"),
        PERSON,
        headings_of("tiltaksansvarlig, ansvarlig for tiltak, ansvarlig for tiltag, ansvarig för åtgärd, action owner"),
    ),
    Field(
        "realisation_actions.due_date",
        _("Action: by"),
        DATE,
        headings_of("frist for tiltak, tiltaksfrist, frist for tiltag, klart senast, action due"),
    ),
    Field(
        "realisation_actions.status",
        _("Action: status"),
        CHOICE,
        headings_of("status tiltak, tiltaksstatus, status for tiltak, status for tiltag, status åtgärd, action status"),
    ),
    Field(
        "risks.title",
        _("Risk"),
        TEXT,
        headings_of(
            "risiko, risikoer, risici, risikofaktor, risikofaktorer, usikkerhet, usikkerheter, usikkerhed, risk, "
            "risker, risks, hva kan gå galt, hvad kan gå galt"
        ),
    ),
    Field(
        "risks.likelihood",
        _("Risk: likelihood"),
        CHOICE,
        headings_of("sannsynlighet, sandsynlighed, sannolikhet, likelihood, probability"),
    ),
    Field(
        "risks.consequence", _("Risk: consequence"), CHOICE, headings_of("konsekvens, alvorlighet, consequence, impact")
    ),
    Field(
        "risks.response",
        _("Risk: what is done about it"),
        TEXT,
        headings_of(
            "risikoreduserende tiltak, risikohåndtering, mottiltak, håndtering av risiko, håndtering af risiko, "
            "risikohåndtering, modtræk, riskhantering, mitigation, response"
        ),
    ),
    Field(
        "benefit_years.gross",
        _("Amount in a year"),
        FIGURE,
        headings_of(
            "gevinst, besparelse, innsparing, økonomisk gevinst, økonomisk effekt, budsjetteffekt, budgeteffekt, "
            "brutto gevinst, bruttogevinst, økonomi, besparing, ekonomisk nytta, nytta, effekt, savings, saving, "
            "benefit, gross benefit"
        ),
        by_year=True,
    ),
    Field(
        "benefit_years.running_cost",
        _("Running cost in a year"),
        FIGURE,
        headings_of(
            "driftskostnad, driftskostnader, driftsutgift, driftsudgift, driftsudgifter, årlig omkostning, kostnad, "
            "kostnader, omkostning, omkostninger, running cost, cost"
        ),
        by_year=True,
    ),
    Field(
        "benefit_years.realised_gross",
        _("Realised amount in a year"),
        FIGURE,
        headings_of(
            "realisert gevinst, realisert besparelse, realiseret gevinst, realiseret besparelse, faktisk besparelse, "
            "realiserad nytta, realiserad besparing, realised savings, realised benefit"
        ),
        by_year=True,
    ),
    Field(
        "benefit_years.realised_running_cost",
        _("Realised running cost in a year"),
        FIGURE,
        headings_of(
            "realisert driftskostnad, realiserte driftskostnader, faktisk driftskostnad, faktiske driftskostnader, "
            "realiseret driftsudgift, realiserede driftsudgifter, faktiske driftsudgifter, realiserad driftskostnad, "
            "realised running cost, actual running cost"
        ),
        by_year=True,
    ),
)
