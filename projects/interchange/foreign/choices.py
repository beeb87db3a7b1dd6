"""What words of foreign sheets mean where the register has a choice: kinds, receivers, frequencies, directions."""

from collections.abc import Mapping

from projects.interchange.foreign.headings import plain
from projects.models import ActionStatus, Beneficiaries, BenefitKind, Direction, Frequency, RiskLevel

LEVELS: Mapping[str, str] = {
    RiskLevel.LOW: "lav, lille, liten, låg, grønn, grøn, low, small",
    RiskLevel.MEDIUM: "middels, mellem, medel, moderat, gul, medium",
    RiskLevel.HIGH: "høy, høj, hög, stor, rød, röd, high, large",
}
MEANINGS: Mapping[str, Mapping[str, str]] = {
    "benefits.kind": {
        BenefitKind.FINANCIAL_DIRECT: "direkte økonomisk, direkte budsjetteffekt, direkte budgeteffekt, "
        "budsjettmessig, budgetgevinst, økonomisk, økonomi, økonomisk gevinst, ekonomisk, ekonomi, "
        "direkte ekonomisk, besparelse, innsparing, kostnadsbesparelse, "
        "unngåtte kostnader, direkte, financial, direct, savings, cashable, ø",
        BenefitKind.FINANCIAL_INDIRECT: "indirekte økonomisk, indirekte, indirekte budsjetteffekt, frigjort tid, "
        "frigjorte ressurser, tidsbesparelse, effektivisering, effektivitet, frigjort kapacitet, frigjorda resurser, "
        "frigjord tid, tidsbesparing, indirekt, effektivisering tid, time saved, efficiency, indirect, a",
        BenefitKind.QUANTIFIED: "kvantitativ, ikke prissatt, målbar, ikke økonomisk målbar, kvantifiserbar, "
        "kvantificerbar, kvantitativt, mätbar, quantified, measurable, non financial, v",
        BenefitKind.QUALITATIVE: "kvalitativ, kvalitet, kvalitetsløft, bedre kvalitet, kvalitetsgevinst, "
        "kvalitetsheving, kvalitativt, kvalitet och service, omdømme, qualitative, quality, k",
    },
    "benefits.beneficiaries": {
        Beneficiaries.OWN: "egen organisasjon, kommunen, ansatte, medarbeidere, egen virksomhet, egen organisation, "
        "medarbejdere, medarbetare, kommun, internt, own, employees",
        Beneficiaries.OTHER_PUBLIC: "andre offentlige, staten, andre kommuner, region, regionen, andra myndigheter, "
        "andre myndigheder, other public",
        Beneficiaries.CITIZENS: "innbyggere, innbygger, brukere, brukerne, borgere, borgerne, borger, elever, "
        "pårørende, invånare, medborgare, brukare, citizens, users",
        Beneficiaries.BUSINESS: "næringsliv, næringslivet, erhvervsliv, virksomheder, näringsliv, företag, business",
    },
    "realisation_actions.status": {
        ActionStatus.PLANNED: "planlagt, planerad, ikke startet, ikke påbegynt, ikke påbegyndt, ej påbörjad, "
        "ikke utført, ikke udført, ikke gjennomført, ikke gennemført, planned, not started",
        ActionStatus.UNDER_WAY: "pågår, pågående, i gang, under arbeid, påbegynt, påbegyndt, igangsat, igangsatt, "
        "ikke ferdig, ikke færdig, ikke fullført, delvis utført, delvist udført, påbörjad, under way, in progress, "
        "started",
        ActionStatus.DONE: "utført, udført, ferdig, færdig, fullført, gjennomført, gennemført, afsluttet, avsluttet, "
        "klar, klart, genomförd, avslutad, done, completed, finished",
        ActionStatus.DROPPED: "droppet, avlyst, utgår, udgår, aflyst, innstilt, dropped, cancelled",
    },
    "risks.likelihood": LEVELS,
    "risks.consequence": LEVELS,
    "indicators.frequency": {
        Frequency.MONTH: "månedlig, månedsvis, hver måned, månatligen, månadsvis, varje månad, monthly, måned, månad",
        Frequency.QUARTER: "kvartalsvis, hvert kvartal, kvartalsvist, varje kvartal, quarterly, kvartal",
        Frequency.FOUR_MONTHS: "tertialvis, hvert tertial, tertial, tertialsvis, every four months",
        Frequency.HALF_YEAR: "halvårlig, halvårlig, hvert halvår, to ganger i året, to gange om året, halvårsvis, "
        "två gånger per år, half yearly, twice a year, halvår",
        Frequency.YEAR: "årlig, hvert år, en gang i året, én gang i året, en gang om året, årligen, varje år, "
        "en gång per år, yearly, annually, once a year, år, årlig måling",
    },
    "indicators.direction": {
        Direction.INCREASE: "økning, øke, opp, høyere, mer, stigning, øges, op, højere, mere, ökning, öka, upp, "
        "högre, increase, up, higher, more",
        Direction.DECREASE: "reduksjon, redusere, ned, lavere, mindre, fald, reduceres, ned, lavere, færre, minskning, "
        "minska, ner, lägre, reduktion, decrease, down, lower, less, reduction",
    },
}
_MEANT = {
    field: {plain(word): str(value) for value, words in meanings.items() for word in words.split(",")}
    for field, meanings in MEANINGS.items()
}


def meaning(field: str, text: str) -> str | None:
    """The value that a word stands for; None where nobody can tell."""
    words = plain(text)
    known = _MEANT[field]
    if words in MEANINGS[field]:
        return words
    if words in known:
        return known[words]
    found = {value for word, value in known.items() if len(word) > 4 and f" {word} " in f" {words} "}
    return found.pop() if len(found) == 1 else None
