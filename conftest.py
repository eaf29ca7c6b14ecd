"""For all tests: those of the demo world come last in each process, because it stays in the database."""


def pytest_collection_modifyitems(items):
    items.sort(key=lambda item: "world" in getattr(item, "fixturenames", ()))
