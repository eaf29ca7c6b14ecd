"""What protects people: audit, keys, sealed fields and files, erasure."""
