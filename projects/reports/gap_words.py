"""A gap in words: those of the requirement that a gate would have asked for."""

from projects.requirements import handing_over, planning, proposing

ASKED_OF_GATES = [
    *(*proposing.SUBMIT, *planning.APPROVE_PLANNING, *planning.APPROVE_EXECUTION, *planning.APPROVE_EXECUTION_LIGHT),
    *(*handing_over.START, *handing_over.COMPLETE),
]
REASONS = {requirement.code: requirement.reason for requirement in ASKED_OF_GATES}


def gap_words(code: str) -> str:
    """What is lacking, in the words of the requirement that a gate would have asked for."""
    words = str(REASONS.get(code, code))
    return words.replace(": %(what)s", "") if "%(what)s" in words else words
