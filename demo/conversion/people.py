"""People are roles, never names: the same four in every municipality, and whoever the source says answers."""

from demo.conversion.register import Register
from demo.conversion.sources import JUDGEMENTS, Case, read_rows

TOP_UNITS = {
    "NO": "Norske kommuner (eksempler)",
    "DK": "Danske kommuner (eksempler)",
    "SE": "Svenska kommuner (exempel)",
    "GB": "British councils (examples)",
}
LANGUAGES = {"NO": "nb", "DK": "da", "SE": "en", "GB": "en"}
ROLES = {(row["role"], row["country"]): row for row in read_rows(JUDGEMENTS / "roles.csv")}


def add_person(register: Register, case: Case, role: str) -> str:
    """The e-mail address of this role in this municipality; none where the source names no role."""
    if not role:
        return ""
    known = ROLES[role, case.country]
    email = f"{known['mailbox']}@{case.slug}.example"
    name = f"{known['name']}, {case.project['organisation']}"
    register.add("people", email, email=email, name=name, language=LANGUAGES[case.country])
    return email


def add_unit(register: Register, case: Case) -> str:
    """The municipality, below the one unit at the top."""
    register.add("units", "top", name=TOP_UNITS[case.country])
    manager = add_person(register, case, "manager")
    return register.add("units", case.slug, name=case.project["organisation"], parent="top", line_manager=manager)
