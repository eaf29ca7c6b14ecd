"""The walk through four meetings: what comes next for each of the two, and the pages they meet on the way."""
