"""The addresses of the two servers that several processes share."""

import pytest

from alongside.site.several import WrongAddress, may_be_several, postgres


def test_an_address_is_read_in_all_its_parts():
    found = postgres("postgresql://ali%40ce:s%2Fcret@db.example.org:5433/along%20side?sslmode=require")
    names = ("NAME", "USER", "PASSWORD", "HOST", "PORT")
    assert [found[name] for name in names] == ["along side", "ali@ce", "s/cret", "db.example.org", "5433"]
    assert found["OPTIONS"]["sslmode"] == "require"


def test_a_socket_of_this_machine_is_named_as_psql_names_it():
    found = postgres("postgresql:///alongside?host=/run/postgresql")
    assert (found["HOST"], found["USER"], found["PORT"]) == ("/run/postgresql", "", "")


def test_saved_means_on_disk_whatever_else_the_address_asks_for():
    for query in ("", "?options=-c%20statement_timeout%3D5000", "?options=-c%20synchronous_commit%3Doff"):
        options = postgres(f"postgresql://db/alongside{query}")["OPTIONS"]["options"]
        assert options.endswith("-c synchronous_commit=on")


@pytest.mark.parametrize("address", ["mysql://db/alongside", "postgresql://alice:s3cret@db", "alongside"])
def test_what_is_no_address_is_said_without_its_password(address):
    with pytest.raises(WrongAddress) as why:
        postgres(address)
    assert "s3cret" not in str(why.value)


def test_several_need_both(monkeypatch):
    monkeypatch.delenv("ALONGSIDE_DATABASE", raising=False)
    monkeypatch.setenv("ALONGSIDE_VALKEY", "redis://localhost")
    assert not may_be_several()
    monkeypatch.setenv("ALONGSIDE_DATABASE", "postgresql:///alongside")
    assert may_be_several()
    monkeypatch.delenv("ALONGSIDE_VALKEY")
    assert not may_be_several()
