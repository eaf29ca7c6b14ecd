"""Documents that people take with them. Reads, never writes."""
