"""Rows are created, changed and deleted one way: checked, versioned and in the audit trail."""

from datetime import date, datetime
from functools import partial

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError

from register.errors import InvalidInput, NotPossible, Stale
from register.models import Absence, Account, AuditEvent, Goal, Organisation, Person, Programme, Unit
from register.services import editing
from register.services.integrity import as_invalid_input
from register.services.validation import refuse_others, same_organisation
from tests.register.conftest import make_person


def problems(caught: pytest.ExceptionInfo[InvalidInput]) -> list[tuple[str, str]]:
    return [(error.field, error.code) for error in caught.value.errors]


def test_a_change_raises_the_version_and_is_written_down(unit: Unit, administrator: Person, now: datetime) -> None:
    changed = editing.update(row=unit, changes={"name": "Care"}, by=administrator, now=now, reason="New name")
    event = AuditEvent.objects.get()
    assert (changed.name, changed.version, Unit.objects.get().name_sort) == ("Care", 2, "care")
    assert (event.action, event.subject_version, event.by) == ("unit.changed", 2, administrator)
    assert event.changes_in_full() == {"name": ("Health", "Care")}
    assert event.note_in_full() == "New name"


def test_what_is_the_same_already_leaves_no_trace(unit: Unit, now: datetime) -> None:
    same = editing.update(row=unit, changes={"name": "Health", "key": "", "parent": None}, by=None, now=now)
    assert same.version == 1
    assert not AuditEvent.objects.exists()


def test_an_edit_of_an_older_version_is_refused_and_told_what_changed(unit: Unit, now: datetime) -> None:
    editing.update(row=unit, changes={"name": "Care"}, by=None, now=now)
    editing.update(row=unit, changes={"key": "K1"}, by=None, now=now, expected_version=2)
    with pytest.raises(Stale) as caught:
        editing.update(row=unit, changes={"name": "Health care"}, by=None, now=now, expected_version=1)
    assert (caught.value.current_version, caught.value.changed_fields) == (3, ["key", "name"])
    assert "changed this" in str(caught.value)


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"name": ""}, ("name", "blank")),
        ({"name": None}, ("name", "blank")),
        ({"name": "x" * 201}, ("name", "max_length")),
        ({"name": "a\x00b"}, ("name", "unstorable")),
        ({"name": "a\ud800b"}, ("name", "unstorable")),
        ({"colour": "red"}, ("colour", "unknown")),
        ({"version": 7}, ("version", "read_only")),
        ({"organisation": None}, ("organisation", "read_only")),
        ({"children": []}, ("children", "read_only")),
    ],
)
def test_what_cannot_be_stored_is_refused_by_field(unit: Unit, now: datetime, changes, expected) -> None:
    with pytest.raises(InvalidInput) as caught:
        editing.update(row=unit, changes=changes, by=None, now=now)
    assert problems(caught) == [expected]
    assert Unit.objects.get().version == 1


def test_json_with_signs_that_cannot_be_stored_is_refused(andebu: Organisation, now: datetime) -> None:
    with pytest.raises(InvalidInput):
        editing.update(row=andebu, changes={"limits": {"a": ["\x00"]}}, by=None, now=now)


def test_an_empty_reference_is_refused_where_one_is_needed(andebu: Organisation, now: datetime, member: Person) -> None:
    absence = Absence(organisation=andebu, person=member, from_date=date(2026, 7, 1), to_date=date(2026, 7, 2))
    with pytest.raises(InvalidInput) as caught:
        editing.create(row=absence, by=None, now=now)
    assert problems(caught) == [("deputy", "null")]


def test_all_problems_are_told_at_once(unit: Unit, now: datetime) -> None:
    with pytest.raises(InvalidInput) as caught:
        editing.update(row=unit, changes={"name": "", "colour": 1}, by=None, now=now)
    assert problems(caught) == [("name", "blank"), ("colour", "unknown")]


def test_what_belongs_to_another_organisation_does_not_exist(unit: Unit, vejen: Organisation, now: datetime) -> None:
    foreign = Unit.objects.create(organisation=vejen, name="Børn")
    with pytest.raises(InvalidInput) as caught:
        editing.update(row=unit, changes={"name": "Care", "parent": foreign}, by=None, now=now)
    assert problems(caught) == [("parent", "does_not_exist")]
    assert Unit.objects.get(pk=unit.pk).name == "Health"
    with pytest.raises(InvalidInput):
        editing.create(row=Unit(organisation=vejen, name="Skole", parent=unit), by=None, now=now)


def test_references_of_one_organisation_pass(unit: Unit, vejen: Organisation, andebu: Organisation) -> None:
    same_organisation(andebu.pk, {"unit": unit, "parent": None, "organisation": vejen})
    with pytest.raises(InvalidInput) as caught:
        same_organisation(vejen.pk, {"unit": unit})
    assert problems(caught) == [("unit", "does_not_exist")]


def test_a_programme_may_be_pointed_at_by_those_who_take_part(andebu: Organisation, vejen: Organisation) -> None:
    programme = Programme.objects.create(organisation=andebu, title="Saman")
    with pytest.raises(InvalidInput):
        same_organisation(vejen.pk, {"programme": programme})
    programme.participants.add(vejen)
    same_organisation(vejen.pk, {"programme": programme})


def test_relations_to_many_are_set_and_written_down(andebu: Organisation, vejen: Organisation, now: datetime) -> None:
    programme = editing.create(row=Programme(organisation=andebu, title="Saman"), by=None, now=now)
    changed = editing.update(row=programme, changes={"participants": [vejen]}, by=None, now=now)
    same = editing.update(row=programme, changes={"participants": [vejen]}, by=None, now=now)
    assert (list(changed.participants.all()), same.version) == ([vejen], 2)
    last = AuditEvent.objects.order_by("-position").first()
    assert last.changes == {"participants": {"old": [], "new": [str(vejen.pk)]}}


def test_relations_to_many_of_another_organisation_are_refused(unit: Unit, vejen: Organisation, now: datetime) -> None:
    programme = Programme(organisation=vejen, title="Saman")
    with pytest.raises(InvalidInput) as caught:
        editing.create(row=programme, by=None, now=now, links={"participants": [unit]})
    assert problems(caught) == [("participants", "does_not_exist")]


def test_a_new_row_is_written_down_with_what_it_holds(andebu: Organisation, vejen: Organisation, now: datetime) -> None:
    row = Programme(organisation=andebu, title="Saman")
    programme = editing.create(row=row, by=None, now=now, links={"participants": [vejen]}, reason="Begun")
    event = AuditEvent.objects.get()
    assert (programme.created_at, event.action, event.note_in_full()) == (now, "programme.created", "Begun")
    assert event.changes_in_full() == {"title": (None, "Saman"), "participants": (None, [str(vejen.pk)])}


def test_a_key_is_used_once_in_an_organisation(andebu: Organisation, unit: Unit, now: datetime) -> None:
    editing.update(row=unit, changes={"key": "K1"}, by=None, now=now)
    with pytest.raises(InvalidInput) as caught:
        editing.create(row=Unit(organisation=andebu, name="School", key="K1"), by=None, now=now)
    assert problems(caught) == [("key", "unique")]
    assert "already has this key" in str(caught.value)


def test_a_person_is_known_once_by_address(member: Person, now: datetime) -> None:
    twin = Person(organisation=member.organisation, name="M", email=member.email.upper(), language="nb")
    with pytest.raises(InvalidInput) as caught:
        editing.create(row=twin, by=None, now=now)
    assert problems(caught) == [("email", "unique")]


def test_what_a_constraint_refuses_is_told_in_its_words(andebu: Organisation, member: Person, now: datetime) -> None:
    deputy = make_person(andebu, "Dag")
    row = Absence(
        organisation=andebu, person=member, deputy=deputy, from_date=date(2026, 7, 2), to_date=date(2026, 7, 1)
    )
    with pytest.raises(InvalidInput) as caught:
        editing.create(row=row, by=None, now=now)
    assert problems(caught) == [("to_date", "invalid")]
    assert "ends before it begins" in str(caught.value)


def test_a_constraint_without_words_gets_some(unit: Unit, now: datetime) -> None:
    with pytest.raises(InvalidInput) as caught:
        editing.update(row=unit, changes={"parent": unit}, by=None, now=now)
    assert problems(caught) == [("parent", "invalid")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("UNIQUE constraint failed: register_unit.organisation_id, register_unit.key", ("key", "unique")),
        ("UNIQUE constraint failed: register_unit.name", ("", "conflict")),
        ("UNIQUE constraint failed: index 'register_person_email_once'", ("email", "unique")),
        ("NOT NULL constraint failed: register_unit.name", ("", "conflict")),
        ('violates check constraint "register_unit_not_its_own_parent"', ("parent", "invalid")),
    ],
)
def test_both_databases_refusals_are_understood(text: str, expected: tuple[str, str]) -> None:
    model = Person if "person" in text else Unit
    [error] = as_invalid_input(IntegrityError(text), model).errors
    assert (error.field, error.code) == expected


def test_what_others_depend_on_cannot_be_deleted(andebu: Organisation, unit: Unit, now: datetime) -> None:
    Unit.objects.create(organisation=andebu, name="Ward", parent=unit)
    for refused in (partial(editing.delete, row=unit), partial(editing.delete_many, rows=[unit])):
        with pytest.raises(NotPossible) as caught:
            refused(by=None, now=now)
        assert caught.value.code == "in_use"
        assert caught.value.requirements == []


def test_what_is_deleted_stays_in_the_trail(unit: Unit, now: datetime) -> None:
    editing.delete(row=unit, by=None, now=now, expected_version=1, reason="Merged")
    event = AuditEvent.objects.get()
    assert event.action == "unit.deleted"
    assert event.changes_in_full() == {"name": ("Health", None)}
    assert not Unit.objects.exists()


def test_an_action_with_a_dot_is_kept_as_it_is(andebu: Organisation, now: datetime) -> None:
    editing.create(row=Goal(organisation=andebu, title="Trust"), by=None, now=now, action="gate.go")
    assert AuditEvent.objects.get().action == "gate.go"


def test_a_row_of_no_organisation_goes_to_the_installations_chain(db: None, now: datetime) -> None:
    account = Account.objects.create(email="anne@andebu.example")
    with pytest.raises(InvalidInput):
        editing.update(row=account, changes={"email": "no address"}, by=None, now=now)


def test_a_state_is_not_edited_but_may_be_given_at_the_start(
    andebu: Organisation, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Unit._meta.get_field("name"), "protected", True, raising=False)
    unit = editing.create(row=Unit(organisation=andebu, name="Health"), by=None, now=now)
    with pytest.raises(InvalidInput) as caught:
        editing.update(row=unit, changes={"name": "Care"}, by=None, now=now)
    assert problems(caught) == [("name", "read_only")]


def test_only_the_fields_meant_for_users_pass() -> None:
    refuse_others({"name": 1}, ["name", "key"])
    with pytest.raises(InvalidInput) as caught:
        refuse_others(["name", "is_admin", "digest"], ["name"])
    assert problems(caught) == [("digest", "read_only"), ("is_admin", "read_only")]


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (ValidationError("Not like this."), [("", "invalid")]),
        (ValidationError({"name": ["Not this.", "Nor that."]}), [("name", "invalid"), ("name", "invalid")]),
    ],
)
def test_what_a_model_says_of_the_whole_is_told(
    unit: Unit, now: datetime, monkeypatch: pytest.MonkeyPatch, error, expected
) -> None:
    def never(self: Unit) -> None:
        raise error

    monkeypatch.setattr(Unit, "clean", never)
    with pytest.raises(InvalidInput) as caught:
        editing.update(row=unit, changes={"name": "Care"}, by=None, now=now)
    assert problems(caught) == expected


def test_an_invalid_input_without_errors_still_has_words() -> None:
    assert str(InvalidInput([])) == "This cannot be stored."
