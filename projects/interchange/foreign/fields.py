"""What the columns of a foreign sheet may be, and the headings by which they are known in four languages.

One row of such a sheet is a benefit with its project, its indicator, its target and its latest figure; a sheet that
has columns of projects alone has a project in each row.
"""

from django.utils.translation import gettext_lazy as _

from projects.interchange.foreign.field import (
    CHOICE,
    DATE,
    FIGURE,
    GOAL,
    PERSON,
    PROGRAMME,
    TEXT,
    UNIT,
    Field,
    headings_of,
)
from projects.interchange.foreign.part_fields import PART_FIELDS

FIELDS: tuple[Field, ...] = (
    Field(
        "projects.title",
        _("Project: title"),
        TEXT,
        headings_of(
            "prosjekt, prosjektnavn, prosjekttittel, tiltak prosjekt, projekt, projektnavn, projekttitel, indsats, "
            "initiativ, projektnamn, insats, project, project name, project title, initiative"
        ),
    ),
    Field(
        "projects.key",
        _("Project: number"),
        TEXT,
        headings_of("prosjektnummer, prosjektnr, prosjekt id, projektnummer, projektnr, projekt id, project number"),
    ),
    Field(
        "projects.unit",
        _("Project: unit"),
        UNIT,
        headings_of(
            "enhet, virksomhet, avdeling, tjenesteområde, sektor, kommunalområde, enhed, afdeling, forvaltning, "
            "center, fagområde, förvaltning, avdelning, verksamhet, department, department name, organisation unit"
        ),
    ),
    Field("projects.programme", _("Project: programme"), PROGRAMME, headings_of("program, programme, portefølje")),
    Field("projects.theme", _("Project: theme"), TEXT, headings_of("tema, theme, innsatsområde, indsatsområde")),
    Field(
        "projects.leader",
        _("Project: leader"),
        PERSON,
        headings_of("prosjektleder, projektleder, projektledare, project leader, project manager"),
    ),
    Field(
        "projects.owner",
        _("Project: owner"),
        PERSON,
        headings_of("prosjekteier, projektejer, projektägare, project owner, sponsor, oppdragsgiver, uppdragsgivare"),
    ),
    Field(
        "projects.benefits_responsible",
        _("Project: benefits-responsible"),
        PERSON,
        headings_of("gevinstansvarlig, nyttoansvarig, benefits responsible, hovedansvarlig"),
    ),
    Field(
        "projects.background", _("Project: background"), TEXT, headings_of("bakgrunn, baggrund, bakgrund, background")
    ),
    Field(
        "projects.purpose",
        _("Project: purpose"),
        TEXT,
        headings_of("formål, hensikt, syfte, purpose, prosjektmål, projektmål"),
    ),
    Field(
        "projects.start_date",
        _("Project: start"),
        DATE,
        headings_of("prosjektstart, projektstart, project start, start prosjekt"),
    ),
    Field(
        "projects.end_date",
        _("Project: end"),
        DATE,
        headings_of("prosjektslutt, projektslut, projektslutt, project end, slutt prosjekt"),
    ),
    Field(
        "projects.case_reference",
        _("Project: case reference"),
        TEXT,
        headings_of(
            "saksnummer, saksnr, journalnummer, sagsnummer, sagsnr, diarienummer, ärendenummer, case reference"
        ),
    ),
    Field(
        "benefits.key",
        _("Benefit: number"),
        TEXT,
        headings_of(
            "nr, nummer, id, gevinst id, gevinstnr, gevinstnummer, nytto id, nyttonr, no, number, benefit id, #"
        ),
    ),
    Field(
        "benefits.title",
        _("Benefit: title"),
        TEXT,
        headings_of(
            "gevinst, gevinster, gevinstnavn, navn på gevinst, forventet gevinst, beskrivelse av gevinst, "
            "beskrivelse av nyttevirkning, nyttevirkning, gevinsttitel, titel, tittel, forventede gevinster, effekt, "
            "nytta, nyttor, nyttoeffekt, förväntad nytta, effektmål, benefit, benefit name, benefit title, title"
        ),
    ),
    Field(
        "benefits.description",
        _("Benefit: description"),
        TEXT,
        headings_of(
            "beskrivelse, nærmere beskrivelse, beskrivning, description, kommentar, kommentarer, merknad, "
            "bemærkning, bemærkninger, anmärkning, comment, comments, utdypning, uddybning"
        ),
    ),
    Field(
        "benefits.kind",
        _("Benefit: kind"),
        CHOICE,
        headings_of(
            "gevinsttype, type gevinst, type, gevinstkategori, kategori, nyttotyp, typ av nytta, nyttokategori, "
            "benefit type, kind, category, type of benefit"
        ),
    ),
    Field(
        "benefits.beneficiaries",
        _("Benefit: who benefits"),
        CHOICE,
        headings_of(
            "interessent, hvem får gevinsten, mottaker, modtager, målgruppe, målgrupp, nyttotagare, beneficiary"
        ),
    ),
    Field(
        "benefits.owner",
        _("Benefit: owner"),
        PERSON,
        headings_of(
            "gevinsteier, gevinstejer, ansvarlig for gevinst, ansvarlig, ansvarlig for realisering, eier, ejer, "
            "nyttoägare, ansvarig, nyttoansvarig, effektägare, benefit owner, owner, responsible, accountable"
        ),
    ),
    Field(
        "benefits.receiving_unit",
        _("Benefit: receiving unit"),
        UNIT,
        headings_of(
            "mottakende enhet, hvor gevinsten oppstår, mottagende enhet, modtagende enhed, hvor gevinsten opstår, "
            "hvor oppstår gevinsten, mottagande enhet, mottagande verksamhet, receiving unit"
        ),
    ),
    Field(
        "benefits.use_of_value",
        _("Benefit: use of the freed value"),
        TEXT,
        headings_of(
            "anvendelse, bruk av gevinst, hvordan skal gevinsten tas ut, gevinstuttak, uttak av gevinst, "
            "omsetning, udmøntning, anvendelse af frigjort tid, realisering, nyttohemtagning, hemtagning, "
            "use of value"
        ),
    ),
    Field(
        "benefits.importance",
        _("Benefit: importance"),
        TEXT,
        headings_of("viktighet, prioritet, vigtighed, prioritering, prioritet 1-3, importance, priority, vikt"),
    ),
    Field(
        "benefits.goals",
        _("Benefit: goal it serves"),
        GOAL,
        headings_of(
            "strategisk mål, strategiske mål, mål i kommuneplanen, overordnet mål, overordnede mål, virksomhetsmål, "
            "politisk mål, politiske mål, verksamhetsmål, strategiskt mål, strategic goal, goal"
        ),
    ),
    Field(
        "benefits.start_date",
        _("Benefit: start of effect"),
        DATE,
        headings_of(
            "startdato, start, gevinststart, start for gevinst, fra, realiseres fra, startdatum, nyttostart, start date"
        ),
    ),
    Field(
        "benefits.due_date",
        _("Benefit: to be seen by"),
        DATE,
        headings_of(
            "realiseringstidspunkt, når realiseres gevinsten, realiseres innen, frist, tidspunkt, full effekt, "
            "fuld effekt, realiseret senest, realiseres senest, realiseres, realisert innen, "
            "forventet realiseret, tidsplan, realiseras senast, när, full effect, "
            "due date, deadline, when"
        ),
    ),
    Field(
        "benefits.how_known",
        _("Benefit: how we will know"),
        TEXT,
        headings_of("suksesskriterium, suksesskriterier, succeskriterium, succeskriterier, framgångskriterium"),
    ),
    Field(
        "indicators.name",
        _("Indicator: name"),
        TEXT,
        headings_of(
            "indikator, måleindikator, indikatorer, kpi, nøkkeltall, nøgletal, måltal navn, mått, nyckeltal, "
            "indicator, measure, metric"
        ),
    ),
    Field(
        "indicators.unit",
        _("Indicator: measured in"),
        TEXT,
        headings_of(
            "måleenhet, måleenhed, enhet for måling, måttenhet, enhet måling, unit, unit of measure, benevning"
        ),
    ),
    Field(
        "indicators.direction",
        _("Indicator: which way is better"),
        CHOICE,
        headings_of("retning, ønsket retning, riktning, önskad riktning, direction"),
    ),
    Field(
        "indicators.baseline_value",
        _("Indicator: baseline"),
        FIGURE,
        headings_of(
            "nullpunkt, nullpunktsmåling, nåverdi i dag, nåsituasjon, dagens verdi, startverdi, utgangspunkt, "
            "dagens situasjon, baseline, nulpunkt, nulpunktsmåling, førmåling, udgangspunkt, nuværende værdi, "
            "nuværende niveau, nollmätning, nuläge, utgångsvärde, nollvärde, startvärde, baseline value, "
            "nullpunkt verdi, nulpunkt værdi, current value, før"
        ),
        by_year=True,
    ),
    Field(
        "indicators.baseline_date",
        _("Indicator: baseline measured on"),
        DATE,
        headings_of(
            "dato for nullpunkt, nullpunkt dato, dato for nulpunkt, nulpunkt dato, baseline dato, dato for baseline, "
            "datum för nollmätning, nollmätning datum, baseline date, dato for førmåling"
        ),
    ),
    Field(
        "indicators.method",
        _("Indicator: how it is measured"),
        TEXT,
        headings_of(
            "målemetode, hvordan måles gevinsten, hvordan måles, metode, målingsmetode, mätmetod, hur mäts nyttan, "
            "metod, method, how measured"
        ),
    ),
    Field(
        "indicators.source",
        _("Indicator: where the figures come from"),
        TEXT,
        headings_of("datakilde, kilde, datakälla, källa, data source, source"),
    ),
    Field(
        "indicators.frequency",
        _("Indicator: how often"),
        CHOICE,
        headings_of(
            "målefrekvens, frekvens, hvor ofte, hyppighet, hyppighed, målehyppighed, måletidspunkter, mätfrekvens, "
            "hur ofta, uppföljningsfrekvens, frequency, how often"
        ),
    ),
    Field(
        "indicators.measurer",
        _("Indicator: measurer"),
        PERSON,
        headings_of(
            "måleansvarlig, ansvarlig for måling, måles af, måles av, mätansvarig, ansvarig för mätning, measured by, "
            "measurer"
        ),
    ),
    Field(
        "targets.value",
        _("Target"),
        FIGURE,
        headings_of(
            "mål, målverdi, måltall, ønsket verdi, måltal, målværdi, målsætning, mål for gevinst, målsetting, "
            "målvärde, målnivå, önskat värde, target, target value, goal value, mål verdi, mål værdi, forventet verdi, "
            "efter"
        ),
        by_year=True,
    ),
    Field(
        "targets.due_date",
        _("Target: by"),
        DATE,
        headings_of(
            "måldato, mål dato, dato for mål, frist for mål, mål nås innen, mål nået senest, måldatum, target date, "
            "mål tidspunkt"
        ),
    ),
    Field(
        "measurements.value",
        _("Figure"),
        FIGURE,
        headings_of(
            "måling, målt verdi, målt, resultat, siste måling, oppnådd, status verdi, målt værdi, seneste måling, "
            "opnået, realisert, realiseret, realiserad, utfall, senaste mätning, mätvärde, uppmätt, uppnått, actual, "
            "result, measured value, latest value, faktisk"
        ),
        by_year=True,
    ),
    Field(
        "measurements.period_end",
        _("Figure: day or period"),
        DATE,
        headings_of(
            "måledato, dato for måling, måletidspunkt, målt dato, dato siste måling, periode, dato seneste måling, "
            "mätdatum, datum för mätning, measured on, measurement date, period"
        ),
    ),
    Field("measurements.note", _("Figure: note"), TEXT, headings_of("kommentar til måling, kommentar till mätning")),
    *PART_FIELDS,
)
BY_NAME = {field.name: field for field in FIELDS}
