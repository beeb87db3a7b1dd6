"""Turn the collected cases into registers in Varig's import format: `python -m demo.convert`."""

import sys
from pathlib import Path

from demo.conversion.benefits import add_benefits
from demo.conversion.projects import add_project
from demo.conversion.register import Register, write_table
from demo.conversion.sources import COUNTRIES, HERE, read_cases

REGISTERS = HERE / "registers"
LEFT_OUT_COLUMNS = ["country", "file", "line", "case_id", "benefit_id", "figure", "reason"]


def convert() -> list[Register]:
    """One register per country; refuses to lose a row of the sources."""
    registers = {country: Register(country) for country in COUNTRIES.values()}
    for case in read_cases():
        register = registers[case.country]
        add_project(register, case)
        add_benefits(register, case)
        register.check(list(case.rows()))
    return list(registers.values())


def write(registers: list[Register], folder: Path) -> None:
    for register in registers:
        register.write(folder / register.country)
    write_table(
        folder / "LEFT_OUT.csv",
        LEFT_OUT_COLUMNS,
        [
            [
                register.country,
                row.file,
                str(row.line),
                row["case_id"],
                row["benefit_id"],
                row.cells.get("value", ""),
                why,
            ]
            for register in registers
            for row, why in register.left_out
        ],
    )


if __name__ == "__main__":
    write(convert(), Path(sys.argv[1]) if len(sys.argv) > 1 else REGISTERS)
