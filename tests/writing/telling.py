"""A test that is a coroutine."""

import asyncio
from functools import wraps


def told_live(story):
    """Run it in an event loop, for a minute at most."""

    @wraps(story)
    def test(**given):
        return asyncio.run(asyncio.wait_for(story(**given), 60))

    return test
