"""The check page: what a hash or a file stands for, and nothing about it to those who may not see it."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from projects.documents.rendering import pdf_of
from projects.models import GateDecision, Handover, HandoverSignOff, Project
from projects.reports.sign_off_record import record_of
from register.models import AuditPersonalValue, Person
from tests.cast import Cast, fresh
from tests.visits import visiting
from workflows.snapshots import canonical

CHECK = "/check/"
STANDS = "This signature stands."
UNKNOWN = "Not known here."
FITS = "not one character of it has changed"


@pytest.fixture
def signed(cast: Cast) -> Handover:
    return cast.sign(cast.sent(cast.handing_over()))


def ask(who: Person, sha256: str) -> str:
    return visiting(who).get(CHECK, {"sha256": sha256}).content.decode()


def give(who: Person, content: bytes, name: str = "record.pdf") -> str:
    return visiting(who).post(CHECK, {"file": SimpleUploadedFile(name, content)}).content.decode()


def pdf(handover: Handover) -> bytes:
    record = record_of(fresh(handover))
    assert record is not None
    return pdf_of(record)


def test_a_hash_leads_to_who_signed_when_and_in_which_round(cast: Cast, signed: Handover) -> None:
    page = ask(cast.member, f" {signed.snapshot_sha256.upper()} ")
    for words in ("This is the text that Line manager signed on", "in round 1: Taken over.", STANDS, FITS):
        assert words in page
    assert "of the audit trail, written at that moment, says the same." in page
    assert signed.get_absolute_url() in page


def test_a_superseded_signature_is_told_as_such(cast: Cast, signed: Handover) -> None:
    cast.take(signed, "reopen", cast.leader, comment="Another unit joins.")
    page = ask(cast.member, signed.snapshot_sha256)
    assert "Superseded on" in page
    assert STANDS not in page


def test_a_text_that_only_waits_for_a_signature_is_not_taken_for_signed(cast: Cast) -> None:
    waiting = cast.sent(cast.handing_over())
    page = ask(cast.member, waiting.snapshot_sha256)
    assert "This text waits for a signature in round 1. Nobody has signed it." in page


def test_the_basis_of_a_gate_decision_is_known_too(cast: Cast) -> None:
    decision = cast.planning().gate_decisions.first()
    page = ask(cast.member, decision.snapshot_sha256)
    assert "This is what the decision of" in page
    assert "says the same" in page


def test_a_stranger_learns_nothing_from_hash_or_file(cast: Cast, signed: Handover) -> None:
    never = ask(cast.stranger, "0" * 64).replace("0" * 64, "")
    known = ask(cast.stranger, signed.snapshot_sha256).replace(signed.snapshot_sha256, "")
    assert UNKNOWN in known
    assert without_token(known) == without_token(never)
    page = give(cast.stranger, pdf(signed))
    assert UNKNOWN in page
    assert "Line manager" not in page


def without_token(page: str) -> list[str]:
    return [line for line in page.splitlines() if "csrf" not in line]


def test_a_question_that_cannot_be_asked_says_why_and_speaks_of_nothing_saved(cast: Cast) -> None:
    page = ask(cast.member, "no hash")
    assert "This is not a SHA-256" in page
    assert "not saved" not in page


def test_one_signs_in_before_one_asks(client, db: None) -> None:
    assert client.get(CHECK, {"sha256": "0" * 64}).url.startswith("/sign-in/?next=/check/%3Fsha256%3D")


def test_the_file_that_was_given_out_is_recognised_as_unchanged(cast: Cast, signed: Handover) -> None:
    page = give(cast.member, pdf(signed))
    for words in ("exactly as Varig gave it out", "Line manager signed on", STANDS):
        assert words in page


@pytest.mark.parametrize("place", [0.2, 0.5, 0.9])
def test_one_changed_byte_of_the_file_is_noticed(cast: Cast, signed: Handover, place: float) -> None:
    content = bytearray(pdf(signed))
    content[int(len(content) * place)] ^= 1
    page = give(cast.member, bytes(content))
    assert "exactly as Varig gave it out" not in page
    assert "do not rely on its pages" in page or "not a record that Varig gave out" in page


def test_a_file_stays_recognised_after_the_signature_was_superseded(cast: Cast, signed: Handover) -> None:
    given_out = pdf(signed)
    cast.take(signed, "reopen", cast.leader, comment="Another unit joins.")
    page = give(cast.member, given_out)
    assert "exactly as Varig gave it out" in page
    assert "Superseded on" in page


def test_what_was_signed_is_known_as_json_however_it_is_laid_out(cast: Cast, signed: Handover) -> None:
    for content in (canonical(signed.snapshot), json.dumps(signed.snapshot, indent=2).encode()):
        assert STANDS in give(cast.member, content, "snapshot.json")
    changed = {**signed.snapshot, "anchoring": "Nowhere."}
    assert UNKNOWN in give(cast.member, canonical(changed), "snapshot.json")


@pytest.mark.parametrize(
    "content", [b"%PDF-1.7 nothing", b"[" * 100_000, b'{"a": 1e999}', b"\xff\xfe\x00", b"1" * 5000, b'{"a": "\\ud800"}']
)
def test_any_other_file_is_simply_unknown(cast: Cast, content: bytes) -> None:
    assert UNKNOWN in give(cast.member, content)


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"sha256": "abc"}, "This is not a SHA-256"),
        ({"sha256": "\x00" * 64}, "Null characters"),
        ({}, "Paste a hash or choose a file."),
    ],
)
def test_what_cannot_be_checked_is_said(cast: Cast, given: dict[str, str], words: str) -> None:
    assert words in visiting(cast.member).post(CHECK, given).content.decode()


def test_a_file_that_is_too_large_is_refused(cast: Cast) -> None:
    assert "larger than" in give(cast.member, b"0" * (10 * 1024 * 1024 + 1))


def test_a_text_changed_in_the_database_is_noticed(cast: Cast, signed: Handover) -> None:
    snapshot = {**signed.snapshot, "anchoring": "Nowhere."}
    HandoverSignOff.objects.update(snapshot=snapshot)
    page = ask(cast.member, signed.snapshot_sha256)
    assert "it was changed in the database, past Varig" in page
    assert FITS not in page


def test_a_hash_changed_in_the_database_is_noticed_by_the_audit_trail(cast: Cast, signed: Handover) -> None:
    HandoverSignOff.objects.update(snapshot_sha256="0" * 64)
    assert f"there the hash is {signed.snapshot_sha256}" in ask(cast.member, "0" * 64)


def test_a_decision_or_words_changed_in_the_database_are_noticed_by_the_audit_trail(
    cast: Cast, signed: Handover
) -> None:
    HandoverSignOff.objects.update(decision="return")
    assert "says otherwise about “decision”. There it says: accept" in ask(cast.member, signed.snapshot_sha256)
    HandoverSignOff.objects.update(decision="accept", words="Gladly.")
    assert "says otherwise about “words”. There it says: \N{EN DASH}" in ask(cast.member, signed.snapshot_sha256)
    decision = signed.project.gate_decisions.first()
    assert decision is not None
    GateDecision.objects.filter(pk=decision.pk).update(outcome="stop")
    assert "says otherwise about “outcome”. There it says: go" in ask(cast.member, decision.snapshot_sha256)


def test_a_file_and_a_hash_that_do_not_belong_together_are_told_apart(cast: Cast, signed: Handover) -> None:
    other = {"file": SimpleUploadedFile("record.pdf", pdf(signed)), "sha256": "0" * 64}
    assert "does not belong to the hash" in visiting(cast.member).post(CHECK, other).content.decode()
    same = {"file": SimpleUploadedFile("record.pdf", pdf(signed)), "sha256": signed.snapshot_sha256}
    assert "does not belong to the hash" not in visiting(cast.member).post(CHECK, same).content.decode()


def test_it_says_as_whom_somebody_signed_and_that_one_signature_of_two_is_not_enough(cast: Cast) -> None:
    waiting = cast.sent(cast.handing_over())
    Project.objects.filter(pk=waiting.project_id).update(leader=cast.line_manager)
    cast.sign(waiting, by=cast.deputy)
    page = ask(cast.member, waiting.snapshot_sha256)
    assert "Signed as deputy of Home care, acting for Line manager. One signature of two" in page


def test_a_line_of_the_audit_trail_that_was_changed_is_noticed(cast: Cast, signed: Handover) -> None:
    written = AuditPersonalValue.objects.get(
        path="snapshot_sha256.new", event__subject_id=HandoverSignOff.objects.get().pk
    )
    written.delete()
    AuditPersonalValue.objects.create(event=written.event, path=written.path, salt=written.salt, value="0" * 64)
    assert "was changed after it was written" in ask(cast.member, signed.snapshot_sha256)


def test_words_that_were_erased_from_the_trail_are_no_fault(cast: Cast, signed: Handover) -> None:
    AuditPersonalValue.objects.filter(path="snapshot_sha256.new").delete()
    assert "its words were erased since" in ask(cast.member, signed.snapshot_sha256)


def test_a_signature_of_which_the_trail_knows_nothing_is_noticed(cast: Cast, signed: Handover) -> None:
    forged = HandoverSignOff.objects.get()
    forged.pk, forged.key, forged.round, forged.snapshot_sha256 = None, None, 9, "0" * 64
    forged._state.adding = True
    forged.save()
    assert "The audit trail has no line about this." in ask(cast.member, "0" * 64)


def test_the_page_is_linked_from_the_handover(cast: Cast, signed: Handover) -> None:
    assert reverse("projects:check") in visiting(cast.member).get(signed.get_absolute_url()).content.decode()
