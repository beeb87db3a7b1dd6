"""Spreadsheets as municipalities have them: made here, small, in the shapes that are seen."""

import io
from datetime import UTC, datetime

from xlsxwriter import Workbook


def norwegian_plan() -> bytes:
    """A benefit plan by the Norwegian municipal tool: a title block, two rows of headings, a total."""
    target = io.BytesIO()
    book = Workbook(target)
    page = book.add_worksheet("Veiledning")
    page.write_column(0, 0, ["Slik bruker du arket", "Fyll ut de hvite feltene."])
    page = book.add_worksheet("Gevinstplan")
    percent, day = book.add_format({"num_format": "0.0 %"}), book.add_format({"num_format": "dd.mm.yyyy"})
    page.merge_range("A1:J1", "Gevinstrealiseringsplan: Velferdsteknologi")
    page.write("A2", "Oppdatert av controller")
    for column, words in enumerate(["Nr", "Gevinst", "Gevinsttype", "Gevinsteier", "Måleindikator"]):
        page.merge_range(3, column, 4, column, words)
    page.merge_range("F4:G4", "Nullpunkt")
    page.merge_range("H4:I4", "Mål")
    page.write_row("F5", ["Verdi", "Dato", "2026", "2027"])
    page.merge_range("J4:J5", "Farge på møtet")
    page.merge_range("A6:J6", "Område: Hjemmetjenesten")
    page.write_row("A7", ["Ø1", "Lavere sykefravær", "Direkte økonomisk", "Hansen, Kari", "Sykefravær totalt"])
    page.write("F7", 0.074, percent)
    page.write_datetime("G7", datetime(2025, 12, 31, tzinfo=UTC).replace(tzinfo=None), day)
    page.write("H7", 0.07, percent)
    page.write("I7", "høyst 6,5 %")
    page.write("J7", "gul")
    page.write_row(
        "A8", ["K1", "Tryggere innbyggere", "Kvalitetsløft", "Per Ukjent", "Fall", "ca. 40", "2025", 30, 20, ""]
    )
    page.write_row("A9", ["", "", "", "", "Tilfredshet", "4,1", "desember 2025", "", "minst 4,5", ""])
    page.write_row("A11", ["Sum", "", "", "", "", 40.074, "", 30.07, 20])
    book.close()
    return target.getvalue()


DANISH = """Gevinstoversigt 2026;;;;;;;
;;;;;;;
Projekt;Gevinst;Type;Gevinstejer;Nulpunkt;Måltal;Realiseres senest;Bemærkninger
Digital post;Færre breve;Økonomisk;kirsten@andeby.example;1,5 mill. kr;800.000 kr;ultimo 2026;"Aftalt, med økonomi"
Digital post;Kortere svartid;Kvalitativ;;12 dage;5-6 dage;31/12-2026;
Genoptræning;Færre genindlæggelser;;;ikke målt;10;4. kvartal 2026;
I alt;;;;;;;
"""


def danish_overview() -> bytes:
    """Semicolons, Windows-1252, decimal commas, millions, figures in words, a total."""
    return DANISH.encode("cp1252")


def swedish_register() -> bytes:
    """Nyttoregister: projects in merged cells, results by year, frequencies in words."""
    target = io.BytesIO()
    book = Workbook(target)
    page = book.add_worksheet("Nyttoregister")
    headings = ["Projekt", "Förvaltning", "Nytta", "Nyttoägare", "Enhet", "Nollmätning", "Målvärde", "Måldatum"]
    page.write_row("A1", [*headings, "Utfall 2025", "Hur ofta", "", "Diarienummer"])
    page.merge_range("A2:A3", "E-arkiv")
    page.merge_range("B2:B3", "Kommunledningen")
    page.write_row(
        "C2", ["Snabbare handläggning", "Eva Ek", "timmar", 12, 8, "2026-12", 11, "varje kvartal", "", "KS 2025/14"]
    )
    page.write_row(
        "C3", ["Färre fel", "Eva Ek", "antal", "1 200", "< 400", "2027", "1 050", "årligen", "", "KS 2025/14"]
    )
    book.close()
    return target.getvalue()


def norwegian_measures() -> bytes:
    """A row for each indicator or each action, titles and more merged or repeated; amounts by year in thousands."""
    target = io.BytesIO()
    book = Workbook(target)
    page = book.add_worksheet("Plan")
    headings = ["Prosjekt", "Gevinst", "Indikator", "Nullpunkt", "Mål 2027", "Tiltak", "Tiltaksansvarlig", "Risiko"]
    page.write_row(
        "A1", [*headings, "Sannsynlighet", "Forutsetninger", "Gevinst 2026 (1000 kr)", "Gevinst 2027 (1000 kr)"]
    )
    actions = "- Opplæring i alle baser\n- Ny turnus"
    page.merge_range("A2:A5", "Digitalt tilsyn")
    page.merge_range("B2:B3", "Færre turer om natten")
    page.write_row("C2", ["Turer", 40, 20, actions, "kari@andeby.example", "Alarmer svikter", "Høy"])
    page.write_row("J2", ["Dekning i hele kommunen", "ca. 250", 500.5])
    page.write_row("C3", ["Kjørte km", 900, 450, actions, "kari@andeby.example", "Alarmer svikter", "Høy"])
    page.write_row("J3", ["Dekning i hele kommunen", "ca. 250", 600])
    page.write_row("B4", ["Trygghet", "Brukere", 3.1, 4])
    page.write_row("B5", ["Trygghet", "Pårørende", 3, 4])
    book.close()
    return target.getvalue()
